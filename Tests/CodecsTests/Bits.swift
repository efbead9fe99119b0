/// Puts bits together by the syntax tables of a codec, most significant first.
struct Bits {
    private var bits: [Bool] = []

    mutating func append(_ value: Int, _ width: Int) {
        for position in (0..<width).reversed() { bits.append(value >> position & 1 == 1) }
    }

    /// An unsigned Exp-Golomb code.
    mutating func appendExpGolomb(_ value: Int) {
        let width = Int.bitWidth - (value + 1).leadingZeroBitCount
        append(0, width - 1)
        append(value + 1, width)
    }

    /// A signed Exp-Golomb code.
    mutating func appendSignedExpGolomb(_ value: Int) {
        appendExpGolomb(value > 0 ? 2 * value - 1 : -2 * value)
    }

    /// The bytes, the last filled with zeros.
    var bytes: [UInt8] {
        stride(from: 0, to: bits.count, by: 8).map { start in
            (0..<8).reduce(UInt8(0)) { $0 << 1 | (start + $1 < bits.count && bits[start + $1] ? 1 : 0) }
        }
    }

    /// The bytes with a 3 after each pair of zeros that would look like a start code (H.264 §7.4.1, H.265 §7.4.2).
    var escapedBytes: [UInt8] {
        var escaped: [UInt8] = []
        var zeros = 0
        for byte in bytes {
            if zeros >= 2, byte <= 3 {
                escaped.append(3)
                zeros = 0
            }
            escaped.append(byte)
            zeros = byte == 0 ? zeros + 1 : 0
        }
        return escaped
    }
}
