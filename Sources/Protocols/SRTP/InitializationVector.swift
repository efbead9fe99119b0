/// The 16 bytes that make the keystream of a packet its own: session salt XOR (SSRC and index, each in its place).
///
/// In one session, no two of (SSRC, index) give the same bytes, since each has its own place and the salt only shifts
/// them.
struct InitializationVector {
    /// The bytes in network order, as they lie in memory.
    private let high: UInt64
    private let low: UInt64

    /// A salt to make others from: up to 16 bytes, filled with zeros at the right.
    init(salt: [UInt8]) {
        var halves: (UInt64, UInt64) = (0, 0)
        for (position, byte) in salt.prefix(16).enumerated() {
            let shifted = UInt64(byte) << (56 - position % 8 * 8)
            if position < 8 { halves.0 |= shifted } else { halves.1 |= shifted }
        }
        self.init(high: halves.0, low: halves.1)
    }

    /// The counter block of AES-CM (RFC 3711 §4.1.1): SSRC * 2^64 XOR index * 2^16.
    func counterBlock(ssrc: UInt32, index: UInt64) -> InitializationVector {
        InitializationVector(high: UInt64(bigEndian: high) ^ UInt64(ssrc), low: UInt64(bigEndian: low) ^ index << 16)
    }

    /// The nonce of GCM (RFC 7714 §8.1 and §9.1), its first 12 bytes: two of zero, the SSRC, then the index in six.
    func nonce(ssrc: UInt32, index: UInt64) -> InitializationVector {
        InitializationVector(
            high: UInt64(bigEndian: high) ^ (UInt64(ssrc) << 16 | index >> 32),
            low: UInt64(bigEndian: low) ^ index << 32)
    }

    /// Lends the bytes to a C function.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        // Two integers without padding between them: 16 bytes, readable as such. The closure is inlined away.
        withUnsafeBytes(of: self) { body($0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)) }
    }

    private init(high: UInt64, low: UInt64) {
        self.high = high.bigEndian
        self.low = low.bigEndian
    }
}
