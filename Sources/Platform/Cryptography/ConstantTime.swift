import COpenSSL

/// Whether two byte strings are equal, in a time that depends on their lengths alone. Strings of different lengths
/// are unequal at once: lengths of codes and secrets are no secret.
package func constantTimeEquals(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    return a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
            guard let left = a.baseAddress, let right = b.baseAddress else { return true }
            return CRYPTO_memcmp(left, right, a.count) == 0
        }
    }
}
