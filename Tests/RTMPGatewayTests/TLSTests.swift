import Codecs
import FramePlane
import NIOSSL
import RTMP
import SFU
import TestSupport
import Testing

@testable import RTMPGateway

@Suite struct TLSTests {
    private func server() async throws -> TestGateway {
        let certificate = try NIOSSLCertificate(bytes: Array(Self.certificate.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(Self.key.utf8), format: .pem)
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
        return try await TestGateway(tls: NIOSSLContext(configuration: configuration))
    }

    private func link(to server: TestGateway, verifiesCertificate: Bool) throws -> RTMPLink {
        let port = try #require(server.gateway.tlsPorts.first)
        var link = RTMPLink(
            .pull, try StreamPath("live/a"), url: try #require(RTMPURL("rtmps://127.0.0.1:\(port)/app/b")))
        link.verifiesCertificate = verifiesCertificate
        return link
    }

    @Test func aStreamGoesThroughTLS() async throws {
        let here = try await TestGateway()
        let there = try await server()
        there.exchange.setLive(
            try StreamPath("app/b"),
            beginning: [.tracks([.frames(Samples.h264)])] + Samples.groupOfPictures(frames: 3, size: 200_000))
        let link = try link(to: there, verifiesCertificate: false)
        let run = Task { try await here.gateway.run(link) { _ in } }
        let publication = try await here.publication()
        // Only video is announced and only video comes.
        try await eventually("all frames came", timeout: .seconds(30), every: .milliseconds(5)) {
            publication.frames.count == 3 ? true : nil
        }
        #expect(publication.frames.map(\.frame.bytes.count) == [200_000, 200_000, 200_000])
        let source = try #require(there.exchange.sources.first)
        source.give([.ended(.streamEnded)])
        try await run.value
        await here.gateway.stop()
        await there.gateway.stop()
    }

    @Test func aCertificateThatNobodyTrustsIsRefused() async throws {
        let here = try await TestGateway()
        let there = try await server()
        there.exchange.setLive(try StreamPath("app/b"), beginning: [.tracks([.frames(Samples.h264)])])
        let link = try link(to: there, verifiesCertificate: true)
        do throws(RTMPLinkError) {
            try await here.gateway.run(link) { _ in }
            Issue.record("a stranger was trusted")
        } catch {
            guard case .unreachable(let reason) = error else { throw error }
            #expect(reason.contains("CERTIFICATE_VERIFY_FAILED"), "\(reason)")
        }
        #expect(there.exchange.sources.isEmpty)
        await here.gateway.stop()
        await there.gateway.stop()
    }

    /// For `localhost` and 127.0.0.1, signed by itself, valid for a hundred years.
    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBmzCCAUGgAwIBAgIUMhRVeeshl9UoCBl69SI9orfz9OgwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTE1NTI0OVoYDzIxMjYxMDI4
        MTU1MjQ5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAQ7bJlLZ1Vo6OKsL7n4QXmg9UKnGoytRsJZkNGBYQ7dBw8GOxp2j9Va
        auGsfww3mVABfwM7PzADDjYNIqXN8Y6uo28wbTAdBgNVHQ4EFgQUQHU4ljnUD7wb
        7wYVFJcREOcdWqcwHwYDVR0jBBgwFoAUQHU4ljnUD7wb7wYVFJcREOcdWqcwDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDSAAwRQIhAN0OHRJcKsisiuCNBhXG94cus5QQ0p4KNx3qRYklNxsoAiBL
        53OpEh6s1SvdWrm1iZUiSF5MAKPBkSxNfpVaSxQ+eA==
        -----END CERTIFICATE-----
        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgTIOpZTOW0OV+VzE6
        4aJX68gFU2jcYsIxhgrKI1OBuUOhRANCAAQ7bJlLZ1Vo6OKsL7n4QXmg9UKnGoyt
        RsJZkNGBYQ7dBw8GOxp2j9VaauGsfww3mVABfwM7PzADDjYNIqXN8Y6u
        -----END PRIVATE KEY-----
        """
}
