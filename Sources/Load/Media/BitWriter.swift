/// Writes the bits of a bitstream header, most significant first.
struct BitWriter {
    /// What was written so far; the bits that are still free in the last byte are zero.
    private(set) var bytes: [UInt8] = []
    private var count = 0

    /// - Parameter width: how many of the lowest bits of `value`, 0...32.
    mutating func write(_ value: UInt32, width: Int) {
        for bit in (0..<width).reversed() {
            if count % 8 == 0 { bytes.append(0) }
            bytes[bytes.count - 1] |= UInt8(value >> UInt32(bit) & 1) << UInt8(7 - count % 8)
            count += 1
        }
    }

    /// An unsigned Exp-Golomb code, `ue(v)` of H.264 (§9.1).
    mutating func writeExpGolomb(_ value: UInt32) {
        let width = 32 - (value + 1).leadingZeroBitCount
        write(0, width: width - 1)
        write(value + 1, width: width)
    }

    /// The stop bit that ends a NAL unit's data (H.264 §7.3.2.11).
    mutating func writeStopBit() {
        write(1, width: 1)
    }
}
