#if canImport(CIPsecMB)
    import CIPsecMB
#endif

/// A key for encrypting by AES-128 in counter mode and authenticating by HMAC-SHA1, many messages at a time.
///
/// ``submit(counter:plaintext:ciphertext:count:message:messageCount:tag:)`` adds a message to the calling thread's
/// batch, which may hold messages of many keys, and ``flush()`` finishes it. Vector registers work on up to 16 messages
/// at once: that many take about the time of one.
package struct CounterModeHMACBatchKey: ~Copyable {
    #if canImport(CIPsecMB)
        /// The expanded keys, owned by this value.
        private let key: OpaquePointer
    #else
        private let never: Never
    #endif

    /// `cipherKey` has 16 bytes, `authenticationKey` 64 or less. Nil for others, or when the engine is not available.
    package init?(cipherKey: [UInt8], authenticationKey: [UInt8]) {
        #if canImport(CIPsecMB)
            guard cipherKey.count == 16,
                let key = cipsecmb_ctr_hmac_key_create(cipherKey, authenticationKey, UInt64(authenticationKey.count))
            else { return nil }
            self.key = key
        #else
            return nil
        #endif
    }

    #if canImport(CIPsecMB)
        deinit {
            cipsecmb_ctr_hmac_key_destroy(key)
        }
    #endif

    /// Encrypts `count` bytes, one or more, and then writes the first ten bytes of the code of `message` to `tag`,
    /// which may lie in the message. All memory but the counter block is used until the flush. False, and nothing is
    /// done, when the thread's batch could not be made.
    package func submit(
        counter: UnsafePointer<UInt8>, plaintext: UnsafePointer<UInt8>, ciphertext: UnsafeMutablePointer<UInt8>,
        count: Int, message: UnsafePointer<UInt8>, messageCount: Int, tag: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        #if canImport(CIPsecMB)
            var submitted = cipsecmb_ctr_hmac_message(
                counter: counter, plaintext: plaintext, ciphertext: ciphertext, ciphertext_length: UInt64(count),
                message: message, message_length: UInt64(messageCount), tag: tag)
            return cipsecmb_ctr_hmac_submit(key, &submitted)
        #else
            return false
        #endif
    }

    /// Finishes all messages that the calling thread submitted.
    package static func flush() {
        #if canImport(CIPsecMB)
            cipsecmb_ctr_hmac_flush()
        #endif
    }
}
