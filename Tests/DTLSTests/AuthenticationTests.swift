import Bytes
import Testing

@testable import DTLS

struct AuthenticationTests {
    /// Whoever expects another certificate ends the handshake, and tells the other side.
    @Test(arguments: [DTLSRole.server, .client]) func aWrongFingerprintIsFatal(deceived: DTLSRole) throws {
        let (ours, theirs) = try (Identities.server.get(), Identities.client.get())
        let wrong = try DTLSIdentity().fingerprint
        let client = try OurPeer(
            .client, identity: theirs, expecting: deceived == .client ? wrong : ours.fingerprint)
        let server = try OurPeer(
            .server, identity: ours, expecting: deceived == .server ? wrong : theirs.fingerprint)
        let network = VirtualNetwork(client: client, server: server)
        network.run { client.closeReason != nil && server.closeReason != nil }
        let (deceivedPeer, otherPeer) = deceived == .server ? (server, client) : (client, server)
        #expect(deceivedPeer.closeReason == .fingerprintMismatch)
        #expect(otherPeer.closeReason == .alert(.badCertificate))
        #expect(client.keys == nil && server.keys == nil)
    }

    @Test func aClientWithoutACertificateIsRefused() throws {
        let client = try OpenSSLPeer(.client, certificate: .none)
        let server = try OurPeer(
            .server, identity: Identities.server.get(), expecting: Identities.client.get().fingerprint)
        let network = VirtualNetwork(client: client, server: server)
        network.run { server.closeReason != nil }
        #expect(server.closeReason == .refused(.handshakeFailure))
        #expect(server.keys == nil)
    }

    /// A certificate alone proves nothing: its key must sign. One bit of the client's CertificateVerify is changed.
    @Test func aWrongCertificateVerifyIsRefused() throws {
        let (_, server, network) = try makePair()
        network.path = { datagram in
            var bytes = datagram.bytes
            var offset = 0
            while let record = Record(at: offset, in: bytes.span) {
                let certificateVerify: UInt8 = 15
                if record.epoch == 0, record.contentType == .handshake,
                    bytes[record.body.lowerBound] == certificateVerify
                {
                    bytes[record.body.upperBound - 1] ^= 1
                }
                offset = record.range.upperBound
            }
            return [(oneWayDelay, bytes)]
        }
        network.run { server.closeReason != nil }
        #expect(server.closeReason == .refused(.decryptError))
        #expect(server.keys == nil)
    }

    /// Several fingerprints: the strongest algorithm decides, and any of that algorithm will do.
    @Test func theStrongestAlgorithmDecides() throws {
        let theirs = try Identities.client.get()
        let wrong256 = try #require(DTLSFingerprint(sdp: "sha-256 " + zeros(32)))
        let wrong512 = try #require(DTLSFingerprint(sdp: "sha-512 " + zeros(64)))
        for (expected, accepted) in [
            ([wrong256, theirs.fingerprint], true), ([theirs.fingerprint, wrong512], false), ([wrong256], false),
        ] {
            let server = try DTLSEndpoint(
                identity: Identities.server.get(), role: .server, remoteFingerprints: expected)
            let client = try DTLSEndpoint(
                identity: theirs, role: .client, remoteFingerprints: [Identities.server.get().fingerprint])
            client.start()
            var connected = false
            for _ in 0..<4 {
                client.takeDatagrams { if case .connected = server.receive($0) { connected = true } }
                server.takeDatagrams { _ = client.receive($0) }
            }
            #expect(connected == accepted)
        }
    }

    private func zeros(_ count: Int) -> String {
        Array(repeating: "00", count: count).joined(separator: ":")
    }
}
