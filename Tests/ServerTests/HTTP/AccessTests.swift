import Foundation
import SFU
import Testing
import WebRTCGateway

@testable import Server

/// Who gets in, over real connections: the whole way from the header to the decision.
@Suite struct AccessTests {
    private static let offer = "Content-Type: application/sdp"
    private static let yaml = """
        users:
          - {name: studio, secret: pub-secret, may: [publish: live/*]}
          - {name: viewer, secret: view-secret, may: [play: live/*]}
          - {name: operator, secret: op-secret, may: [api]}
        stream_keys: {key-of-live-one: live/one}
        """

    @Test(arguments: [
        ("whip", "Bearer pub-secret", 201), ("whip", "Bearer studio:pub-secret", 201),
        ("whip", "Bearer key-of-live-one", 201),
        ("whip", "Bearer view-secret", 403), ("whip", "Bearer op-secret", 403), ("whip", "Bearer nobody", 401),
        ("whep", "Bearer view-secret", 201), ("whep", "Bearer key-of-live-one", 201),
        ("whep", "Bearer pub-secret", 403),
        ("whep", "Bearer nobody", 401), ("whep", "Basic \(Data("viewer:view-secret".utf8).base64EncodedString())", 201),
        ("whep", "Basic \(Data("viewer:pub-secret".utf8).base64EncodedString())", 401),
    ])
    func credentialsDecide(_ word: String, _ credentials: String, _ status: Int) async throws {
        try await withServer(yaml: Self.yaml) { client, broker in
            let headers = [Self.offer, "Authorization: \(credentials)", "Origin: https://example.org"]
            let response = try await client.request(
                "POST", "/live/one/\(word)", headers, body: "v=0", host: "media.example")
            #expect(response.status == status)
            #expect(response["www-authenticate"] == (status == 401 ? "Bearer realm=\"turnout\"" : nil))
            #expect(broker.state.requests.count == (status == 201 ? 1 : 0))
        }
    }

    /// Without credentials, this machine is trusted, and nothing that only looks like it.
    @Test(
        arguments: [
            ("localhost", [], 201), ("localhost", ["Origin: http://localhost:8080"], 201), (nil, [], 201),
            ("localhost", ["X-Forwarded-For: 192.0.2.1"], 401), ("localhost", ["Forwarded: for=192.0.2.1"], 401),
            ("localhost", ["Via: 1.1 proxy"], 401), ("localhost", ["Origin: https://evil.example"], 401),
            ("localhost", ["Origin: null"], 401), ("evil.example", [], 401), ("localhost", ["Host: evil.example"], 401),
        ] as [(String?, [String], Int)])
    func loopbackIsTrustedExactly(_ host: String?, _ headers: [String], _ status: Int) async throws {
        try await withServer { client, _ in
            let published = try await client.request(
                "POST", "/demo/whip", [Self.offer] + headers, body: "v=0", host: host)
            #expect(published.status == status)
            let metrics = try await client.request("GET", "/metrics", headers, host: host)
            #expect(metrics.status == (status == 201 ? 200 : 401))
            // Anybody may watch.
            let played = try await client.request("POST", "/demo/whep", [Self.offer] + headers, body: "v=0", host: host)
            #expect(played.status == 201)
        }
    }

    @Test func trustInLoopbackCanBeEnded() async throws {
        try await withServer(yaml: "trust_loopback: false") { (client, _) async throws in
            #expect(try await client.request("POST", "/demo/whip", [Self.offer], body: "v=0").status == 401)
            #expect(try await client.request("GET", "/metrics").status == 401)
            #expect(try await client.request("POST", "/demo/whep", [Self.offer], body: "v=0").status == 201)
        }
    }

    /// Whoever may not open a session may not touch one, even with its URL; and learns nothing about what exists.
    @Test(arguments: ["DELETE", "PATCH"])
    func sessionsNeedTheirRight(_ method: String) async throws {
        try await withServer(yaml: Self.yaml) { client, broker in
            let opened = try await client.request(
                "POST", "/live/one/whip", [Self.offer, "Authorization: Bearer pub-secret"], body: "v=0")
            let location = try #require(opened["location"])
            let fields = ["Content-Type: application/trickle-ice-sdpfrag", "If-Match: *", "X-Forwarded-For: 192.0.2.1"]
            for target in [location, "/live/one/whip/AAAAAAAAAAAAAAAAAAAAAA"] {
                for (token, status) in [("Bearer nobody", 401), ("Bearer view-secret", 403), ("Bearer ", 401)] {
                    let response = try await client.request(
                        method, target, fields + ["Authorization: \(token)"], body: "a=x")
                    #expect(response.status == status, "\(target) \(token)")
                }
            }
            #expect(broker.state.sessions.count == 1)
            let allowed = try await client.request(
                method, location, fields + ["Authorization: Bearer key-of-live-one"], body: "a=x")
            #expect((200...204).contains(allowed.status))
        }
    }

    @Test(arguments: [
        ("Bearer key-of-live-one", 201), ("Bearer pub-secret", 401), ("Bearer nobody", 401), ("Bearer", 401),
        ("X", 401),
        ("Basic \(Data("x:key-of-live-one".utf8).base64EncodedString())", 401),
    ])
    func streamKeysNameTheirPath(_ credentials: String, _ status: Int) async throws {
        try await withServer(yaml: Self.yaml) { client, broker in
            for word in ["whip", "whep"] {
                let response = try await client.request(
                    "POST", "/v1/\(word)", [Self.offer, "Authorization: \(credentials)"], body: "v=0")
                #expect(response.status == status)
                if status == 201 { #expect(response["location"]?.hasPrefix("/live/one/\(word)/") == true) }
            }
            #expect(broker.state.requests.allSatisfy { $0.path.text == "live/one" })
        }
    }

    /// Tokens in URLs end up in logs, so they are not looked at.
    @Test func tokensInTheQueryAreIgnored() async throws {
        try await withServer(yaml: Self.yaml) { client, _ in
            for query in ["token=pub-secret", "access_token=pub-secret", "jwt=pub-secret"] {
                let headers = [Self.offer, "X-Forwarded-For: 192.0.2.1"]
                let response = try await client.request("POST", "/live/one/whip?\(query)", headers, body: "v=0")
                #expect(response.status == 401)
            }
        }
    }

    @Test func browsersAreAskedForTheApi() async throws {
        try await withServer { client, _ in
            let response = try await client.request("GET", "/metrics", host: "media.example")
            #expect(response.status == 401)
            #expect(
                response.all("www-authenticate") == [
                    "Bearer realm=\"turnout\"", "Basic realm=\"turnout\", charset=\"UTF-8\"",
                ])
            #expect(response["access-control-allow-origin"] == nil)
        }
    }

    @Test func refusalsSayWhy() async throws {
        try await withServer { client, _ in
            let response = try await client.request("POST", "/demo/whip", [Self.offer, "Via: 1.1 x"], body: "v=0")
            #expect(response.body.contains("because it carries Via, which a proxy adds"))
        }
    }
}
