import COpenSSL

/// Who we are to every peer: a self-signed certificate with its key, and the OpenSSL context of all connections.
///
/// Made once at start. Peers know it by its ``fingerprint``, which travels in the SDP (RFC 8122); nobody looks at
/// names, dates or chains. It may be used from any thread.
package final class DTLSIdentity: Sendable {
    /// SHA-256 of the certificate, for `a=fingerprint`.
    package let fingerprint: DTLSFingerprint

    /// Safe to share: OpenSSL counts references to a context atomically, and nobody changes it after `init`.
    nonisolated(unsafe) let context: OpaquePointer

    /// Throws ``DTLSError/openSSL`` when OpenSSL has no memory or no randomness, or lacks what DTLS-SRTP needs.
    package init() throws(DTLSError) {
        defer { ERR_clear_error() }
        let own = try SelfSignedCertificate.generate()
        guard let fingerprint = DTLSFingerprint(.sha256, of: own.certificate),
            let context = SSL_CTX_new(DTLS_method())
        else { throw .openSSL }
        guard Self.configure(context, with: own) else {
            SSL_CTX_free(context)
            throw .openSSL
        }
        self.fingerprint = fingerprint
        self.context = context
    }

    deinit {
        SSL_CTX_free(context)
    }

    private static func configure(_ context: OpaquePointer, with own: borrowing SelfSignedCertificate) -> Bool {
        guard copenssl_ctx_only_dtls12(context) == 1,
            SSL_CTX_set_cipher_list(context, cipherSuites) == 1,
            copenssl_ctx_set_groups(context, groups) == 1,
            SSL_CTX_use_certificate(context, own.certificate) == 1,
            SSL_CTX_use_PrivateKey(context, own.key) == 1
        else { return false }
        SSL_CTX_set_security_level(context, securityLevel)
        copenssl_ctx_forbid_extras(context)
        copenssl_ctx_set_max_cert_list(context, HandshakeLimits.maximumMessageLength)
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
        SSL_CTX_set_cert_verify_callback(context, Handshake.verifyPeer, nil)
        SSL_CTX_set_info_callback(context, Handshake.noteAlert)
        return true
    }

    /// AES-GCM with forward secrecy only; ``RecordFilter`` and ``RecordProtection`` count on that. RFC 8827 §6.5 makes the first mandatory;
    /// those with RSA serve us as a client, for servers whose certificate is RSA.
    private static let cipherSuites = [
        "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
    ].joined(separator: ":")

    /// Key exchange by the first two; P-384 is there for peers whose certificate lies on it.
    private static let groups = "X25519:P-256:P-384"

    /// 112 bits: RSA of 2,048 bits or more, no SHA-1 signatures.
    private static let securityLevel: Int32 = 2
}

/// A fresh ECDSA key on P-256 (what every WebRTC peer must take, RFC 8827 §6.5) and a certificate that it signs itself.
private struct SelfSignedCertificate: ~Copyable {
    let certificate: OpaquePointer
    let key: OpaquePointer

    static func generate() throws(DTLSError) -> SelfSignedCertificate {
        guard let key = copenssl_p256_key() else { throw .openSSL }
        guard let certificate = X509_new() else {
            EVP_PKEY_free(key)
            throw .openSSL
        }
        let own = SelfSignedCertificate(certificate: certificate, key: key)
        guard own.fill() else { throw .openSSL }
        return own
    }

    deinit {
        X509_free(certificate)
        EVP_PKEY_free(key)
    }

    private func fill() -> Bool {
        let name = X509_get_subject_name(certificate)
        return X509_set_version(certificate, version3) == 1
            && setRandomSerialNumber()
            && X509_gmtime_adj(X509_getm_notBefore(certificate), -secondsPerDay) != nil
            && X509_gmtime_adj(X509_getm_notAfter(certificate), validityInDays * secondsPerDay) != nil
            && X509_NAME_add_entry_by_txt(
                name, "CN", V_ASN1_UTF8STRING, commonName, Int32(commonName.count), -1, 0) == 1
            && X509_set_issuer_name(certificate, name) == 1
            && X509_set_pubkey(certificate, key) == 1
            && X509_sign(certificate, key, EVP_sha256()) > 0
    }

    /// 126 random bits below a set one: positive, never zero, and of one length, so that flights are too.
    private func setRandomSerialNumber() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard RAND_bytes(&bytes, 16) == 1 else { return false }
        bytes[0] = bytes[0] & 0x3F | 0x40
        guard let number = BN_bin2bn(bytes, 16, nil) else { return false }
        defer { BN_free(number) }
        return BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nil
    }
}

private let commonName = Array("turnout".utf8)
/// The version field counts from zero (RFC 5280 §4.1.2.1).
private let version3 = 2
private let secondsPerDay = 86_400
/// Peers trust the fingerprint and not the dates, but one that looks at them all the same must not refuse a server that
/// has been running for long, nor one whose clock is ahead of its own: a day before now until ten years from now.
private let validityInDays = 3_650
