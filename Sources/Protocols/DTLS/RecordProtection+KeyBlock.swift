import COpenSSL

extension RecordProtection {
    /// The keys that `sender` has after a complete handshake: its part of the key block, made from the master secret as RFC
    /// 5246 §6.3 says. Nil when the suite is not one with AES-GCM, or OpenSSL fails.
    init?(of ssl: OpaquePointer, sender: DTLSRole) {
        guard let suite = SSL_get_current_cipher(ssl), let keyLength = Self.keyLength(of: suite),
            let block = keyBlock(of: ssl, suite, length: 2 * (keyLength + Self.saltLength))
        else { return nil }
        // client_write_key, server_write_key, client_write_IV, server_write_IV: GCM has no keys for a MAC.
        let (keyStart, saltStart) =
            switch sender {
            case .client: (0, 2 * keyLength)
            case .server: (keyLength, 2 * keyLength + Self.saltLength)
            }
        self.init(
            key: Array(block[keyStart..<(keyStart + keyLength)]),
            salt: block[saltStart..<(saltStart + Self.saltLength)].reduce(0) { $0 << 8 | UInt32($1) })
    }

    private static func keyLength(of suite: OpaquePointer) -> Int? {
        switch SSL_CIPHER_get_cipher_nid(suite) {
        case NID_aes_128_gcm: 16
        case NID_aes_256_gcm: 32
        default: nil
        }
    }

    /// RFC 5288 §3.
    private static let saltLength = 4
}

/// The first `length` bytes of the key block: PRF(master_secret, "key expansion", server_random + client_random).
private func keyBlock(of ssl: OpaquePointer, _ suite: OpaquePointer, length: Int) -> [UInt8]? {
    guard let function = EVP_KDF_fetch(nil, "TLS1-PRF", nil) else { return nil }
    defer { EVP_KDF_free(function) }
    guard let context = EVP_KDF_CTX_new(function) else { return nil }
    // Frees and clears the secret it was given.
    defer { EVP_KDF_CTX_free(context) }

    var master = [UInt8](repeating: 0, count: Int(SSL_MAX_MASTER_KEY_LENGTH))
    defer { OPENSSL_cleanse(&master, master.count) }
    let masterLength = SSL_SESSION_get_master_key(SSL_get_session(ssl), &master, master.count)
    var seed = Array("key expansion".utf8)
    for random in [SSL_get_server_random, SSL_get_client_random] {
        var bytes = [UInt8](repeating: 0, count: Int(SSL3_RANDOM_SIZE))
        guard random(ssl, &bytes, bytes.count) == bytes.count else { return nil }
        seed += bytes
    }
    guard masterLength > 0, let digest = SSL_CIPHER_get_handshake_digest(suite) else { return nil }

    var block = [UInt8](repeating: 0, count: length)
    let isDerived = master.withUnsafeMutableBytes { master in
        seed.withUnsafeMutableBytes { seed in
            // The parameter's type is mutable for those that are read back; this one is only read.
            let name = UnsafeMutablePointer(mutating: EVP_MD_get0_name(digest))
            let parameters = [
                OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, name, 0),
                OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SECRET, master.baseAddress, masterLength),
                OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SEED, seed.baseAddress, seed.count),
                OSSL_PARAM_construct_end(),
            ]
            return EVP_KDF_derive(context, &block, block.count, parameters) == 1
        }
    }
    return isDerived ? block : nil
}
