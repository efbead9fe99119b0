import COpenSSLMemory
import Testing

@testable import DTLS

struct MemoryTests {
    /// What an idle connection holds of OpenSSL's memory, which is nearly all it holds.
    @Test func anIdleConnectionIsSmall() throws {
        var connections: [OurPeer] = []
        // The first connection pays for what OpenSSL makes once.
        try connections.append(contentsOf: connect())
        let before = copensslmemory_live_bytes()
        for _ in 0..<20 { try connections.append(contentsOf: connect()) }
        let each = (copensslmemory_live_bytes() - before) / 40
        print("DTLS: \(each) bytes per idle connection")
        #expect(each < 48_000)
        connections.removeAll()
        #expect(copensslmemory_live_bytes() < before)
    }

    @Test func aFinishedConnectionLeavesNothing() throws {
        _ = try connect()
        let before = copensslmemory_live_bytes()
        for _ in 0..<5 { _ = try connect() }
        #expect(copensslmemory_live_bytes() == before)
    }

    private func connect() throws -> [OurPeer] {
        let (client, server, network) = try makePair()
        network.run()
        #expect(network.bothConnected)
        return [client, server]
    }
}
