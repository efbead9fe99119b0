import COpenSSL

/// AES in counter mode with one key: a keystream from an initial counter block, XORed to data.
///
/// The key is expanded once, at init; ``apply(counter:input:count:output:)`` allocates nothing. Not for use from two
/// threads at a time.
package struct AESCounterMode: ~Copyable {
    /// OpenSSL's state, owned by this value. A plain pointer: calls through it retain nothing.
    private let context: OpaquePointer

    /// Nil when the key has neither 16 nor 32 bytes, or OpenSSL's configuration denies AES.
    package init?(key: [UInt8]) {
        let cipher: OpaquePointer?
        switch key.count {
        case 16: cipher = EVP_aes_128_ctr()
        case 32: cipher = EVP_aes_256_ctr()
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

    /// Writes input XOR keystream; encrypts and decrypts alike.
    ///
    /// `counter` is the first counter block, 16 bytes; later blocks count it up as one 128-bit number. `output` is
    /// `input` itself or does not overlap it.
    package func apply(
        counter: UnsafePointer<UInt8>, input: UnsafePointer<UInt8>, count: Int32, output: UnsafeMutablePointer<UInt8>
    ) {
        var written: Int32 = 0
        let started = EVP_EncryptInit_ex(context, nil, nil, nil, counter)
        let done = EVP_EncryptUpdate(context, output, &written, input, count)
        precondition(started & done == 1 && written == count, "counter mode with a set key takes any block and data")
    }
}
