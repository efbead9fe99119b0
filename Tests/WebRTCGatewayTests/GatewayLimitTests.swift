import MediaPlane
import Net
import SFU
import Testing

@testable import WebRTCGateway

/// The gateway takes a place for each session that is asked for, and gives it back whatever becomes of it. How sessions
/// that were opened connect or end is in SimulationTests.
@Suite struct GatewayLimitTests {
    @Test func aSessionThatIsDeletedGivesItsPlaceBack() async throws {
        try await withGateway { gateway in
            let answer = try await gateway.publish(Self.request())
            #expect(await gateway.halfOpenCount == 1)
            #expect(await gateway.end(answer.id))
            #expect(await gateway.halfOpenCount == 0)
        }
    }

    @Test func theShutdownGivesAllPlacesBack() async throws {
        try await withGateway { gateway in
            for index in 0..<3 { _ = try await gateway.publish(Self.request(path: "room/\(index)")) }
            #expect(await gateway.halfOpenCount == 3)
            await gateway.shutdown()
            #expect(await gateway.halfOpenCount == 0)
        }
    }

    /// Nothing of an offer that is refused remains, at whichever step.
    @Test(
        arguments: [
            ("no offer at all", false), (offer.replacing("VP8", with: "MARS"), false),
            (offer.replacing(password, with: "short"), false), (offer.replacing("a=fingerprint", with: "a=x"), false),
            (offer, true),
        ] as [(String, Bool)])
    func aRefusedSessionGivesItsPlaceBack(offer: String, plays: Bool) async throws {
        try await withGateway { gateway in
            await #expect(throws: SessionError.self) {
                let request = try Self.request(offer: offer)
                _ = plays ? try await gateway.play(request) : try await gateway.publish(request)
            }
            #expect(await gateway.halfOpenCount == 0)
            #expect(await gateway.metrics().contains("\nturnout_half_open_sessions 0\n"))
        }
    }

    @Test func aSessionTooManyGivesItsPlaceBack() async throws {
        try await withGateway(maximumSessions: 1) { gateway in
            _ = try await gateway.publish(Self.request())
            await #expect(throws: SessionError.self) { try await gateway.publish(Self.request(path: "other")) }
            #expect(await gateway.halfOpenCount == 1)
        }
    }

    @Test func oneSourceIsRefusedAboveItsBoundAndOthersAreNot() async throws {
        try await withGateway { gateway in
            var answers: [SessionAnswer] = []
            for index in 0..<256 { answers.append(try await gateway.publish(Self.request(path: "room/\(index)"))) }
            let refusal = await #expect(throws: SessionError.self) { try await gateway.publish(Self.request()) }
            guard case .overloaded(let sentence) = refusal else {
                Issue.record("refused otherwise: \(String(describing: refusal))")
                return
            }
            #expect(sentence.contains("from your address"))
            _ = try await gateway.publish(Self.request(from: "203.0.113.2"))
            _ = try await gateway.publish(Self.request(from: "127.0.0.1"))
            #expect(await gateway.halfOpenCount == 257)
            #expect(await gateway.end(answers[17].id))
            _ = try await gateway.publish(Self.request())
            let metrics = await gateway.metrics()
            #expect(metrics.contains("turnout_refused_sessions_total{reason=\"half_open_source\"} 1\n"))
        }
    }

    private func withGateway(
        maximumSessions: Int = 10_000, _ body: (WebRTCGateway) async throws -> Void
    ) async throws {
        let media = MediaSettings(firstPort: 0, maximumSessions: maximumSessions)
        let gateway = try WebRTCGateway(settings: GatewaySettings(media: media)) { _ in }
        try await withTaskExecutorPreference(OwnThread()) {
            do {
                try await body(gateway)
            } catch {
                await gateway.shutdown()
                throw error
            }
            await gateway.shutdown()
        }
    }

    private static func request(
        path: String = "demo", offer: String = offer, from address: String = "203.0.113.1"
    ) throws -> SessionRequest {
        SessionRequest(
            path: try StreamPath(path), offer: offer,
            remote: SocketAddress(ip: try #require(IPAddress(address)), port: 40_000), local: nil)
    }

    private static let password = "Uq7zTn3VgLw9xYb2KcMd5R"

    /// A browser's, as short as it may be.
    private static let offer = """
        v=0
        o=- 1 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        m=video 9 UDP/TLS/RTP/SAVPF 96
        c=IN IP4 0.0.0.0
        a=ice-ufrag:XG9J
        a=ice-pwd:\(password)
        a=fingerprint:sha-256 \
        C8:04:C7:D5:0F:1D:23:64:04:B2:B0:44:29:91:21:7B:D3:F5:48:90:29:12:50:FF:EA:06:EC:F3:65:4E:17:F3
        a=setup:actpass
        a=mid:0
        a=sendonly
        a=rtcp-mux
        a=rtpmap:96 VP8/90000

        """.replacing("\n", with: "\r\n")
}
