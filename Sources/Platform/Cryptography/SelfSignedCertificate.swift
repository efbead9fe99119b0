import COpenSSL

/// An ECDSA P-256 certificate for HTTPS that nobody vouches for, made at start and never written to disk. Browsers
/// warn about it once, and then give the page its camera and microphone.
package struct SelfSignedCertificate: Sendable {
    /// The certificate as PEM text (RFC 7468 §5).
    package let certificatePEM: String
    /// Its private key as PEM text (PKCS #8, RFC 7468 §10).
    package let privateKeyPEM: String

    /// Makes a key and a certificate that is valid from a day ago, so that a slow clock accepts it, for `days` days.
    ///
    /// - Parameters:
    ///   - commonName: what browsers show as the name, at most 64 characters (RFC 5280, upper bound of `commonName`).
    ///   - names: DNS names for the subject's alternative names (RFC 5280 §4.2.1.6); ones with a character that no
    ///   host
    ///     name has are left out.
    ///   - addresses: IP addresses as text for the same list.
    ///   - days: 1...825; browsers refuse longer lives.
    /// - Throws: ``CertificateError`` when OpenSSL refuses, e.g. because it cannot draw random numbers.
    package init(
        commonName: String, names: [String], addresses: [String], days: Int = 365
    ) throws(CertificateError) {
        let key = try Self.makeKey()
        defer { EVP_PKEY_free(key) }
        guard let certificate = X509_new() else { throw .outOfMemory }
        defer { X509_free(certificate) }

        try Self.fill(certificate, key: key, commonName: commonName, days: days)
        // No key usage: one without certificate signing would keep those who choose to trust it from verifying it.
        try Self.addExtension(NID_basic_constraints, "critical,CA:FALSE", to: certificate)
        try Self.addExtension(NID_ext_key_usage, "serverAuth", to: certificate)
        let alternatives = names.filter(Self.isHostName).map { "DNS:\($0)" } + addresses.map { "IP:\($0)" }
        if !alternatives.isEmpty {
            try Self.addExtension(NID_subject_alt_name, alternatives.joined(separator: ","), to: certificate)
        }
        guard X509_sign(certificate, key, EVP_sha256()) > 0 else { throw .signing }

        certificatePEM = try Self.text { PEM_write_bio_X509($0, certificate) }
        privateKeyPEM = try Self.text { PEM_write_bio_PKCS8PrivateKey($0, key, nil, nil, 0, nil, nil) }
    }

    /// A new key pair on the curve P-256; the caller frees it.
    private static func makeKey() throws(CertificateError) -> OpaquePointer {
        guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil) else { throw .outOfMemory }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1,
            EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1,
            EVP_PKEY_generate(context, &key) == 1,
            let key
        else { throw .keyGeneration }
        return key
    }

    /// Version 3, a random serial number, the validity, one name as subject and issuer, and the public key.
    private static func fill(
        _ certificate: OpaquePointer, key: OpaquePointer, commonName: String, days: Int
    ) throws(CertificateError) {
        let secondsPerDay = 86_400
        guard X509_set_version(certificate, 2) == 1,
            let serial = BN_new()
        else { throw .outOfMemory }
        defer { BN_free(serial) }
        // 127 bits: at least 64 of them random and the number positive (RFC 5280 §4.1.2.2).
        guard BN_rand(serial, 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1,
            BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate)) != nil,
            X509_gmtime_adj(X509_getm_notBefore(certificate), -secondsPerDay) != nil,
            X509_gmtime_adj(X509_getm_notAfter(certificate), days * secondsPerDay) != nil,
            let name = X509_get_subject_name(certificate),
            X509_NAME_add_entry_by_txt(
                name, "CN", MBSTRING_UTF8, Array(commonName.utf8), Int32(clamping: commonName.utf8.count), -1, 0) == 1,
            X509_set_issuer_name(certificate, name) == 1,
            X509_set_pubkey(certificate, key) == 1
        else { throw .malformedField }
    }

    private static func addExtension(
        _ identifier: Int32, _ value: String, to certificate: OpaquePointer
    ) throws(CertificateError) {
        guard let made = X509V3_EXT_conf_nid(nil, nil, identifier, value) else { throw .malformedField }
        defer { X509_EXTENSION_free(made) }
        guard X509_add_ext(certificate, made, -1) == 1 else { throw .outOfMemory }
    }

    /// What `write` puts into a memory BIO.
    private static func text(_ write: (OpaquePointer) -> Int32) throws(CertificateError) -> String {
        guard let bio = BIO_new(BIO_s_mem()) else { throw .outOfMemory }
        defer { BIO_free(bio) }
        guard write(bio) == 1 else { throw .outOfMemory }
        // A PEM file of this kind has a few hundred bytes.
        return String(
            decoding: [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
                count = max(0, Int(BIO_read(bio, buffer.baseAddress, Int32(buffer.count))))
            }, as: UTF8.self)
    }

    /// Letters, digits, dots and hyphens alone, so that no name can add entries of its own to the extension's text.
    private static func isHostName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 253
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

/// Why no certificate could be made.
package enum CertificateError: Error {
    case keyGeneration
    case malformedField
    case signing
    case outOfMemory
}
