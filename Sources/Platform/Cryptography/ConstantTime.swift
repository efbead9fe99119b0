import COpenSSL

/// Whether two secrets are the same bytes, in a time that depends on their length alone.
///
/// Lengths are no secret: different ones answer false at once.
package func constantTimeEquals(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    return a.withUnsafeBufferPointer { left in
        b.withUnsafeBufferPointer { right in
            CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
        }
    }
}
