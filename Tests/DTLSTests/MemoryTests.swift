import COpenSSLMemory
import TestSupport
import Testing

@testable import DTLS

struct MemoryTests {
    /// OpenSSL's memory is nearly all that a handshake holds.
    @Test func anEstablishedConnectionHoldsNothingOfOpenSSL() throws {
        // The first connection pays for what OpenSSL makes once.
        var connections = [try connect()]
        let before = copensslmemory_live_bytes()
        var peak: Int64 = 0
        for _ in 0..<20 {
            let (client, server, network) = try makePair()
            network.run { network.sent.count == 3 }
            peak = max(peak, copensslmemory_live_bytes() - before)
            network.run()
            #expect(network.bothConnected)
            connections.append([client, server])
        }
        #expect(copensslmemory_live_bytes() == before)
        printFigure("DTLS: \(peak) bytes of OpenSSL in two handshakes, none afterwards")
        #expect(peak > 60_000 && peak < 200_000)
    }

    @Test func aConnectionThatIsGoneLeavesNothing() throws {
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
