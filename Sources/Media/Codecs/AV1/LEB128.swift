/// Little-endian numbers of seven bits a byte, `leb128()` of AV1 (§4.10.5).
package enum LEB128 {
    /// Reads the number at `offset` and moves behind it; nil when it is cut, has more than eight bytes or more than 32 bits.
    package static func read(_ bytes: Span<UInt8>, at offset: inout Int) -> Int? {
        var value = 0
        for index in 0..<maximumLength {
            guard bytes.indices.contains(offset) else { return nil }
            let byte = bytes[offset]
            offset += 1
            value |= Int(byte & 0x7F) << (7 * index)
            if byte & 0x80 == 0 { return value <= Int(UInt32.max) ? value : nil }
        }
        return nil
    }

    /// Appends a number in as few bytes as it takes.
    /// - Parameter value: 0...4,294,967,295.
    package static func append(_ value: Int, to bytes: inout [UInt8]) {
        var rest = UInt32(clamping: value)
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Bytes of a number (§4.10.5).
    private static let maximumLength = 8
}
