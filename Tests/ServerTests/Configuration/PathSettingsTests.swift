import FramePlane
import Net
import SFU
import Testing

@testable import Server

/// The settings `rtmp`, `paths` and `state_directory`.
@Suite struct PathSettingsTests {
    @Test func everythingOfAPathIsRead() throws {
        let yaml = """
            rtmp: {enabled: false, listen: ["127.0.0.1"], port: 0, tls_port: 19360, gathering: 0s}
            limits: {rtmp_connections: 7}
            state_directory: kept
            paths:
              live/studio:
                pull: rtmps://user:secret@one.example/live/studio
                push: [rtmp://two.example/app/key, rtmp://three.example/app/key]
                transcode: {to_opus: false, to_aac: true}
              "cameras/**": {transcode: {to_h264: false, without_b_frames: false}}
            """
        let configuration = try Configuration(yaml: yaml, named: "t.yaml", environment: [:])
        #expect(!configuration.rtmp.enabled)
        #expect(configuration.rtmp.listen == [.address(.loopbackV4)])
        #expect(configuration.rtmp.port == 0)
        #expect(configuration.rtmp.tlsPort == 19360)
        #expect(configuration.rtmp.gathering == .zero)
        #expect(configuration.limits.rtmpConnections == 7)
        #expect(configuration.stateDirectory == "kept")
        #expect(configuration.paths.map(\.pattern.text) == ["live/studio", "cameras/**"])
        #expect(
            configuration.paths.links.map { "\($0.direction.rawValue) \($0.path) \($0.target.url.text)" } == [
                "pull live/studio rtmps://user:secret@one.example/live/studio",
                "push live/studio rtmp://two.example/app/key", "push live/studio rtmp://three.example/app/key",
            ])
        var studio = TranscodingRules()
        studio.toOpus = false
        #expect(configuration.paths.transcodingRules(for: try StreamPath("live/studio")) == studio)
        var camera = TranscodingRules()
        camera.toH264 = false
        camera.withoutBFrames = false
        #expect(configuration.paths.transcodingRules(for: try StreamPath("cameras/a/b")) == camera)
        #expect(configuration.paths.transcodingRules(for: try StreamPath("other")) == TranscodingRules())
    }

    @Test func pathsCanComeFromTheEnvironment() throws {
        let environment = ["TURNOUT_PATHS": "{a: {push: [rtmp://h/app/k]}}", "TURNOUT_RTMP_PORT": "1940"]
        let configuration = try Configuration(yaml: nil, named: "", environment: environment)
        #expect(configuration.paths.links.map(\.target.url.text) == ["rtmp://h/app/k"])
        #expect(configuration.rtmp.port == 1940)
    }

    /// Whichever stands first, and for each switch by itself.
    @Test(arguments: [
        (["live/studio": "to_aac: false", "live/*": "to_aac: true", "**": "to_aac: true"], false),
        (["live/studio": "to_opus: false", "live/*": "to_aac: false"], false),
        (["live/*": "to_aac: false", "**": "to_aac: true"], false),
        (["live/*": "to_aac: true", "**": "to_aac: false"], true),
        (["*/studio": "to_aac: false", "live/*": "to_aac: true"], false),
        (["live/stud*": "to_aac: false", "live/s*": "to_aac: true"], false),
        (["live/**": "to_aac: true", "*/*": "to_aac: false"], false),
        (["audio/*": "to_aac: false"], true),
    ])
    func theMostSpecificPatternDecides(_ patterns: [String: String], _ expected: Bool) throws {
        for keys in [patterns.keys.sorted(), patterns.keys.sorted().reversed()] {
            let lines = keys.map { "  \"\($0)\": {transcode: {\(patterns[$0] ?? "")}}" }
            let yaml = "paths:\n" + lines.joined(separator: "\n")
            let configuration = try Configuration(yaml: yaml, named: "t.yaml", environment: [:])
            let rules = configuration.paths.transcodingRules(for: try StreamPath("live/studio"))
            #expect(rules.toAAC == expected, "\(keys)")
        }
    }

    @Test func ofEqualPatternsTheFirstDecides() throws {
        let yaml = #"paths: {"live/*dio": {transcode: {to_aac: false}}, "live/stu*": {transcode: {to_aac: true}}}"#
        let configuration = try Configuration(yaml: yaml, named: "t.yaml", environment: [:])
        #expect(!configuration.paths.transcodingRules(for: try StreamPath("live/studio")).toAAC)
    }

    @Test(arguments: [
        ("rtmp:\n  prot: 1", #"t.yaml:2: unknown key "prot" in "rtmp"; the nearest is "port""#),
        ("rtmp:\n  gathering: 2s", #"t.yaml:2: rtmp.gathering: "2s" is not a time with its unit like"#),
        ("rtmp:\n  port: 65536", #"t.yaml:2: rtmp.port: "65536" is not a whole number, 0...65535"#),
        ("limits:\n  rtmp_connection: 1", #"the nearest is "rtmp_connections""#),
        ("state_directory: \"\"", "t.yaml:1: state_directory: must be the name of a folder"),
        ("state_directry: a", #"t.yaml:1: unknown key "state_directry"; the nearest is "state_directory""#),
        ("paths:\n  a:\n    pusch: []", #"t.yaml:3: paths: unknown key "pusch"; the nearest is "push""#),
        (
            "paths:\n  a:\n    transcode:\n      to_h265: true",
            #"t.yaml:4: paths: unknown key "to_h265"; the nearest is "to_h264""#
        ),
        ("paths:\n  a:\n    transcode: {to_aac: no}", #"t.yaml:3: paths: "no" is not true or false"#),
        ("paths:\n  a:\n    pull: [rtmp://h/a/k]", "t.yaml:3: paths: must be a URL"),
        ("paths:\n  a:\n    push: rtmp://h/a/k", "t.yaml:3: paths: must be a list of URLs"),
        ("paths:\n  a:\n    pull: rtmp://", "t.yaml:3: paths: This is not the URL of a stream"),
        (
            "paths:\n  a:\n    push:\n      - rtmp://h/a/k\n      - http://h/x",
            "t.yaml:5: paths: Streams cannot be pushed to or pulled from http: URLs; supported are rtmp:, rtmps:, rtsp:, rtsps:."
        ),
        ("paths:\n  a:\n    push: [rtmp://h/a/k, rtmp://h/a/k]", "t.yaml:3: paths: rtmp://h/a/*** stands here twice"),
        (
            "paths:\n  live/*:\n    pull: rtmp://h/a/k",
            #"t.yaml:3: paths: pull needs the path of one stream, and "live/*" is none"#
        ),
        (
            "paths:\n  live/*:\n    push: []",
            #"t.yaml:3: paths: push needs the path of one stream, and "live/*" is none"#
        ),
        ("paths:\n  a//b: {}", #"t.yaml:2: paths: "a//b" is no pattern of paths"#),
        ("paths: [a]", "t.yaml:1: paths: must be a mapping of paths to {pull, source, loop, push, transcode}"),
        (
            "http: {self_signed: true}\nrtmp:\n  tls_port: 1935",
            "t.yaml:3: rtmp.tls_port: must differ from rtmp.port, which is 1935 too"
        ),
    ])
    func saysWhatIsWrongAndWhere(_ yaml: String, _ message: String) throws {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration(yaml: yaml, named: "t.yaml", environment: [:])
        }
        #expect(error?.problems.count == 1)
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test func linksHaveABound() throws {
        func paths(_ count: Int) -> String {
            "paths:\n" + (0..<count).map { "  p\($0): {pull: rtmp://h/a/k}" }.joined(separator: "\n")
        }
        #expect(try Configuration(yaml: paths(1_000), named: "", environment: [:]).paths.count == 1_000)
        #expect(throws: ConfigurationError.self) {
            try Configuration(yaml: paths(1_001), named: "", environment: [:])
        }
    }

    @Test func samePortsDoNotMatterWithoutACertificate() throws {
        _ = try Configuration(yaml: "rtmp:\n  tls_port: 1935", named: "", environment: [:])
    }
}
