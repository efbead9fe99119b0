/// Thrown when a read would pass the end of the bits at hand, or when a code has no value.
struct EndOfBits: Error {}

/// Reads the bits at the beginning of a bitstream header, most significant first.
///
/// It holds a copy of at most ``capacity`` bytes, inside itself, so that it needs neither heap nor the span's lifetime; what
/// lies behind those is as if it were not there.
struct BitReader {
    private var bytes = [256 of UInt8](repeating: 0)
    /// Bits at hand.
    private let count: Int
    /// How many of them were read.
    private(set) var position = 0

    /// - Parameter removingEmulationPrevention: drops the 3 of each 0 0 3, as in H.264 (§7.4.1) and H.265 (§7.4.2).
    init(_ span: Span<UInt8>, from start: Int = 0, removingEmulationPrevention: Bool = false) {
        var length = 0
        var zeros = 0
        var index = start
        while index < span.count, length < Self.capacity {
            let byte = span[index]
            index += 1
            if removingEmulationPrevention, zeros >= 2, byte == 3 {
                zeros = 0
                continue
            }
            zeros = byte == 0 ? zeros + 1 : 0
            bytes[length] = byte
            length += 1
        }
        count = 8 * length
    }

    mutating func readFlag() throws(EndOfBits) -> Bool {
        try read(1) == 1
    }

    /// - Parameter width: bits, 0...32.
    mutating func read(_ width: Int) throws(EndOfBits) -> UInt32 {
        guard width <= count - position else { throw EndOfBits() }
        var value: UInt32 = 0
        for _ in 0..<width {
            value = value << 1 | UInt32(bytes[position / 8] >> UInt8(7 - position % 8) & 1)
            position += 1
        }
        return value
    }

    /// Bits that are left.
    var remaining: Int { count - position }

    /// The next `count` bits, from the beginning of a byte on; the last byte is filled up with zeros.
    mutating func readBytes(bits count: Int) throws(EndOfBits) -> [UInt8] {
        guard count >= 0, count <= remaining else { throw EndOfBits() }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: count, by: 8) {
            let width = min(8, count - start)
            bytes.append(UInt8(truncatingIfNeeded: try read(width) << UInt32(8 - width)))
        }
        return bytes
    }

    mutating func skip(_ width: Int) throws(EndOfBits) {
        guard width <= count - position else { throw EndOfBits() }
        position += width
    }

    /// Moves to the next beginning of a byte, unless it stands at one.
    mutating func align() throws(EndOfBits) {
        try skip((8 - position % 8) % 8)
    }

    /// An unsigned Exp-Golomb code, `ue(v)` of H.264 (§9.1) and `uvlc()` of AV1: 0...4,294,967,294.
    mutating func readExpGolomb() throws(EndOfBits) -> Int {
        var zeros = 0
        while try !readFlag() {
            zeros += 1
            guard zeros < 32 else { throw EndOfBits() }
        }
        return Int(try read(zeros)) + (1 << zeros) - 1
    }

    /// A signed Exp-Golomb code, `se(v)` of H.264 (§9.1.1).
    mutating func readSignedExpGolomb() throws(EndOfBits) -> Int {
        let code = try readExpGolomb()
        return code % 2 == 1 ? (code + 1) / 2 : -code / 2
    }

    /// Bytes copied: a sequence parameter set is shorter, unless it has scaling lists for every size.
    static let capacity = 256
}
