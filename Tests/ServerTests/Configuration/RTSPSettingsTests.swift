import Foundation
import Net
import RTSPGateway
import SFU
import Testing

@testable import Server

/// The settings `rtsp`, and what they bring to `paths`.
@Suite struct RTSPSettingsTests {
    @Test func everythingOfRTSPIsRead() throws {
        let yaml = """
            rtsp:
              enabled: false
              listen: ["127.0.0.1"]
              port: 0
              tls_port: 8323
              rtp_port: 9000
              transports: [udp]
              multicast_group: 239.1.2.0
              multicast_port: 9002
              gathering: 0s
              files: \(FileManager.default.temporaryDirectory.path)
            limits: {rtsp_connections: 9}
            """
        let configuration = try Configuration(yaml: yaml, named: "t.yaml", environment: [:])
        let rtsp = configuration.rtsp
        #expect(!rtsp.enabled)
        #expect(rtsp.listen == [.address(.loopbackV4)])
        #expect(rtsp.port == 0 && rtsp.tlsPort == 8323)
        #expect(rtsp.rtpPort == 9000 && rtsp.multicastPort == 9002)
        #expect(rtsp.transports == [.udp])
        #expect("\(rtsp.multicastGroup)" == "239.1.2.0")
        #expect(rtsp.gathering == .zero)
        #expect(rtsp.files == FileManager.default.temporaryDirectory.path)
        #expect(configuration.limits.rtspConnections == 9)
    }

