import COpenSSL

/// AES-GCM (NIST SP 800-38D) with one key, nonces of 12 bytes and tags of 16.
///
/// The key is expanded once, at init; ``seal(nonce:authenticating:authenticatedCount:plaintext:count:output:tag:)`` and
/// ``open(nonce:authenticating:authenticatedCount:ciphertext:count:output:tag:)`` allocate nothing. Never seal two
/// different messages with one nonce: that gives away both, and the key that tags are made of. Not for use from two
/// threads at a time.
package struct AESGCM: ~Copyable {
    /// OpenSSL's state, owned by this value. A plain pointer: calls through it retain nothing. The expanded key serves
    /// both directions.
    private let context: OpaquePointer

    /// Nil when the key has neither 16 nor 32 bytes, or OpenSSL's configuration denies AES.
    package init?(key: [UInt8]) {
        let cipher: OpaquePointer?
        switch key.count {
        case 16: cipher = EVP_aes_128_gcm()
        case 32: cipher = EVP_aes_256_gcm()
        default: return nil
        }
        guard let context = EVP_CIPHER_CTX_new() else { return nil }
        guard EVP_EncryptInit_ex(context, cipher, nil, key, nil) == 1 else {
            EVP_CIPHER_CTX_free(context)
            return nil
        }
        self.context = context
    }

    deinit {
        // Frees and clears the expanded key.
        EVP_CIPHER_CTX_free(context)
    }

    /// Encrypts `plaintext` to `output`, which is the same place or does not overlap, and writes the tag of both the
    /// ciphertext and the `authenticating` bytes.
    package func seal(
        nonce: UnsafePointer<UInt8>, authenticating: UnsafePointer<UInt8>, authenticatedCount: Int32,
        plaintext: UnsafePointer<UInt8>, count: Int32, output: UnsafeMutablePointer<UInt8>,
        tag: UnsafeMutablePointer<UInt8>
    ) {
        var written: Int32 = 0
        let started = EVP_EncryptInit_ex(context, nil, nil, nil, nonce)
        let authenticated = EVP_EncryptUpdate(context, nil, &written, authenticating, authenticatedCount)
        let encrypted = EVP_EncryptUpdate(context, output, &written, plaintext, count)
        // Final writes no bytes in this mode, but wants a place for them.
        let finished = EVP_EncryptFinal_ex(context, output, &written)
        let tagged = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Self.tagLength, tag)
        precondition(
            started & authenticated & encrypted & finished & tagged == 1, "GCM with a set key takes any nonce and data")
    }

    /// Decrypts `ciphertext` to `output`, which is the same place or does not overlap. False when the tag is wrong: what
    /// was written then is no plaintext and must not be read. In place, a second call with the same nonce brings the
    /// ciphertext back, since decryption is an XOR with a keystream.
    package func open(
        nonce: UnsafePointer<UInt8>, authenticating: UnsafePointer<UInt8>, authenticatedCount: Int32,
        ciphertext: UnsafePointer<UInt8>, count: Int32, output: UnsafeMutablePointer<UInt8>, tag: UnsafePointer<UInt8>
    ) -> Bool {
        var written: Int32 = 0
        let started = EVP_DecryptInit_ex(context, nil, nil, nil, nonce)
        let authenticated = EVP_DecryptUpdate(context, nil, &written, authenticating, authenticatedCount)
        let decrypted = EVP_DecryptUpdate(context, output, &written, ciphertext, count)
        // Setting the expected tag copies from the pointer; only the function's general type makes it mutable.
        let expected = UnsafeMutablePointer(mutating: tag)
        let tagged = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Self.tagLength, expected)
        precondition(started & authenticated & decrypted & tagged == 1, "GCM with a set key takes any nonce and data")
        return EVP_DecryptFinal_ex(context, output, &written) == 1
    }

    package static let nonceLength = 12
    package static let tagLength: Int32 = 16
}
