import Testing
import WebRTCGateway

@testable import Server

/// Bodies, headers and slowness have ends.
@Suite struct LimitTests {
    private static let head =
        "POST /demo/whip HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/sdp\r\n"

    @Test func bodiesUpToTheLimitAreTaken() async throws {
        try await withServer { (client, broker) async throws in
            let body = String(repeating: "a", count: SignalingEndpoints.maximumBody)
            #expect(
                try await client.request("POST", "/demo/whip", ["Content-Type: application/sdp"], body: body).status
                    == 201)
            #expect(broker.state.requests.first?.offer.utf8.count == SignalingEndpoints.maximumBody)
        }
    }

    /// A body that announces too much is refused before it comes; one that hides its length, when it has become too
    /// much.
    @Test func largerBodiesAreRefused() async throws {
        try await withServer { client, broker in
            let announced = try await client.exchange([Self.head + "Content-Length: 262145\r\n\r\n"], until: 1)
            #expect(announced.map(\.status) == [413])
            let chunk = String(repeating: "a", count: 0x8000)
            let chunks = Array(repeating: "8000\r\n\(chunk)\r\n", count: 9) + ["0\r\n\r\n"]
            let chunked = try await client.exchange(
                [Self.head + "Transfer-Encoding: chunked\r\n\r\n" + chunks.joined()], until: 1)
            #expect(chunked.map(\.status) == [413])
            #expect(broker.state.requests.isEmpty)
        }
    }

    @Test(arguments: [
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: \(String(repeating: "a", count: 20_000))\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
            + (0..<200).map { "X-\($0): a\r\n" }.joined() + "\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "nonsense\r\n\r\n",
    ])
    func badHeadsAreRefused(_ head: String) async throws {
        try await withServer { client, _ in
            let responses = try await client.exchange([head])
            #expect(responses.allSatisfy { $0.status == 400 })
            #expect(try await client.request("GET", "/healthz").status == 200)
        }
    }
}
