import Cryptography
import Foundation
import NIOSSL
import Net
import Testing

@testable import Server

@Suite struct HTTPSTests {
    private func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.http.listen = [.address(.loopbackV4)]
        configuration.http.port = 0
        configuration.http.httpsPort = 0
        return configuration
    }

    @Test func selfSignedServesBoth() async throws {
        var configuration = configuration()
        configuration.http.selfSigned = true
        try await withServer(configuration) { (addresses) async throws in
            #expect(addresses.map(\.isSecure) == [false, true])
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.certificateVerification = .none
            let secure = RawClient(port: addresses[1].port, tls: tls)
            #expect(try await secure.request("GET", "/healthz").status == 200)
            #expect(
                try await secure.request("POST", "/demo/whip", ["Content-Type: application/sdp"], body: "v=0").status
                    == 201)
            #expect(try await RawClient(port: addresses[0].port).request("GET", "/healthz").status == 200)
        }
    }

    /// A certificate from files, which the client checks in full: signature, validity, and the name `localhost`.
    @Test func certificateFilesAreServed() async throws {
        let made = try SelfSignedCertificate(commonName: "test", names: ["localhost"], addresses: ["127.0.0.1"])
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "turnout-tls-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = configuration()
        configuration.http.certificate = folder.appendingPathComponent("c.pem").path
        configuration.http.key = folder.appendingPathComponent("k.pem").path
        try Data(made.certificatePEM.utf8).write(to: URL(fileURLWithPath: configuration.http.certificate))
        try Data(made.privateKeyPEM.utf8).write(to: URL(fileURLWithPath: configuration.http.key))

        try await withServer(configuration) { addresses in
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(made.certificatePEM.utf8)))
            let client = RawClient(port: addresses[1].port, tls: tls)
            #expect(try await client.request("GET", "/healthz").status == 200)
        }

        let other = try SelfSignedCertificate(commonName: "other", names: [], addresses: [])
        try Data(other.privateKeyPEM.utf8).write(to: URL(fileURLWithPath: configuration.http.key))
        #expect(
            throws: StartError.certificateUnusable(
                file: configuration.http.key, reason: "it is not the key of the certificate")
        ) { _ = try TLSConfiguration.make(for: configuration.http) }
    }

    @Test func unusableFilesAreNamed() throws {
        var http = HTTPSettings(certificate: "/nonexistent/c.pem", key: "/nonexistent/k.pem")
        #expect(
            throws: StartError.certificateUnusable(file: "/nonexistent/c.pem", reason: "there is no such file")
        ) { _ = try TLSConfiguration.make(for: http) }
        http.certificate = "/etc/hostname"
        #expect(throws: StartError.self) { _ = try TLSConfiguration.make(for: http) }
    }

    @Test func certificatesHoldTheirNames() throws {
        let made = try SelfSignedCertificate(
            commonName: "Turnout", names: ["localhost", "a.example", "bad,DNS:evil.example", ""],
            addresses: ["127.0.0.1", "::1"])
        let certificate = try #require(try NIOSSLCertificate.fromPEMBytes(Array(made.certificatePEM.utf8)).first)
        let names = certificate._subjectAlternativeNames().map { Array($0.contents) }
        #expect(
            names == [
                Array("localhost".utf8), Array("a.example".utf8), [127, 0, 0, 1], Array(repeating: 0, count: 15) + [1],
            ])
        #expect(
            made.certificatePEM
                != (try SelfSignedCertificate(commonName: "Turnout", names: [], addresses: [])).certificatePEM)
    }
}
