import Foundation
import SFU
import TestSupport
import Testing

@testable import Server

/// Pushes and pulls over HTTP.
@Suite struct LinksTests {
    private static let body = #"{"url": "rtmp://user:secret@127.0.0.1/app/key"}"#
    private static let yaml = """
        users:
          - {name: viewer, secret: view-secret, may: [play]}
          - {name: operator, secret: op-secret, may: [api: live/*]}
        stream_keys: {key-of-live-one: live/one}
        """

    /// Runs a server whose links are made by a connector of the tests' own.
    private func withLinks(
        yaml: String = "", state: String = "state", script: [LinkFailure?] = [], configured: [ConfiguredLink] = [],
        _ body: (RawClient, ScriptedConnector) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            try Data().write(to: URL(fileURLWithPath: "\(folder)/file"))
            let connector = ScriptedConnector(script: script)
            let registry = LinkRegistry(
                store: LinkStore(directory: "\(folder)/\(state)"), logger: .silent,
                environment: SteppedTime().environment())
            await registry.start(
                configured, connectors: [connector], isLive: { _ in true }, hasReaders: { _ in false })
            try await withServer(yaml: yaml, links: registry) { client, _ in try await body(client, connector) }
            await registry.stop()
        }
    }

    @Test(arguments: ["push", "pull"])
    func aLinkIsMadeShownAndRemoved(_ word: String) async throws {
        try await withLinks { client, connector in
            let collection = "/v1/streams/live/one/\(word)"
            #expect(try await client.request("GET", collection).body == #"{"links":[]}"#)
            let made = try await client.request("POST", collection, body: Self.body)
            #expect(made.status == 201)
            #expect(made["content-type"] == "application/json")
            #expect(made["access-control-allow-origin"] == "*")
            let location = try #require(made["location"])
            let id = try #require(location.split(separator: "/").last)
            #expect(location == "\(collection)/\(id)" && id.utf8.count == 22)
            try await eventually("its connection", timeout: .seconds(10)) { connector.open == [0] ? true : nil }
            #expect(
                connector.calls.map { "\($0.direction.rawValue) \($0.path) \($0.url)" }
                    == ["\(word) live/one rtmp://user:secret@127.0.0.1/app/key"])
            connector.report(0, bytes: 77)
            let shown = try await client.request("GET", location)
            #expect(
                shown.body == #"{"attempts":1,"bytes":77,"direction":"\#(word)","id":"\#(id)","origin":"api","#
                    + #""path":"live/one","since":"2027-01-15T08:00:00.000Z","state":"connected","#
                    + #""url":"rtmp://127.0.0.1/app/***"}"#)
            #expect(try await client.request("GET", collection).body == #"{"links":[\#(shown.body)]}"#)
            #expect(try await client.request("HEAD", location).status == 200)
            // By its own URL alone.
            let other = word == "push" ? "pull" : "push"
            for target in ["/v1/streams/live/one/\(other)/\(id)", "/v1/streams/live/two/\(word)/\(id)"] {
                #expect(try await client.request("GET", target).status == 404)
                #expect(try await client.request("DELETE", target).status == 404)
            }
            let removed = try await client.request("DELETE", location)
            #expect(removed.status == 204 && removed.body.isEmpty)
            try await eventually("its end", timeout: .seconds(10)) { connector.open.isEmpty ? true : nil }
            #expect(try await client.request("GET", location).status == 404)
            #expect(try await client.request("DELETE", location).status == 404)
        }
    }

    @Test func whatWentWrongIsShown() async throws {
        try await withLinks(script: [.failed("The server cannot be reached.")]) { client, _ in
            let made = try await client.request("POST", "/v1/streams/a/pull", body: Self.body)
            let location = try #require(made["location"])
            let shown = try await eventually("the failure", timeout: .seconds(10)) {
                let response = try await client.request("GET", location)
                return response.body.contains("lastError") ? response : nil
            }
            #expect(shown.body.contains(#""lastError":"The server cannot be reached.","#))
            #expect(shown.body.contains(#""retryAt":"2027-01-15T08:00:00.500Z","#))
            #expect(shown.body.contains(#""state":"backingOff""#))
        }
    }

    @Test(arguments: [
        ("", 400, "empty"), ("{", 400, "not a JSON object"), ("[]", 400, "not a JSON object"),
        ("\"rtmp://h/a/k\"", 400, "not a JSON object"), ("{}", 400, "needs \\\"url\\\""),
        (#"{"url": 7}"#, 400, "needs \\\"url\\\""), (#"{"url": null}"#, 400, "needs \\\"url\\\""),
        (#"{"url": "rtmp://h/a/k", "uri": 1}"#, 400, "unknown key \\\"uri\\\""),
        (#"{"url": "rtmp://"}"#, 400, "not the URL of a stream"), (#"{"url": "hello"}"#, 400, "not the URL"),
        (#"{"url": "file:///etc/passwd"}"#, 422, "supported are rtmp:, rtmps:, rtsp:, rtsps:."),
        (#"{"url": "unix:/run/x"}"#, 422, "unix: URLs"), (#"{"url": "http://h/x"}"#, 422, "http: URLs"),
        (#"{"url": "rtmps://h/a/k"}"#, 422, "rtmps: URLs"),
        (#"{"url": "rtmp://h/a/k", "transport": "tcp"}"#, 400, "transport is for rtsp: and rtsps: URLs alone."),
        (#"{"url": "rtsp://h/a", "transport": "smoke"}"#, 400, "transport must be one of auto, tcp, udp."),
        (#"{"url": "rtsp://h/a", "transport": 1}"#, 400, "transport must be one of auto, tcp, udp."),
        (#"{"url": "rtsps://h/a", "transport": "udp"}"#, 400, "transport cannot be udp with rtsps: URLs"),
        (#"{"url": "rtmp://h/a/k", "onDemand": true}"#, 400, "onDemand is for pulls alone."),
        (#"{"url": "rtmp://h/a/k", "onDemand": 1}"#, 400, "onDemand must be true or false."),
        (#"{"url": "rtmp://h/a/k", "onDemand": "true"}"#, 400, "onDemand must be true or false."),
        (#"{"url": "rtmp://h/a/k", "closeAfter": "5s"}"#, 400, "closeAfter is for pulls alone."),
        (#"{"url": "rtmp://h/a/k", "on_demand": true}"#, 400, "unknown key \\\"on_demand\\\""),
        (#"{"url": "rtsp://h/a"}"#, 422, "rtsp: URLs"),
        (String(repeating: " ", count: 1 << 20) + "{}", 413, "1024 KiB"),
    ])
    func refusesWhatIsNoLink(_ body: String, _ status: Int, _ words: String) async throws {
        try await withLinks { client, connector in
            let response = try await client.request("POST", "/v1/streams/a/push", body: body)
            #expect(response.status == status)
            #expect(response["content-type"] == "application/problem+json")
            #expect(response.body.contains(words), "\(response.body)")
            #expect(connector.calls.isEmpty)
        }
    }

    @Test(arguments: [
        (#""onDemand":true"#, #""closeAfter":10,"#), (#""onDemand":true,"closeAfter":"2500ms""#, #""closeAfter":2.5,"#),
        (#""onDemand":true,"closeAfter":"0s""#, #""closeAfter":0,"#),
    ])
    func aPullCanBeOnDemand(_ fields: String, _ shown: String) async throws {
        try await withLinks { client, connector in
            let body = #"{"url":"rtmp://127.0.0.1/app/key",\#(fields)}"#
            let made = try await client.request("POST", "/v1/streams/a/pull", body: body)
            #expect(made.status == 201)
            let location = try #require(made["location"])
            let link = try await client.request("GET", location).body
            #expect(link.contains(#""onDemand":true"#) && link.contains(shown), "\(link)")
            #expect(link.contains(#""state":"waiting""#), "\(link)")
            #expect(connector.calls.isEmpty)
        }
    }

    @Test(arguments: [#""closeAfter":"10""#, #""closeAfter":10"#, #""closeAfter":"2h""#, #""closeAfter":"5s""#])
    func theTimeOfAPullOnDemandIsChecked(_ field: String) async throws {
        try await withLinks { client, _ in
            let onDemand = field.contains("5s") ? "false" : "true"
            let response = try await client.request(
                "POST", "/v1/streams/a/pull",
                body: #"{"url":"rtmp://127.0.0.1/app/key","onDemand":\#(onDemand),\#(field)}"#)
            #expect(response.status == 400 && response.body.contains("closeAfter"), "\(response.body)")
        }
    }

    @Test func oneSourceForEachPath() async throws {
        let configured = ConfiguredLink(
            .pull, try StreamPath("set"), LinkTarget(try LinkURL("rtmp://host/app/key")))
        try await withLinks(configured: [configured]) { client, _ in
            #expect(try await client.request("POST", "/v1/streams/set/pull", body: Self.body).status == 409)
            #expect(try await client.request("POST", "/v1/streams/a/pull", body: Self.body).status == 201)
            #expect(try await client.request("POST", "/v1/streams/a/pull", body: Self.body).status == 409)
            #expect(try await client.request("POST", "/v1/streams/a/push", body: Self.body).status == 201)
            #expect(try await client.request("POST", "/v1/streams/a/push", body: Self.body).status == 409)
            let listed = try await client.request("GET", "/v1/streams/set/pull")
            #expect(listed.body.contains(#""origin":"configuration""#))
            let id = try #require(listed.body.firstMatch(of: /"id":"([^"]+)"/)?.1)
            let refused = try await client.request("DELETE", "/v1/streams/set/pull/\(id)")
            #expect(refused.status == 409)
        }
    }

    @Test func withoutAPlaceToKeepItNothingIsMade() async throws {
        try await withLinks(state: "file/state") { client, connector in
            let response = try await client.request("POST", "/v1/streams/a/push", body: Self.body)
            #expect(response.status == 507)
            #expect(response.body.contains(#""title":"Insufficient Storage""#))
            #expect(response.body.contains("state_directory"))
            #expect(try await client.request("GET", "/v1/streams/a/push").body == #"{"links":[]}"#)
            #expect(connector.calls.isEmpty)
        }
    }

    @Test(arguments: [
        ("Bearer op-secret", "live/one", 201, 200), ("Bearer op-secret", "other", 403, 403),
        ("Bearer view-secret", "live/one", 403, 403), ("Bearer key-of-live-one", "live/one", 403, 403),
        ("Bearer nobody", "live/one", 401, 401), ("Bearer ", "live/one", 401, 401),
    ])
    func linksNeedTheRight(_ credentials: String, _ path: String, _ made: Int, _ looked: Int) async throws {
        try await withLinks(yaml: Self.yaml) { (client, _) async throws in
            func request(_ method: String, _ target: String, body: String = "") async throws -> Int {
                try await client.request(
                    method, target, ["Authorization: \(credentials)"], body: body, host: "media.example"
                ).status
            }
            #expect(try await request("POST", "/v1/streams/\(path)/push", body: Self.body) == made)
            #expect(try await request("GET", "/v1/streams/\(path)/push") == looked)
            let missing = "/v1/streams/\(path)/push/AAAAAAAAAAAAAAAAAAAAAA"
            #expect(try await request("GET", missing) == (looked == 200 ? 404 : looked))
            #expect(try await request("DELETE", missing) == (looked == 200 ? 404 : looked))
        }
    }

    @Test func otherOriginsMayAsk() async throws {
        try await withLinks { client, _ in
            let collection = try await client.request("OPTIONS", "/v1/streams/a/push", host: "media.example")
            #expect(collection.status == 204)
            #expect(collection["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS")
            #expect(collection["accept-post"] == "application/json")
            let link = try await client.request("OPTIONS", "/v1/streams/a/push/AAAAAAAAAAAAAAAAAAAAAA")
            #expect(link["allow"] == "GET, HEAD, DELETE, OPTIONS")
            #expect(try await client.request("PUT", "/v1/streams/a/push", body: "{}").status == 405)
        }
    }

    @Test(arguments: [
        ("/v1/streams/a/b/push", "links"), ("/v1/streams/a/pull/AAAAAAAAAAAAAAAAAAAAAA", "link"),
        ("/v1/streams/a/push/short", "stream"), ("/v1/streams/push/pull", "none"), ("/v1/streams/push", "none"),
        ("/v1/streams/push/AAAAAAAAAAAAAAAAAAAAAA", "stream"), ("/v1/streams/a//push", "none"),
    ])
    func routesTellThemApart(_ target: String, _ kind: String) {
        let found =
            switch try? Route(target) {
            case .links?: "links"
            case .link?: "link"
            case .stream?: "stream"
            default: "none"
            }
        #expect(found == kind)
    }
}
