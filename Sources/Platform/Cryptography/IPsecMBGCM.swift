#if canImport(CIPsecMB)
    import CIPsecMB
#endif

/// ``AESGCM`` by Intel's multi-buffer library: one call a message. The state is an expanded key. Where the library is
/// missing there are no keys, and so no calls.
enum IPsecMBGCM {
    static func create(key: [UInt8]) -> OpaquePointer? {
        #if canImport(CIPsecMB)
            return cipsecmb_gcm_key_create(key, UInt64(key.count))
        #else
            return nil
        #endif
    }

    /// Clears and frees the expanded key.
    static func destroy(_ key: OpaquePointer) {
        #if canImport(CIPsecMB)
            cipsecmb_gcm_key_destroy(key)
        #endif
    }

    @inline(__always)
    static func seal(
        _ key: OpaquePointer, nonce: UnsafePointer<UInt8>, authenticating: UnsafePointer<UInt8>,
        authenticatedCount: Int, plaintext: UnsafePointer<UInt8>, count: Int, output: UnsafeMutablePointer<UInt8>,
        tag: UnsafeMutablePointer<UInt8>
    ) {
        #if canImport(CIPsecMB)
            cipsecmb_gcm_encrypt(
                key, nonce, authenticating, UInt64(authenticatedCount), plaintext, UInt64(count), output, tag)
        #endif
    }

    @inline(__always)
    static func open(
        _ key: OpaquePointer, nonce: UnsafePointer<UInt8>, authenticating: UnsafePointer<UInt8>,
        authenticatedCount: Int, ciphertext: UnsafePointer<UInt8>, count: Int, output: UnsafeMutablePointer<UInt8>,
        tag: UnsafePointer<UInt8>
    ) -> Bool {
        #if canImport(CIPsecMB)
            var expected: (UInt64, UInt64) = (0, 0)
            return withUnsafeMutableBytes(of: &expected) { expected in
                // Sixteen bytes on the stack, lent to one call; the closure is inlined away.
                let start = expected.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
                cipsecmb_gcm_decrypt(
                    key, nonce, authenticating, UInt64(authenticatedCount), ciphertext, UInt64(count), output, start)
                // Compared without an early end, so that time tells a forger nothing.
                var difference: UInt8 = 0
                for position in 0..<AESGCM.tagLength { difference |= start[position] ^ tag[position] }
                return difference == 0
            }
        #else
            return false
        #endif
    }
}
