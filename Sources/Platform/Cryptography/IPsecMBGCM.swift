#if canImport(CIPsecMB)
    import CIPsecMB

    /// ``AESGCM`` by Intel's multi-buffer library: one call a message.
    struct IPsecMBGCM: ~Copyable {
        /// The expanded key, owned by this value.
        private let key: OpaquePointer

        init?(key: [UInt8]) {
            guard let key = cipsecmb_gcm_key_create(key, UInt64(key.count)) else { return nil }
            self.key = key
        }

        deinit {
            cipsecmb_gcm_key_destroy(key)
        }

        @inline(__always)
        func seal(
            nonce: UnsafePointer<UInt8>, authenticating: UnsafePointer<UInt8>, authenticatedCount: Int,
            plaintext: UnsafePointer<UInt8>, count: Int, output: UnsafeMutablePointer<UInt8>,
            tag: UnsafeMutablePointer<UInt8>
        ) {
            cipsecmb_gcm_encrypt(
                key, nonce, authenticating, UInt64(authenticatedCount), plaintext, UInt64(count), output, tag)
        }

        @inline(__always)
        func open(
            nonce: UnsafePointer<UInt8>, authenticating: UnsafePointer<UInt8>, authenticatedCount: Int,
            ciphertext: UnsafePointer<UInt8>, count: Int, output: UnsafeMutablePointer<UInt8>,
            tag: UnsafePointer<UInt8>
        ) -> Bool {
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
        }
    }
#else
    /// Never made where the library is missing.
    struct IPsecMBGCM: ~Copyable {
        private let never: Never

        init?(key: [UInt8]) {
            return nil
        }

        func seal(
            nonce: UnsafePointer<UInt8>, authenticating: UnsafePointer<UInt8>, authenticatedCount: Int,
            plaintext: UnsafePointer<UInt8>, count: Int, output: UnsafeMutablePointer<UInt8>,
            tag: UnsafeMutablePointer<UInt8>
        ) {}

        func open(
            nonce: UnsafePointer<UInt8>, authenticating: UnsafePointer<UInt8>, authenticatedCount: Int,
            ciphertext: UnsafePointer<UInt8>, count: Int, output: UnsafeMutablePointer<UInt8>,
            tag: UnsafePointer<UInt8>
        ) -> Bool {
            false
        }
    }
#endif
