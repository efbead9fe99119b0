import Testing

/// A request changes threads only where it must.
@Suite struct ThreadTests {
    /// All connections of a listener are served by the thread that accepts them.
    @Test func requestsAreAnsweredOnTheListenersEventLoop() async throws {
        try await withServer { client, broker in
            for _ in 0..<8 {
                let response = try await client.request(
                    "POST", "/demo/whip", ["Content-Type: application/sdp"], body: "v=0\r\n")
                #expect(response.status == 201)
            }
            let loops = broker.state.requestingLoops
            #expect(loops.count == 8 && !loops.contains(nil))
            #expect(Set(loops).count == 1)
        }
    }
}
