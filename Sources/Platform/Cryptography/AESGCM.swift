/// AES-GCM (NIST SP 800-38D) with one key, nonces of 12 bytes and tags of 16.
///
/// The key is expanded once, at init; ``seal(nonce:authenticating:authenticatedCount:plaintext:count:output:tag:)`` and
/// ``open(nonce:authenticating:authenticatedCount:ciphertext:count:output:tag:)`` allocate nothing. Never seal two
/// different messages with one nonce: that gives away both, and the key that tags are made of. Not for use from two
/// threads at a time.
package struct AESGCM: ~Copyable {
    /// What does the work.
    package let engine: CipherEngine
    /// The engine's expanded key, owned by this value. A plain pointer: calls through it retain nothing.
    private let state: OpaquePointer

    /// Nil when the key has neither 16 nor 32 bytes, or the engine is not available.
    package init?(key: [UInt8], engine: CipherEngine = .preferred) {
        let state =
            switch engine {
            case .openSSL: OpenSSLGCM.create(key: key)
            case .ipsecMB: IPsecMBGCM.create(key: key)
            }
        guard let state else { return nil }
        self.engine = engine
        self.state = state
    }

    deinit {
        switch engine {
        case .openSSL: OpenSSLGCM.destroy(state)
        case .ipsecMB: IPsecMBGCM.destroy(state)
        }
    }

    /// Encrypts `plaintext` to `output`, which is the same place or does not overlap, and writes the tag of both the
    /// ciphertext and the `authenticating` bytes.
    package func seal(
        nonce: UnsafePointer<UInt8>, authenticating: UnsafePointer<UInt8>, authenticatedCount: Int,
        plaintext: UnsafePointer<UInt8>, count: Int, output: UnsafeMutablePointer<UInt8>,
        tag: UnsafeMutablePointer<UInt8>
    ) {
        switch engine {
        case .openSSL:
            OpenSSLGCM.seal(
                state, nonce: nonce, authenticating: authenticating, authenticatedCount: authenticatedCount,
                plaintext: plaintext, count: count, output: output, tag: tag)
        case .ipsecMB:
            IPsecMBGCM.seal(
                state, nonce: nonce, authenticating: authenticating, authenticatedCount: authenticatedCount,
                plaintext: plaintext, count: count, output: output, tag: tag)
        }
    }

    /// Decrypts `ciphertext` to `output`, which is the same place or does not overlap. False when the tag is wrong:
    /// what was written then is no plaintext and must not be read. In place, a second call with the same nonce brings
    /// the ciphertext back, since decryption is an XOR with a keystream.
    package func open(
        nonce: UnsafePointer<UInt8>, authenticating: UnsafePointer<UInt8>, authenticatedCount: Int,
        ciphertext: UnsafePointer<UInt8>, count: Int, output: UnsafeMutablePointer<UInt8>, tag: UnsafePointer<UInt8>
    ) -> Bool {
        switch engine {
        case .openSSL:
            OpenSSLGCM.open(
                state, nonce: nonce, authenticating: authenticating, authenticatedCount: authenticatedCount,
                ciphertext: ciphertext, count: count, output: output, tag: tag)
        case .ipsecMB:
            IPsecMBGCM.open(
                state, nonce: nonce, authenticating: authenticating, authenticatedCount: authenticatedCount,
                ciphertext: ciphertext, count: count, output: output, tag: tag)
        }
    }

    package static let tagLength = 16
}
