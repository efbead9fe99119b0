import COpenSSL

/// SHA-256 (FIPS 180-4) of a whole message at once.
package enum SHA256 {
    /// The 32 bytes of the message's digest.
    package static func hash(_ message: Span<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: digestLength) { digest, count in
            // The one-shot function keeps its state on the stack, so it cannot fail, and writes all of the digest.
            message.withUnsafeBufferPointer { _ = COpenSSL.SHA256($0.baseAddress, $0.count, digest.baseAddress) }
            count = digestLength
        }
    }

    package static let digestLength = 32
}