    @Test(arguments: [
        ("rtsp:\n  prot: 1", #"t.yaml:2: unknown key "prot" in "rtsp"; the nearest is "port""#),
        ("rtsp:\n  rtp_port: 8001", "t.yaml:2: rtsp.rtp_port: must be even"),
        ("rtsp:\n  port: 1\n  multicast_port: 8003", "t.yaml:3: rtsp.multicast_port: must be even"),
        ("rtsp:\n  multicast_port: 0", #"t.yaml:2: rtsp.multicast_port: "0" is not a whole number, 2...65534"#),
        ("rtsp:\n  rtp_port: 65535", #"t.yaml:2: rtsp.rtp_port: "65535" is not a whole number, 0...65534"#),
        (
            "rtsp:\n  rtp_port: 9002\n  multicast_port: 9002",
            "t.yaml:3: rtsp.multicast_port: must differ from rtsp.rtp_port, which is 9002 too"
        ),
        ("rtsp:\n  rtp_port: 8188", "t.yaml:2: rtsp.rtp_port: is, or is right before, a port of webrtc.port"),
        (
            "webrtc: {workers: 3}\nrtsp:\n  rtp_port: 8190",
            "t.yaml:3: rtsp.rtp_port: is, or is right before, a port of webrtc.port"
        ),
        (
            "rtsp:\n  transports: [tcp, upd]",
            #"t.yaml:2: rtsp.transports: "upd" is not one of tcp, udp, multicast; the nearest is "udp""#
        ),
        ("rtsp:\n  transports: []", "t.yaml:2: rtsp.transports: must name one at least"),
        ("rtsp:\n  multicast_group: 192.0.2.0", "t.yaml:2: rtsp.multicast_group: must be an IPv4 multicast address"),
        ("rtsp:\n  multicast_group: 240.0.0.0", "t.yaml:2: rtsp.multicast_group: must be an IPv4 multicast address"),
        ("rtsp:\n  multicast_group: 224.0.0.0", "t.yaml:2: rtsp.multicast_group: must be an IPv4 multicast address"),
        ("rtsp:\n  multicast_group: \"ff05::\"", "t.yaml:2: rtsp.multicast_group: must be an IPv4 multicast address"),
        ("rtsp:\n  multicast_group: 239.255.42.1", "t.yaml:2: rtsp.multicast_group: must end in .0"),
        ("rtsp:\n  gathering: 2s", #"t.yaml:2: rtsp.gathering: "2s" is not a time with its unit like"#),
        ("rtsp:\n  files: no-such-folder", "t.yaml:2: rtsp.files: there is no folder no-such-folder"),
        ("rtsp:\n  files: Package.swift", "t.yaml:2: rtsp.files: there is no folder Package.swift"),
        (
            "http: {self_signed: true}\nrtsp:\n  tls_port: 8554",
            "t.yaml:3: rtsp.tls_port: must differ from rtsp.port, which is 8554 too"
        ),
    ])
    func saysWhatIsWrongAndWhere(_ yaml: String, _ message: String) throws {
        try expect(message, of: yaml)
    }

    /// The ends of what is taken.
    @Test(arguments: [
        "rtsp: {rtp_port: 0}", "rtsp: {rtp_port: 8186}", "webrtc: {workers: 1}\nrtsp: {rtp_port: 8190}",
        "rtsp: {multicast_group: 224.0.1.0}", "rtsp: {multicast_group: 239.255.255.0}",
        "rtsp: {multicast_port: 8000, transports: [tcp, udp]}", "rtsp: {enabled: false, rtp_port: 8001}",
        "rtsp: {tls_port: 8554}", "rtsp: {port: 0, tls_port: 0}\nhttp: {self_signed: true}",
    ])
    func takesWhatCanBe(_ yaml: String) throws {
        _ = try Configuration(yaml: yaml, named: "t.yaml", environment: [:])
    }

    /// What the gateway is told.
    @Test func theGatewayIsSetAsTheConfigurationSays() throws {
        let yaml = """
            rtsp:
              port: 1
              tls_port: 2
              rtp_port: 9000
              transports: [udp, multicast, udp]
              multicast_group: 239.1.2.0
              multicast_port: 9002
              gathering: 3ms
              files: \(FileManager.default.temporaryDirectory.path)
            limits: {rtsp_connections: 9}
            streams: {on_conflict: refuse}
            """
        var expected = RTSPSettings()
        #expect(RTSPSettings(Configuration()) == expected)
        (expected.port, expected.tlsPort, expected.rtpPort) = (1, 2, 9_000)
        expected.transports = [.udp, .multicast]
        (expected.multicastGroup, expected.multicastPort) = ("239.1.2.0", 9_002)
        expected.gathering = .milliseconds(3)
        expected.maximumConnections = 9
        expected.refusesSecondPublisher = true
        expected.filesFolder = FileManager.default.temporaryDirectory.path
        var configuration = try Configuration(yaml: yaml, named: "t.yaml", environment: [:])
        #expect(RTSPSettings(configuration) == expected)
        (expected.port, expected.tlsPort) = (nil, nil)
        configuration.rtsp.enabled = false
        #expect(RTSPSettings(configuration) == expected)
    }

    @Test func pullsAreReadInBothForms() throws {
        let yaml = """
            paths:
              a: {pull: "rtsp://user:secret@camera/stream1"}
              b:
                pull: {url: "rtsps://camera/2", on_demand: true, transport: tcp, close_after: 30s}
              c: {pull: {url: "rtmp://host/app/key", on_demand: true, close_after: 0s}}
              d:
                pull: {url: "rtsp://camera/3", on_demand: false, transport: udp}
                push: [{url: "rtsp://other/3", transport: tcp}, "rtsp://other/4"]
            """
        let links = try Configuration(yaml: yaml, named: "t.yaml", environment: [:]).paths.links
        #expect(
            links.map(\.target.url.text) == [
                "rtsp://user:secret@camera/stream1", "rtsps://camera/2", "rtmp://host/app/key", "rtsp://camera/3",
                "rtsp://other/3", "rtsp://other/4",
            ])
        #expect(
            links.map(\.target.options) == [
                LinkOptions(), LinkOptions(transport: .tcp, isOnDemand: true, closeAfter: .seconds(30)),
                LinkOptions(isOnDemand: true, closeAfter: .zero), LinkOptions(transport: .udp),
                LinkOptions(transport: .tcp), LinkOptions(),
            ])
        #expect(LinkOptions().closeAfter == .seconds(10))
        #expect(links.map(\.direction) == [.pull, .pull, .pull, .pull, .push, .push])
    }

    @Test func filesAreSources() throws {
        let yaml = """
            rtsp: {files: \(FileManager.default.temporaryDirectory.path)}
            paths:
              a: {source: film.mp4}
              b: {source: "folder/a film.mkv", loop: true, push: [rtmp://h/a/k]}
            """
        let links = try Configuration(yaml: yaml, named: "t.yaml", environment: [:]).paths.links
        #expect(links.map(\.direction) == [.pull, .pull, .push])
        #expect(links.map(\.target.url.scheme) == [.file, .file, .rtmp])
        #expect(links.prefix(2).map(\.target.url.text) == ["film.mp4", "folder/a film.mkv"])
        #expect(links.prefix(2).map(\.target.options.loops) == [false, true])
        #expect(links.first.map { "\($0.target.url)" } == "file:film.mp4")
    }

    @Test(arguments: [
        ("{pull: {transport: tcp}}", "a pull needs its url"),
        ("{pull: {url: \"rtsp://c/1\", ondemand: true}}", #"unknown key "ondemand"; the nearest is "on_demand""#),
        ("{pull: {url: \"rtsp://c/1\", on_demand: yes}}", #""yes" is not true or false"#),
        (
            "{pull: {url: \"rtsp://c/1\", transport: tpc}}",
            #""tpc" is not one of auto, tcp, udp; the nearest is "tcp""#
        ),
        ("{pull: {url: \"rtsp://c/1\", close_after: 5s}}", "close_after is for pulls on demand alone"),
        ("{pull: {url: \"rtsp://c/1\", on_demand: true, close_after: 2h}}", #""2h" is not a time"#),
        ("{pull: {url: \"rtmp://h/a/k\", transport: tcp}}", "transport is for rtsp: and rtsps: URLs alone"),
        ("{pull: {url: \"rtsps://c/1\", transport: udp}}", "transport cannot be udp with rtsps: URLs"),
        ("{push: [{url: \"rtsp://c/1\", on_demand: true}]}", "on_demand is for pulls alone"),
        ("{push: [{url: \"rtsp://c/1\", transport: tcp}, \"rtsp://c/1\"]}", "rtsp://c/1 stands here twice"),
        ("{source: film.mp4}", "the source of a is a file, which needs the folder in rtsp.files"),
        ("{loop: true}", "loop needs a source"),
        ("{source: film.mp4, pull: \"rtsp://c/1\"}", "a path has either a pull or a source"),
        ("{source: ../film.mp4}", #""../film.mp4" is not the name of a file in the folder rtsp.files"#),
        ("{source: /etc/passwd}", #""/etc/passwd" is not the name of a file"#),
        ("{source: a//b.mp4}", "is not the name of a file"), ("{source: a/../../b.mp4}", "is not the name of a file"),
        ("{source: ./a.mp4}", "is not the name of a file"), ("{source: \"a\\0.mp4\"}", "is not the name of a file"),
        ("{source: \"\"}", "is not the name of a file"), ("{source: folder/}", "is not the name of a file"),
        ("{source: .hidden.mp4}", "is not the name of a file"),
        ("{source: \"a\\nb.mp4\"}", "is not the name of a file"),
        ("{source: film.mp4, loop: 1}", #""1" is not true or false"#),
    ])
    func saysWhatIsWrongWithAPath(_ settings: String, _ message: String) throws {
        try expect("paths: ", of: "paths:\n  a: \(settings)")
        try expect(message, of: "paths:\n  a: \(settings)")
    }

    @Test func aSourceNeedsOnePath() throws {
        try expect(
            #"t.yaml:2: paths: source needs the path of one stream, and "a/*" is none"#,
            of: "paths:\n  a/*: {source: film.mp4}")
    }

    private func expect(_ message: String, of yaml: String) throws {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration(yaml: yaml, named: "t.yaml", environment: [:])
        }
        #expect(error?.problems.count == 1, "\(error?.description ?? "")")
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
}
