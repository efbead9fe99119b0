import COpenSSL

/// ``AESGCM`` by OpenSSL's EVP. The state is a cipher context with its key set, which serves both directions.
enum OpenSSLGCM {
    static func create(key: [UInt8]) -> OpaquePointer? {
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
        return context
    }

    /// Frees and clears the expanded key.
    static func destroy(_ context: OpaquePointer) {
        EVP_CIPHER_CTX_free(context)
    }

    @inline(__always)
    static func seal(
        _ context: OpaquePointer, nonce: UnsafePointer<UInt8>, authenticating: UnsafePointer<UInt8>,
        authenticatedCount: Int,
        plaintext: UnsafePointer<UInt8>, count: Int, output: UnsafeMutablePointer<UInt8>,
        tag: UnsafeMutablePointer<UInt8>
    ) {
        var written: Int32 = 0
        let started = EVP_EncryptInit_ex(context, nil, nil, nil, nonce)
        let authenticated = EVP_EncryptUpdate(context, nil, &written, authenticating, Int32(authenticatedCount))
        let encrypted = EVP_EncryptUpdate(context, output, &written, plaintext, Int32(count))
        // Final writes no bytes in this mode, but wants a place for them.
        let finished = EVP_EncryptFinal_ex(context, output, &written)
        let tagged = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(AESGCM.tagLength), tag)
        precondition(
            started & authenticated & encrypted & finished & tagged == 1, "GCM with a set key takes any nonce and data")
    }

    @inline(__always)
    static func open(
        _ context: OpaquePointer, nonce: UnsafePointer<UInt8>, authenticating: UnsafePointer<UInt8>,
        authenticatedCount: Int,
        ciphertext: UnsafePointer<UInt8>, count: Int, output: UnsafeMutablePointer<UInt8>, tag: UnsafePointer<UInt8>
    ) -> Bool {
        var written: Int32 = 0
        let started = EVP_DecryptInit_ex(context, nil, nil, nil, nonce)
        let authenticated = EVP_DecryptUpdate(context, nil, &written, authenticating, Int32(authenticatedCount))
        let decrypted = EVP_DecryptUpdate(context, output, &written, ciphertext, Int32(count))
        // Setting the expected tag copies from the pointer; only the function's general type makes it mutable.
        let expected = UnsafeMutablePointer(mutating: tag)
        let tagged = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(AESGCM.tagLength), expected)
        precondition(started & authenticated & decrypted & tagged == 1, "GCM with a set key takes any nonce and data")
        return EVP_DecryptFinal_ex(context, output, &written) == 1
    }
}
