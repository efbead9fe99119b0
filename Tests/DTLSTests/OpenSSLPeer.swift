import COpenSSL
import Testing

@testable import DTLS

/// OpenSSL without our endpoint around it, to play the peers that an endpoint of ours never is.
final class OpenSSLPeer: Peer {
    enum Certificate: CaseIterable {
        case none
        case ecdsa
        /// RSA of 4,096 bits, followed by three more certificates as large.
        case rsaChain
    }

    private(set) var keys: DTLSKeys?
    private(set) var failed = false
    /// Nil without a certificate.
    let fingerprint: DTLSFingerprint?
    private let role: DTLSRole
    private let ssl: OpaquePointer

    /// `profiles` and `suites` are OpenSSL's names, colon-separated; without profiles it offers no SRTP at all, without
    /// suites it has all of them.
    init(
        _ role: DTLSRole, certificate: Certificate = .ecdsa, profiles: String? = "SRTP_AEAD_AES_128_GCM",
        suites: String? = nil, mtu: Int = 1_200
    ) throws {
        let context = try #require(SSL_CTX_new(DTLS_method()))
        defer { SSL_CTX_free(context) }
        copenssl_ctx_forbid_extras(context)
        if let suites { #expect(SSL_CTX_set_cipher_list(context, suites) == 1) }
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        SSL_CTX_set_cert_verify_callback(context, { _, _ in 1 }, nil)
        fingerprint = try Self.install(certificate, in: context)
        ssl = try #require(SSL_new(context))
        self.role = role
        SSL_set_bio(ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()))
        copenssl_ssl_set_mtu(ssl, mtu)
        if let profiles { #expect(SSL_set_tlsext_use_srtp(ssl, profiles) == 0) }
        switch role {
        case .client: SSL_set_connect_state(ssl)
        case .server: SSL_set_accept_state(ssl)
        }
    }

    deinit { SSL_free(ssl) }

    func start() { advance() }

    func receive(_ datagram: [UInt8]) {
        _ = BIO_write(SSL_get_rbio(ssl), datagram, Int32(datagram.count))
        advance()
    }

    var timeout: Duration? {
        let microseconds = copenssl_dtls_timeout(ssl)
        return microseconds < 0 ? nil : .microseconds(microseconds)
    }

    func handleTimeout() { _ = copenssl_dtls_handle_timeout(ssl) }

    func takeDatagrams() -> [[UInt8]] {
        var start: UnsafePointer<UInt8>?
        let count = copenssl_bio_contents(SSL_get_wbio(ssl), &start)
        var datagrams: [[UInt8]] = []
        packRecords(UnsafeBufferPointer(start: start, count: count).span, limit: 1_200) { span in
            datagrams.append(span.indices.map { span[$0] })
        }
        copenssl_bio_reset(SSL_get_wbio(ssl))
        return datagrams
    }

    /// Sends application data once connected.
    func write(_ bytes: [UInt8]) {
        #expect(SSL_write(ssl, bytes, Int32(bytes.count)) == Int32(bytes.count))
    }

    /// Says goodbye once connected.
    func close() {
        _ = SSL_shutdown(ssl)
    }

    /// Whether the other side said goodbye.
    var hasHeardGoodbye: Bool { SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN != 0 }

    /// What the handshake chose; nil before.
    var suite: String? {
        SSL_get_current_cipher(ssl).flatMap { SSL_CIPHER_get_name($0) }.map { String(cString: $0) }
    }

    /// Asks for a new handshake once connected, which DTLS-SRTP has no use for.
    func renegotiate() {
        _ = SSL_renegotiate(ssl)
        _ = SSL_do_handshake(ssl)
    }

    private func advance() {
        ERR_clear_error()
        defer { ERR_clear_error() }
        if keys == nil {
            let result = SSL_do_handshake(ssl)
            if result == 1 { keys = DTLSKeys(of: ssl, role: role) }
            if SSL_get_error(ssl, result) == SSL_ERROR_SSL { failed = true }
        } else {
            var scratch = [UInt8](repeating: 0, count: 2_048)
            while SSL_read(ssl, &scratch, 2_048) > 0 {}
        }
    }
}

extension OpenSSLPeer {
    private static func install(_ kind: Certificate, in context: OpaquePointer) throws -> DTLSFingerprint? {
        guard kind != .none else { return nil }
        let key = try #require(kind == .ecdsa ? copenssl_p256_key() : rsaKey)
        defer { if kind == .ecdsa { EVP_PKEY_free(key) } }
        let leaf = try certificate(named: "leaf", key)
        defer { X509_free(leaf) }
        #expect(SSL_CTX_use_certificate(context, leaf) == 1 && SSL_CTX_use_PrivateKey(context, key) == 1)
        if kind == .rsaChain {
            for name in ["issuer", "its issuer", "the root"] {
                // The context takes over the certificate.
                let link = UnsafeMutableRawPointer(try certificate(named: name, key))
                #expect(SSL_CTX_ctrl(context, SSL_CTRL_EXTRA_CHAIN_CERT, 0, link) == 1)
            }
        }
        return DTLSFingerprint(.sha256, of: leaf)
    }

    /// Made once, since it takes a second. Shared: OpenSSL only reads it.
    nonisolated(unsafe) private static let rsaKey: OpaquePointer? = {
        guard let generator = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(generator) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(generator) == 1, EVP_PKEY_CTX_set_rsa_keygen_bits(generator, 4_096) == 1,
            EVP_PKEY_keygen(generator, &key) == 1
        else { return nil }
        return key
    }()

    private static func certificate(named name: String, _ key: OpaquePointer) throws -> OpaquePointer {
        let certificate = try #require(X509_new())
        let subject = X509_get_subject_name(certificate)
        X509_NAME_add_entry_by_txt(subject, "CN", V_ASN1_UTF8STRING, Array(name.utf8), Int32(name.utf8.count), -1, 0)
        X509_set_issuer_name(certificate, subject)
        // Long past: a peer's dates do not matter.
        X509_gmtime_adj(X509_getm_notBefore(certificate), -864_000)
        X509_gmtime_adj(X509_getm_notAfter(certificate), -432_000)
        X509_set_pubkey(certificate, key)
        #expect(X509_sign(certificate, key, EVP_sha256()) > 0)
        return certificate
    }
}
