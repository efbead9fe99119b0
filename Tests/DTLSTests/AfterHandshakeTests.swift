import TestSupport
import Testing

@testable import DTLS

/// Connections after their handshake, with OpenSSL at the other side.
struct AfterHandshakeTests {
    /// A role of ours with each suite that can come of it.
    struct Setup: CustomTestStringConvertible, Sendable {
        let ours: DTLSRole
        let suite: String
        var certificate = OpenSSLPeer.Certificate.ecdsa

        var testDescription: String { "\(ours), \(suite)" }

        static let all = [
            Setup(ours: .server, suite: "ECDHE-ECDSA-AES128-GCM-SHA256"),
            Setup(ours: .server, suite: "ECDHE-ECDSA-AES256-GCM-SHA384"),
            Setup(ours: .client, suite: "ECDHE-ECDSA-AES128-GCM-SHA256"),
            Setup(ours: .client, suite: "ECDHE-ECDSA-AES256-GCM-SHA384"),
            Setup(ours: .client, suite: "ECDHE-RSA-AES128-GCM-SHA256", certificate: .rsaChain),
            Setup(ours: .client, suite: "ECDHE-RSA-AES256-GCM-SHA384", certificate: .rsaChain),
        ]

        /// The two, and the network between them.
        func make() throws -> (peer: OurPeer, theirs: OpenSSLPeer, network: VirtualNetwork) {
            let theirs = try OpenSSLPeer(ours.opposite, certificate: certificate, suites: suite)
            let peer = try OurPeer(
                ours, identity: Identities.server.get(), expecting: try #require(theirs.fingerprint))
            let network =
                ours == .server
                ? VirtualNetwork(client: theirs, server: peer) : VirtualNetwork(client: peer, server: theirs)
            return (peer, theirs, network)
        }

        /// The same, connected.
        func connect() throws -> (peer: OurPeer, theirs: OpenSSLPeer, network: VirtualNetwork) {
            let made = try make()
            made.network.run()
            #expect(made.network.bothConnected && made.theirs.suite == suite)
            return made
        }
    }

    @Test(arguments: Setup.all) func thePeersGoodbyeIsHeardAndAnswered(setup: Setup) throws {
        let (peer, theirs, network) = try setup.connect()
        theirs.close()
        network.run(limit: network.elapsed + .seconds(1)) { false }
        #expect(peer.closeReason == .closeNotify && peer.closings == 1)
        #expect(theirs.hasHeardGoodbye && !theirs.failed)
    }

    @Test(arguments: Setup.all) func ourGoodbyeIsHeard(setup: Setup) throws {
        let (peer, theirs, network) = try setup.connect()
        peer.endpoint.close()
        peer.endpoint.close()
        let count = network.sent.count
        network.run(limit: network.elapsed + .seconds(1)) { theirs.hasHeardGoodbye }
        #expect(theirs.hasHeardGoodbye && !theirs.failed)
        #expect(network.sent.count == count + 1 && peer.closings == 0)
        #expect(peer.timeout == nil)
    }

    /// Noise, plaintext that anybody can forge, and every datagram of the handshake again; then the goodbye is heard.
    @Test(arguments: Setup.all) func nothingForgedOrReplayedCounts(setup: Setup) throws {
        var random = SeededRandom(seed: 11)
        let (peer, theirs, network) = try setup.connect()
        for type in UInt8(20)...24 {
            for epoch in UInt16(0)...2 {
                for length in [0, 1, 2, 24, 26, 48, 60] {
                    peer.receive(record(type: type, epoch: epoch, sequence: 77, body: random.bytes(length)))
                    peer.receive(random.bytes(length))
                }
            }
        }
        #expect(peer.takeDatagrams().isEmpty)
        for datagram in network.sent { peer.receive(datagram.bytes) }
        #expect(peer.takeDatagrams().isEmpty && peer.closings == 0)
        theirs.write([UInt8](repeating: 7, count: 100))
        theirs.close()
        network.run(limit: network.elapsed + .seconds(1)) { false }
        #expect(peer.closeReason == .closeNotify && theirs.hasHeardGoodbye)
    }

    @Test func renegotiationIsIgnored() throws {
        for setup in Setup.all {
            let (peer, theirs, network) = try setup.connect()
            let count = network.sent.count
            theirs.renegotiate()
            network.run(limit: network.elapsed + .seconds(1)) { false }
            #expect(peer.closings == 0)
            #expect(!network.sent[count...].contains { $0.fromClient == (setup.ours == .client) })
        }
    }

    @Test(arguments: Setup.all.filter { $0.ours == .server })
    func aClientThatLostTheFinalFlightGetsItAgain(setup: Setup) throws {
        let (peer, theirs, network) = try setup.make()
        var losses = 0
        network.path = { datagram in
            guard !datagram.fromClient, datagram.index > 1, losses < 3 else { return [(oneWayDelay, datagram.bytes)] }
            losses += 1
            return []
        }
        network.run { peer.keys != nil }
        #expect(theirs.keys == nil)
        network.run()
        #expect(losses == 3 && theirs.keys?.localKey == peer.keys?.remoteKey && theirs.keys != nil)
        #expect(peer.closings == 0)
        // Nothing of it is confused afterwards.
        theirs.close()
        network.run(limit: network.elapsed + .seconds(1)) { false }
        #expect(peer.closeReason == .closeNotify && theirs.hasHeardGoodbye)
    }

    /// A client that never hears of it is answered as often as it asks, and not for ever.
    @Test func theFinalFlightIsSentAgainWithinLimits() throws {
        let (peer, theirs, network) = try Setup.all[0].make()
        network.path = { $0.fromClient || $0.index <= 1 ? [(oneWayDelay, $0.bytes)] : [] }
        network.run { peer.keys != nil }
        network.run(limit: .seconds(120)) { theirs.failed }
        let answers = network.sent.count { !$0.fromClient } - 1
        #expect(answers > 5 && answers <= 1 + DTLSEndpoint.maximumRetransmissions)
        #expect(theirs.keys == nil && peer.closings == 0)
    }
}
