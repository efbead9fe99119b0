import Net
import SFU
import Testing
import WebRTCGateway

@testable import Server

/// WHIP (RFC 9725) and WHEP, over real connections.
@Suite struct SignalingTests {
    private static let offerType = "Content-Type: application/sdp"
    private static let fragmentType = "Content-Type: application/trickle-ice-sdpfrag"

    @Test(arguments: [("whip", SessionRole.publisher), ("whep", .subscriber)])
    func postOpensASession(_ word: String, _ role: SessionRole) async throws {
        try await withServer { client, broker in
            let response = try await client.request("POST", "/live/bbb/\(word)", [Self.offerType], body: "v=0\r\n")
            let (id, session) = try #require(broker.state.sessions.first)
            #expect(response.status == 201)
            #expect(response["location"] == "/live/bbb/\(word)/\(id)")
            #expect(response["etag"] == "\"generation-1\"")
            #expect(response["content-type"] == "application/sdp")
            #expect(response["access-control-allow-origin"] == "*")
            #expect(response["access-control-expose-headers"]?.contains("Location, ETag, Link") == true)
            #expect(response["link"] == nil)
            #expect(response.body == "v=0\r\ns=answer\r\n")
            #expect(session.path.text == "live/bbb")
            #expect(session.role == role)
            let request = try #require(broker.state.requests.first)
            #expect(request.offer == "v=0\r\n")
            #expect(request.remote.ip == .loopbackV4)
            #expect(request.local?.ip == .loopbackV4)
            #expect(request.local.map { Int($0.port) } == client.port)
        }
    }

