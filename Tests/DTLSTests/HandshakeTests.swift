import Testing

@testable import DTLS

struct HandshakeTests {
    @Test(arguments: [UInt16(1), 7, 8]) func agreesOnMirroredKeys(profile: UInt16) throws {
        let (client, server, network) = try makePair(clientProfiles: [profile], serverProfiles: [profile])
        network.run()
        let (ours, theirs) = try (#require(server.keys), #require(client.keys))
        #expect(ours.profile == profile && theirs.profile == profile)
        #expect(ours.localKey == theirs.remoteKey && ours.remoteKey == theirs.localKey)
        #expect(ours.localSalt == theirs.remoteSalt && ours.remoteSalt == theirs.localSalt)
        #expect(ours.localKey != ours.remoteKey && ours.localSalt != ours.remoteSalt)
        #expect(ours.localKey.count == (profile == 8 ? 32 : 16))
        #expect(ours.localSalt.count == (profile == 1 ? 14 : 12))
    }

    /// Two round trips, and a datagram per flight.
    @Test func takesTwoRoundTripsAndFourDatagrams() throws {
        let (_, _, network) = try makePair()
        network.run()
        #expect(network.bothConnected)
        #expect(network.elapsed == oneWayDelay * 4)
        #expect(network.sent.map(\.fromClient) == [true, false, true, false])
    }

    /// As a server we choose; as a client we list GCM first, for servers that take the first they know.
    @Test(
        arguments: [
            (offered: [1, 8, 7], expected: 7), (offered: [1, 8], expected: 8), (offered: [1], expected: 1),
        ] as [(offered: [UInt16], expected: UInt16)])
    func theServersOrderDecides(offered: [UInt16], expected: UInt16) throws {
        let (_, server, network) = try makePair(clientProfiles: offered)
        network.run()
        #expect(server.keys?.profile == expected)
    }

    /// OpenSSL's own list order as a client whose list begins with SHA-1, against our preference.
    @Test func aForeignClientThatListsSHA1FirstGetsGCM() throws {
        let client = try OpenSSLPeer(
            .client,
            profiles: "SRTP_AES128_CM_SHA1_32:SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_256_GCM:SRTP_AEAD_AES_128_GCM")
        let server = try OurPeer(
            .server, identity: Identities.server.get(), expecting: try #require(client.fingerprint))
        VirtualNetwork(client: client, server: server).run()
        #expect(server.keys?.profile == 7)
        #expect(client.keys?.localKey == server.keys?.remoteKey)
    }

    @Test(arguments: [DTLSRole.server, .client]) func withoutASharedProfileBothSidesEnd(ours: DTLSRole) throws {
        let theirs = try OpenSSLPeer(ours == .server ? .client : .server, profiles: "SRTP_AEAD_AES_256_GCM")
        let peer = try OurPeer(
            ours, identity: Identities.server.get(), expecting: try #require(theirs.fingerprint), profiles: [7])
        let network =
            ours == .server
            ? VirtualNetwork(client: theirs, server: peer) : VirtualNetwork(client: peer, server: theirs)
        network.run { peer.closeReason != nil }
        network.run(limit: network.elapsed + .seconds(1)) { theirs.failed }
        #expect(peer.closeReason == .noSharedProfile && peer.keys == nil)
        #expect(theirs.failed)
    }

    @Test func aClientThatOffersNoSRTPAtAllIsRefused() throws {
        let client = try OpenSSLPeer(.client, profiles: nil)
        let server = try OurPeer(
            .server, identity: Identities.server.get(), expecting: try #require(client.fingerprint))
        let network = VirtualNetwork(client: client, server: server)
        network.run { server.closeReason != nil }
        #expect(server.closeReason == .noSharedProfile)
    }

    /// A browser's hello with a post-quantum key share is longer than a datagram; a small MTU has the same effect.
    @Test func aClientHelloInFragmentsIsPutTogether() throws {
        let client = try OpenSSLPeer(.client, mtu: 256)
        let server = try OurPeer(
            .server, identity: Identities.server.get(), expecting: try #require(client.fingerprint))
        let network = VirtualNetwork(client: client, server: server)
        network.path = { datagram in
            // Each record in a datagram of its own.
            var pieces: [(delay: Duration, bytes: [UInt8])] = []
            packRecords(datagram.bytes.span, limit: 1) { span in
                pieces.append((oneWayDelay, span.indices.map { span[$0] }))
            }
            return pieces
        }
        network.run()
        #expect(network.bothConnected)
    }

    /// Many records to a flight, four RSA certificates: reassembled by us, and never more than an MTU to a datagram.
    @Test(arguments: [DTLSRole.server, .client], [Duration.zero, .milliseconds(3)])
    func aLargeChainOfRSACertificates(ours: DTLSRole, reordering: Duration) throws {
        let theirs = try OpenSSLPeer(ours == .server ? .client : .server, certificate: .rsaChain)
        let peer = try OurPeer(
            ours, identity: Identities.server.get(), expecting: try #require(theirs.fingerprint))
        let network =
            ours == .server
            ? VirtualNetwork(client: theirs, server: peer) : VirtualNetwork(client: peer, server: theirs)
        network.path = { [(oneWayDelay + reordering * (5 - $0.index % 5), $0.bytes)] }
        network.run()
        #expect(network.bothConnected)
        #expect(network.sent.count { $0.fromClient == (ours == .server) } >= 5)
        #expect(network.sent.allSatisfy { $0.bytes.count <= DTLSEndpoint.maximumDatagramLength })
        #expect(theirs.keys?.localKey == peer.keys?.remoteKey)
    }

    @Test func misuseIsRefused() throws {
        let identity = try Identities.server.get()
        #expect(throws: DTLSError.noFingerprint) {
            _ = try DTLSEndpoint(identity: identity, role: .server, remoteFingerprints: [])
        }
        for profiles: [UInt16] in [[], [2], [7, 5]] {
            #expect(throws: DTLSError.unsupportedProfile) {
                _ = try DTLSEndpoint(
                    identity: identity, role: .server, remoteFingerprints: [identity.fingerprint], profiles: profiles)
            }
        }
    }

    @Test func keysPrintWithoutTheirSecrets() throws {
        let (_, server, network) = try makePair()
        network.run()
        let keys = try #require(server.keys)
        var dumped = ""
        dump(keys, to: &dumped)
        for text in ["\(keys)", String(reflecting: keys), dumped, "\(DTLSEvent.connected(keys))"] {
            #expect(text.contains("profile"))
            #expect(!text.contains("\(keys.localKey[0]), \(keys.localKey[1])"))
        }
    }
}
