import Cryptography
import Foundation
import Glibc
import NIOCore
import NIOSSL

extension TLSConfiguration {
    /// What HTTPS is served with; nil when there is to be none.
    /// - Throws: ``StartError`` naming the file that cannot be used.
    static func make(for settings: HTTPSettings) throws(StartError) -> TLSConfiguration? {
        if settings.selfSigned { return try selfSigned() }
        guard !settings.certificate.isEmpty else { return nil }

        let chainBytes = try contents(of: settings.certificate)
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(chainBytes), !chain.isEmpty else {
            throw .certificateUnusable(file: settings.certificate, reason: "there is no PEM certificate in it")
        }
        let keyBytes = try contents(of: settings.key)
        guard let key = try? NIOSSLPrivateKey(bytes: keyBytes, format: .pem) else {
            throw .certificateUnusable(file: settings.key, reason: "there is no PEM private key in it")
        }
        let configuration = server(chain, key)
        do {
            // Building a context checks that the key is the certificate's.
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .certificateUnusable(file: settings.key, reason: "it is not the key of the certificate")
        }
        return configuration
    }

    /// A certificate made now, for this machine's names and addresses.
    private static func selfSigned() throws(StartError) -> TLSConfiguration {
        do {
            let devices = try System.enumerateDevices().compactMap { $0.address?.ipAddress }
            let made = try SelfSignedCertificate(
                commonName: "Turnout", names: ["localhost", hostName].compactMap(\.self),
                addresses: Set(devices).union(["127.0.0.1", "::1"]).sorted())
            return server(
                try NIOSSLCertificate.fromPEMBytes(Array(made.certificatePEM.utf8)),
                try NIOSSLPrivateKey(bytes: Array(made.privateKeyPEM.utf8), format: .pem))
        } catch {
            throw .certificateNotMade
        }
    }

    private static func server(_ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey) -> TLSConfiguration {
        var configuration = makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }

    private static func contents(of file: String) throws(StartError) -> [UInt8] {
        guard FileManager.default.fileExists(atPath: file) else {
            throw .certificateUnusable(file: file, reason: "there is no such file")
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw .certificateUnusable(file: file, reason: "it cannot be read")
        }
        return Array(data)
    }

    private static var hostName: String? {
        // POSIX allows host names of up to 255 bytes; one more ends it.
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count) == 0 else { return nil }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