    @Test func iceServersAreNamedInLinks() async throws {
        let yaml = """
            webrtc:
              ice_servers:
                - url: stun:stun.example.org
                - {url: "turn:turn.example.org?transport=udp", username: me, credential: mine}
            """
        try await withServer(yaml: yaml) { client, _ in
            let response = try await client.request("POST", "/demo/whep", [Self.offerType], body: "v=0")
            #expect(
                response.all("link") == [
                    "<stun:stun.example.org>; rel=\"ice-server\"",
                    "<turn:turn.example.org?transport=udp>; rel=\"ice-server\"; username=\"me\"; credential=\"mine\"; "
                        + "credential-type=\"password\"",
                ])
        }
    }

    @Test(arguments: ["application/sdp", "Application/SDP", "application/sdp; charset=utf-8", "application/sdp ;x"])
    func mediaTypesComparePlainly(_ type: String) async throws {
        try await withServer { (client, _) async throws in
            #expect(
                try await client.request("POST", "/demo/whip", ["Content-Type: \(type)"], body: "v=0").status == 201)
        }
    }

    @Test(arguments: ["Content-Type: text/plain", "Content-Type: application/sdpx", "Content-Type:", "X: y"])
    func otherMediaTypesAreRefused(_ field: String) async throws {
        try await withServer { client, broker in
            let response = try await client.request("POST", "/demo/whip", [field], body: "v=0")
            #expect(response.status == 415)
            #expect(response["accept-post"] == "application/sdp")
            #expect(broker.state.requests.isEmpty)
        }
    }

    @Test(arguments: [
        (SessionError.malformedOffer("There is no audio."), 400, String?.none),
        (.unacceptableOffer("No codec."), 406, nil),
        (.nothingLive, 409, "2"), (.alreadyPublished, 409, "10"), (.overloaded("Full."), 503, "5"),
    ])
    func refusalsOfOffersAreProblems(_ refusal: SessionError, _ status: Int, _ retryAfter: String?) async throws {
        let broker = FakeBroker()
        broker.change { $0.refusal = refusal }
        try await withServer(broker: broker) { client, _ in
            let response = try await client.request("POST", "/demo/whip", [Self.offerType], body: "v=0")
            #expect(response.status == status)
            #expect(response["retry-after"] == retryAfter)
            #expect(response["content-type"] == "application/problem+json")
            #expect(response["access-control-allow-origin"] == "*")
            #expect(response.body.contains("\"status\":\(status),"))
            #expect(response.body.hasPrefix("{\"detail\":\""))
            #expect(response.body.hasSuffix("\"type\":\"about:blank\"}"))
        }
    }

    @Test func emptyAndBinaryBodiesAreRefused() async throws {
        try await withServer { (client, broker) async throws in
            #expect(try await client.request("POST", "/demo/whip", [Self.offerType]).status == 400)
            let binary =
                "POST /demo/whip HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(Self.offerType)\r\n"
                + "Content-Length: 3\r\n\r\n"
            #expect(try await client.exchange([binary + "abc"]).last?.status == 201)
            #expect(broker.state.requests.count == 1)
        }
    }

    @Test func patchTrickles() async throws {
        try await withServer { client, broker in
            let location = try await open(client, "whip")
            let response = try await client.request(
                "PATCH", location, [Self.fragmentType, "If-Match: \"generation-1\""], body: "a=candidate:1")
            #expect(response.status == 204)
            #expect(response["content-length"] == nil)
            #expect(response.body.isEmpty)
            let amendment = try #require(broker.state.amendments.first)
            #expect(amendment.entityTag == "\"generation-1\"")
            #expect(amendment.fragment == "a=candidate:1")
        }
    }

    @Test func patchRestarts() async throws {
        let broker = FakeBroker()
        broker.change { $0.amendment = .restarted(fragment: "a=ice-ufrag:x\r\n", entityTag: "\"generation-2\"") }
        try await withServer(broker: broker) { client, _ in
            let location = try await open(client, "whep")
            let response = try await client.request("PATCH", location, [Self.fragmentType, "If-Match: *"], body: "a=x")
            #expect(response.status == 200)
            #expect(response["etag"] == "\"generation-2\"")
            #expect(response["content-type"] == "application/trickle-ice-sdpfrag")
            #expect(response.body == "a=ice-ufrag:x\r\n")
        }
    }

    @Test(arguments: [
        (SessionError.entityTagRequired, 428), (.entityTagStale, 412), (.malformedFragment("What?"), 400),
        (.unprocessable("No."), 422), (.unknownSession, 404),
    ])
    func refusalsOfPatches(_ refusal: SessionError, _ status: Int) async throws {
        try await withServer { client, broker in
            let location = try await open(client, "whip")
            broker.change { $0.refusal = refusal }
            #expect(try await client.request("PATCH", location, [Self.fragmentType], body: "a=x").status == status)
            #expect(broker.state.amendments.map(\.entityTag) == [nil])
        }
    }

    @Test func patchNeedsItsMediaType() async throws {
        try await withServer { client, broker in
            let location = try await open(client, "whip")
            let response = try await client.request("PATCH", location, [Self.offerType, "If-Match: *"], body: "a=x")
            #expect(response.status == 415)
            #expect(response["accept-patch"] == "application/trickle-ice-sdpfrag")
            #expect(broker.state.amendments.isEmpty)
        }
    }

    @Test func deleteEndsOnce() async throws {
        try await withServer { client, broker in
            let location = try await open(client, "whip")
            #expect(try await client.request("DELETE", location).status == 200)
            #expect(broker.state.sessions.isEmpty)
            #expect(try await client.request("DELETE", location).status == 404)
        }
    }

    /// Who lost its path to another publisher is told so, at its session's own URL alone.
    @Test func aReplacedPublisherIsToldWhy() async throws {
        try await withServer { client, broker in
            let location = try await open(client, "whip")
            let id = SessionID(text: String(try #require(location.split(separator: "/").last)))
            let ending = SessionEnding(path: try StreamPath("demo"), role: .publisher, reason: "Another one took over.")
            broker.change { state in
                state.sessions[id] = nil
                state.endings[id] = ending
            }
            for method in ["DELETE", "PATCH"] {
                let response = try await client.request(method, location, [Self.fragmentType], body: "a=x")
                #expect(response.status == 410)
                #expect(response.body.contains("Another one took over."))
            }
            #expect(try await client.request("DELETE", "/demo/whep/\(id)").status == 404)
        }
    }

    /// A session answers to its own URL alone: not on another path, not in the other role, not to a guess.
    @Test(arguments: ["DELETE", "PATCH"])
    func sessionsHaveOneURL(_ method: String) async throws {
        try await withServer { client, broker in
            let location = try await open(client, "whip")
            let id = try #require(location.split(separator: "/").last)
            for target in [
                "/other/whip/\(id)", "/demo/whep/\(id)", "/demo/whip/\(id)x", "/demo/whip/AAAAAAAAAAAAAAAAAAAAAA",
            ] {
                let response = try await client.request(
                    method, target, [Self.fragmentType, "If-Match: *"], body: "a=x")
                #expect(response.status == 404, "\(target)")
            }
            #expect(broker.state.sessions.count == 1)
            #expect(broker.state.amendments.isEmpty)
        }
    }

    @Test(arguments: ["/demo/whip", "/demo/whep", "/v1/whip", "/v1/whep"])
    func optionsNeedNoCredentials(_ target: String) async throws {
        try await withServer(yaml: "trust_loopback: false") { client, _ in
            let response = try await client.request(
                "OPTIONS", target, ["Origin: https://example.org", "Access-Control-Request-Method: POST"])
            #expect(response.status == 204)
            #expect(response["accept-post"] == "application/sdp")
            #expect(response["allow"] == "POST, OPTIONS")
            #expect(response["access-control-allow-origin"] == "*")
            #expect(response["access-control-allow-methods"] == "POST, OPTIONS")
            #expect(response["access-control-allow-headers"] == "Authorization, Content-Type, If-Match")
            #expect(response["access-control-allow-credentials"] == nil)
            #expect(response["content-length"] == nil)
        }
    }

    @Test func optionsOfASession() async throws {
        try await withServer { client, _ in
            let response = try await client.request("OPTIONS", "/demo/whip/0123456789012345678901")
            #expect(response.status == 204)
            #expect(response["accept-patch"] == "application/trickle-ice-sdpfrag")
            #expect(response["access-control-allow-methods"] == "PATCH, DELETE, OPTIONS")
        }
    }

    @Test(arguments: [
        ("GET", "/demo/whip", "POST"), ("HEAD", "/demo/whip", "POST"), ("PUT", "/demo/whep", "POST"),
        ("DELETE", "/v1/whip", "POST"), ("GET", "/demo/whip/0123456789012345678901", "PATCH, DELETE"),
        ("POST", "/demo/whip/0123456789012345678901", "PATCH, DELETE"), ("POST", "/demo", "GET, HEAD"),
        ("DELETE", "/v1/streams", "GET, HEAD"), ("POST", "/healthz", "GET, HEAD"), ("PUT", "/metrics", "GET, HEAD"),
    ])
    func otherMethodsAreNotAllowed(_ method: String, _ target: String, _ allowed: String) async throws {
        try await withServer { client, _ in
            let response = try await client.request(method, target)
            #expect(response.status == 405)
            #expect(response["allow"] == allowed)
        }
    }

    @Test func expectationsAreMet() async throws {
        try await withServer { client, _ in
            let head =
                "POST /demo/whip HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(Self.offerType)\r\n"
                + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n"
            let responses = try await client.exchange([head, "v=0"], pause: .milliseconds(50))
            #expect(responses.map(\.status) == [100, 201])
        }
    }

    private func open(_ client: RawClient, _ word: String) async throws -> String {
        let response = try await client.request("POST", "/demo/\(word)", [Self.offerType], body: "v=0")
        return try #require(response["location"])
    }
}
