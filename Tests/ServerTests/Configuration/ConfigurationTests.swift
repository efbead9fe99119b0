import Cryptography
import Logging
import Net
import SFU
import Testing

@testable import Server

@Suite struct ConfigurationTests {
    struct Rejection: CustomTestStringConvertible {
        var yaml: String
        var environment: [String: String] = [:]
        var message: String
        var testDescription: String { message }
    }

    /// What a setting asks for must be there; auto takes what there is.
    @Test(arguments: [
        (CipherChoice.auto, true), (.openssl, true), (.ipsecMB, false),
    ])
    func ciphersMustBeThere(choice: CipherChoice, isRight: Bool) {
        var configuration = Configuration()
        configuration.webrtc.cipher = choice
        let place = Place.line(3, file: "t.yaml")
        var rules = ConfigurationRules(configuration: configuration, places: ["webrtc.cipher": place])
        rules.ciphers = choice == .auto ? CipherEngine.allCases.filter(\.isAvailable) : [.openSSL]
        #expect(
            rules.problems.map(\.description)
                == (isRight
                    ? []
                    : [
                        "t.yaml:3: webrtc.cipher: there is no libipsec-mb here: it needs an x86-64 processor with AVX2 "
                            + "and a build that found the library; take auto or openssl"
                    ]))
        rules.ciphers = CipherEngine.allCases
        #expect(rules.problems.isEmpty)
    }

    @Test func ciphersAreChosenByName() throws {
        #expect(Configuration().webrtc.cipher.engine == .preferred)
        let environment = ["TURNOUT_WEBRTC_CIPHER": "openssl"]
        let chosen = try Configuration(yaml: "webrtc:\n  cipher: auto", named: "t.yaml", environment: environment)
        #expect(chosen.webrtc.cipher.engine == .openSSL)
        #expect(CipherChoice(rawValue: "ipsec-mb")?.engine == .ipsecMB)
    }

    @Test(arguments: [
        Rejection(
            yaml: "webrtc:\n  cipher: ipsecmb",
            message:
                #"t.yaml:2: webrtc.cipher: "ipsecmb" is not one of auto, openssl, ipsec-mb; the nearest is "ipsec-mb""#),
        Rejection(yaml: "htp:\n  port: 1", message: #"t.yaml:1: unknown key "htp"; the nearest is "http""#),
        Rejection(yaml: "http:\n  prot: 1", message: #"t.yaml:2: unknown key "prot" in "http"; the nearest is "port""#),
        Rejection(
            yaml: "# first\nhttp:\n\n  port: 70000",
            message: #"t.yaml:4: http.port: "70000" is not a whole number, 0...65535"#),
        Rejection(yaml: "http:\n  port: -1", message: #"t.yaml:2: http.port: "-1" is not a whole number, 0...65535"#),
        Rejection(
            yaml: "http:\n  port: 8_080", message: #"t.yaml:2: http.port: "8_080" is not a whole number, 0...65535"#),
        Rejection(
            yaml: "http:\n  port:\n",
            message: "t.yaml:2: http.port: there is no value; it must be a whole number, 0...65535"),
        Rejection(yaml: "http:\n  port: [1]", message: "t.yaml:2: http.port: must be a whole number, 0...65535"),
        Rejection(yaml: "http: 8080", message: "t.yaml:1: must be a mapping of settings"),
        Rejection(yaml: "- http", message: "t.yaml:1: must be a mapping of settings"),
        Rejection(
            yaml: "http:\n  listen: [1.2.3]",
            message: #"t.yaml:2: http.listen: "1.2.3" is not an IP address, or * for all"#),
        Rejection(
            yaml: "http:\n  self_signed: yes", message: #"t.yaml:2: http.self_signed: "yes" is not true or false"#),
        Rejection(
            yaml: "streams:\n  on_conflict: refused",
            message: #"t.yaml:2: streams.on_conflict: "refused" is not one of replace, refuse; the nearest is "refuse""#
        ),
        Rejection(
            yaml: "streams:\n  reconnect_grace: 10",
            message:
                #"t.yaml:2: streams.reconnect_grace: "10" is not a time with its unit "#
                + "like 200ms, 10s, 5m or 1h, 0s...1h"
        ),
        Rejection(
            yaml: "streams:\n  reconnect_grace: 2h",
            message:
                #"t.yaml:2: streams.reconnect_grace: "2h" is not a time with its unit "#
                + "like 200ms, 10s, 5m or 1h, 0s...1h"
        ),
        Rejection(
            yaml: "log:\n  level: Info",
            message:
                #"t.yaml:2: log.level: "Info" is not one of trace, debug, info, notice, warning, error, critical; "#
                + #"the nearest is "info""#),
        Rejection(
            yaml: "http:\n  certificate: a.pem",
            message: "t.yaml:2: http.certificate: needs http.key, the file of its private key, beside it"),
        Rejection(
            yaml: "http: {key: a.pem}",
            message: "t.yaml:1: http.key: needs http.certificate, the file of its certificate, beside it"),
        Rejection(
            yaml: "http:\n  self_signed: true\n  https_port: 8080",
            message: "t.yaml:3: http.https_port: must differ from http.port, which is 8080 too"),
        Rejection(
            yaml: "webrtc:\n  port: 65535\n  workers: 2",
            message: "t.yaml:2: webrtc.port: leaves no room for 2 ports, one a worker, up to 65535"),
        Rejection(
            yaml: "webrtc:\n  ice_servers:\n    - url: http://x",
            message: #"t.yaml:3: webrtc.ice_servers: "http://x" must begin with stun:, stuns:, turn: or turns:"#),
        Rejection(
            yaml: "webrtc:\n  ice_servers:\n    - url: turn:x\n      username: me",
            message: "t.yaml:3: webrtc.ice_servers: username and credential go together"),
        Rejection(
            yaml: "webrtc:\n  ice_servers:\n    - url: turn:x\n      username: \"a\\r\\nb\"\n      credential: c",
            message: "t.yaml:4: webrtc.ice_servers: must be a name in ASCII without spaces, quotes and backslashes"),
        Rejection(
            yaml: "users:\n  - nane: a",
            message: #"t.yaml:2: users: unknown key "nane"; the nearest is "name""#),
        Rejection(
            yaml: "users:\n  - name: a\n    may: [api]",
            message:
                #"t.yaml:2: users: the user "a" needs a secret; only "anybody", who stands for everybody, has none"#),
        Rejection(
            yaml: "users:\n  - name: anybody\n    secret: s\n    may: [api]",
            message: #"t.yaml:3: users: the user "anybody" stands for everybody and has no secret"#),
        Rejection(
            yaml: "users:\n  - name: a\n    secret: \"\"\n    may: [api]",
            message: "t.yaml:3: users: a secret must not be empty"),
        Rejection(
            yaml: "users:\n  - name: a:b\n    secret: s\n    may: [api]",
            message: "t.yaml:2: users: a user's name must be ASCII without spaces and colons"),
        Rejection(
            yaml: "users:\n  - name: a\n    secret: s\n    may: [publsh: live/*]",
            message: #"t.yaml:4: users: unknown key "publsh"; the nearest is "publish""#),
        Rejection(
            yaml: "users:\n  - name: a\n    secret: s\n    may:\n      - publish: /live",
            message:
                #"t.yaml:5: users: "/live" is no pattern of paths: "#
                + "segments of letters, digits and - . _ ~, joined by /; "
                + "* stands for any part of a segment, ** for any segments"),
        Rejection(
            yaml: "users:\n  - {name: a, secret: s, may: [api]}\n  - {name: a, secret: t, may: [api]}",
            message: #"t.yaml:1: users: there are two users of the name "a""#),
        Rejection(
            yaml: "users:\n  - {name: a, secret: s, may: [api]}\n  - {name: b, secret: s, may: [api]}",
            message: #"t.yaml:1: users: the user "b" has the secret of another one"#),
        Rejection(
            yaml: "stream_keys:\n  abc: live/../x",
            message: #"t.yaml:2: stream_keys: "live/../x": The stream's name has a segment that is only dots."#),
        Rejection(
            yaml: "users: [{name: a, secret: s, may: [api]}]\nstream_keys: {s: live}",
            message: #"t.yaml:2: stream_keys: the key of "live" is that of another path, or a user's secret"#),
        Rejection(
            yaml: "log:\n  level: info\n  level: debug",
            message: #"t.yaml:2: the key "level" stands here more than once"#),
        Rejection(
            yaml: "log: {level: info", message: #"t.yaml:2: not YAML: did not find expected ',' or '}'"#),
        Rejection(
            yaml: "users:\n  - name: a\n    secret: s\n    may: [play: **]",
            message:
                "t.yaml:4: not YAML: did not find expected alphabetic or numeric character; a value that begins with * "
                + "needs quotes around it"),
        Rejection(
            yaml: "", environment: ["TURNOUT_HTTP_PROT": "1"],
            message: "TURNOUT_HTTP_PROT: there is no such setting; the nearest is TURNOUT_HTTP_PORT"),
        Rejection(
            yaml: "", environment: ["TURNOUT_HTTP_PORT": "eighty"],
            message: #"TURNOUT_HTTP_PORT: http.port: "eighty" is not a whole number, 0...65535"#),
        Rejection(
            yaml: "", environment: ["TURNOUT_USERS": "[{name: a}]"],
            message: "TURNOUT_USERS: users: a user needs a name, a secret, and what it may do"),
    ])
    func saysWhatIsWrongAndWhere(_ rejection: Rejection) {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration(yaml: rejection.yaml, named: "t.yaml", environment: rejection.environment)
        }
        #expect(error?.description == rejection.message)
    }

    @Test func reportsEverythingThatIsWrong() {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration(
                yaml: "http:\n  port: x\n  prot: 1\nlogs: {}", named: "t.yaml", environment: ["TURNOUT_X": "1"])
        }
        #expect(error?.problems.count == 4)
    }

    @Test func missingFileIsSaid() {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration(file: "/nonexistent/turnout.yaml", environment: [:])
        }
        #expect(error?.description == "/nonexistent/turnout.yaml: there is no such file")
    }

    @Test(arguments: [nil, "", "# nothing\n", "http:\n", "http: {}\nusers: []\n"])
    func emptyFilesAreTheDefaults(_ yaml: String?) throws {
        #expect(try Configuration(yaml: yaml, named: "t.yaml", environment: ["PATH": "/bin"]) == Configuration())
    }

    @Test func fileSetsEverything() throws {
        let yaml = """
            http:
              listen: [127.0.0.1, "::1"]
              port: 80
              https_port: 443
              certificate: c.pem
              key: k.pem
              web_directory: web
            webrtc:
              port: 9000
              workers: 3
              full_above: 55
              pad_packets: true
              public_address: [203.0.113.7]
              ice_servers:
                - url: stun:stun.example.org
                - {url: "turn:turn.example.org?transport=udp", username: u, credential: c}
            streams: {on_conflict: refuse, reconnect_grace: 1500ms}
            users:
              - name: studio
                secret: s3cret
                may: [publish: live/*, {play: "**", api: live/*}, api]
              - {name: anybody, may: [play: live/*]}
            stream_keys: {k1: live/one}
            trust_loopback: false
            limits: {sessions: 5, half_open_sessions: 7, half_open_sessions_per_source: 8, http_connections: 6}
            log: {level: debug, format: json}
            """
        var expected = Configuration()
        expected.http = HTTPSettings(
            listen: [.address(.loopbackV4), .address(.loopbackV6)], port: 80, httpsPort: 443, certificate: "c.pem",
            key: "k.pem", webDirectory: "web")
        expected.webrtc = WebRTCSettings(
            port: 9000, workers: 3, fullAbove: 55, publicAddress: [IPAddress(v4: 0xCB00_7107)],
            iceServers: [
                ICEServer(url: "stun:stun.example.org"),
                ICEServer(
                    url: "turn:turn.example.org?transport=udp", login: ICEServer.Login(username: "u", credential: "c")),
            ], padPackets: true)
        expected.streams = StreamSettings(onConflict: .refuse, reconnectGrace: .milliseconds(1500))
        let live = try #require(PathPattern("live/*"))
        expected.users = [
            User(
                name: "studio", secret: "s3cret",
                rights: [
                    Right(.publish, live), Right(.play, .everything), Right(.api, live), Right(.api, .everything),
                ]),
            User(anybodyMay: [Right(.play, live)]),
        ]
        expected.streamKeys = [StreamKey(key: "k1", path: try StreamPath("live/one"))]
        expected.trustLoopback = false
        expected.limits = LimitSettings(
            sessions: 5, halfOpenSessions: 7, halfOpenSessionsPerSource: 8, httpConnections: 6)
        expected.log = LogSettings(level: .debug, format: .json)
        #expect(try Configuration(yaml: yaml, named: "t.yaml", environment: [:]) == expected)
    }

    @Test func environmentWinsOverTheFile() throws {
        let configuration = try Configuration(
            yaml: "http: {port: 1}\nlog: {level: debug}", named: "t.yaml",
            environment: [
                "TURNOUT_HTTP_PORT": "2", "TURNOUT_HTTP_LISTEN": "127.0.0.1, ::1",
                "TURNOUT_WEBRTC_PUBLIC_ADDRESS": "[203.0.113.7]", "TURNOUT_TRUST_LOOPBACK": "false",
                "TURNOUT_STREAM_KEYS": "{a#b: live}", "TURNOUT_HTTP_WEB_DIRECTORY": "a: b # c",
                "TURNOUT_USERS": "[{name: a, secret: b, may: [publish: live/*]}]",
            ])
        #expect(configuration.http.port == 2)
        #expect(configuration.http.listen == [.address(.loopbackV4), .address(.loopbackV6)])
        #expect(configuration.http.webDirectory == "a: b # c")
        #expect(configuration.webrtc.publicAddress == [IPAddress(v4: 0xCB00_7107)])
        #expect(configuration.trustLoopback == false)
        #expect(configuration.streamKeys == [StreamKey(key: "a#b", path: try StreamPath("live"))])
        #expect(configuration.users.map(\.name) == ["a"])
        #expect(configuration.log.level == .debug)
    }

    @Test func secretsAreNotPrinted() throws {
        let configuration = try Configuration(
            yaml: """
                users: [{name: a, secret: hunter2, may: [api]}]
                stream_keys: {hunter2b: live}
                webrtc: {ice_servers: [{url: "turn:x", username: u, credential: hunter2c}]}
                """, named: "t.yaml", environment: [:])
        #expect(!"\(configuration)".contains("hunter2"))
        for setting in Setting.all { #expect(!setting.show(configuration).contains("hunter2")) }
    }
}
