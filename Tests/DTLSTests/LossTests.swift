import TestSupport
import Testing

@testable import DTLS

/// What a bad path does to a handshake, in virtual time.
struct LossTests {
    /// Every datagram of the handshake is lost in turn; one retransmission repairs each.
    @Test(arguments: 0..<4) func aLostDatagramCostsOneTimeout(lost: Int) throws {
        let (_, _, network) = try makePair()
        network.path = { $0.index == lost ? [] : [(oneWayDelay, $0.bytes)] }
        network.run()
        #expect(network.bothConnected)
        #expect(network.elapsed > oneWayDelay * 4 && network.elapsed <= .milliseconds(150))
    }

    /// The same where flights are many datagrams long: every one of them is lost once.
    @Test(arguments: 0..<12, [DTLSRole.server, .client])
    func aLostDatagramOfALongFlightIsRepaired(lost: Int, ours: DTLSRole) throws {
        let theirs = try OpenSSLPeer(ours == .server ? .client : .server, certificate: .rsaChain)
        let peer = try OurPeer(ours, identity: Identities.server.get(), expecting: try #require(theirs.fingerprint))
        let network =
            ours == .server
            ? VirtualNetwork(client: theirs, server: peer) : VirtualNetwork(client: peer, server: theirs)
        network.path = { $0.index == lost ? [] : [(oneWayDelay, $0.bytes)] }
        network.run()
        #expect(network.bothConnected)
        #expect(network.elapsed < .seconds(4))
    }

    @Test func duplicatesChangeNothing() throws {
        let (client, server, network) = try makePair()
        network.path = { [(oneWayDelay, $0.bytes), (oneWayDelay, $0.bytes), (oneWayDelay * 3, $0.bytes)] }
        network.run()
        network.run(limit: network.elapsed + .seconds(2)) { false }
        #expect(client.keys?.localKey == server.keys?.remoteKey && client.keys != nil)
        #expect(client.closeReason == nil && server.closeReason == nil)
    }

    /// Records of a flight arrive one by one and backwards, so that Finished comes before its keys. OpenSSL keeps all
    /// but the ChangeCipherSpec, which says nothing of its place; that costs a timeout.
    @Test func aFlightThatArrivesBackwardsCostsATimeout() throws {
        let (_, _, network) = try makePair()
        network.path = { datagram in
            var records: [[UInt8]] = []
            packRecords(datagram.bytes.span, limit: 1) { span in records.append(span.indices.map { span[$0] }) }
            return records.reversed().enumerated().map { (oneWayDelay + .milliseconds($0.offset), $0.element) }
        }
        network.run()
        #expect(network.bothConnected)
        #expect(network.elapsed < .milliseconds(300))
    }

    @Test(arguments: [0.1, 0.2], 0..<25) func completesUnderLoss(share: Double, seed: UInt64) throws {
        let (client, server, network) = try makePair()
        lose(share, of: network, seed: seed)
        network.run()
        #expect(network.bothConnected)
        #expect(network.elapsed < .seconds(30))
        #expect(client.keys?.localKey == server.keys?.remoteKey)
    }

    /// Half of all datagrams lost: the client's last flight and its answer must get through in one of 13 attempts,
    /// which fails with 0.75^13 = 2.4 %, cleanly and soon.
    @Test func mostlyCompletesUnderHalfLoss() throws {
        var completed = 0
        let runs = 100
        for seed in 0..<UInt64(runs) {
            let (client, server, network) = try makePair()
            lose(0.5, of: network, seed: seed)
            network.run { network.bothConnected || client.closeReason != nil || server.closeReason != nil }
            #expect(network.elapsed < .seconds(30))
            if network.bothConnected {
                completed += 1
            } else {
                #expect((client.closeReason ?? server.closeReason) == .timeout)
            }
        }
        #expect(completed >= runs * 9 / 10, "\(completed) of \(runs)")
    }

    /// 100 ms, doubling to a second, twelve times; then the end.
    @Test func retransmitsOnScheduleAndGivesUp() throws {
        let (client, _, network) = try makePair()
        var times: [Duration] = []
        network.path = { [unowned network] _ in
            times.append(network.elapsed)
            return []
        }
        network.run { client.closeReason != nil }
        #expect(client.closeReason == .timeout)
        let gaps = zip(times.dropFirst(), times).map { $0 - $1 }
        #expect(gaps == [100, 200, 400, 800].map { .milliseconds($0) } + Array(repeating: .seconds(1), count: 8))
        #expect(times.count == 1 + DTLSEndpoint.maximumRetransmissions)
        #expect(network.elapsed < .seconds(11) && client.endpoint.timeout == nil)
    }

    @Test func nothingIsTimedBeforeTheHandshakeNorAfterIt() throws {
        let (client, server, network) = try makePair()
        #expect(client.timeout == nil && server.timeout == nil)
        network.run()
        #expect(client.timeout == nil && server.timeout == nil)
    }

    private func lose(_ share: Double, of network: VirtualNetwork, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        network.path = { random.chance(share) ? [] : [(oneWayDelay, $0.bytes)] }
    }
}
