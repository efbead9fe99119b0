/// A place among the bits of a payload.
struct PayloadBits {
    private(set) var position: Int
    /// Where what may be read ends; not behind the payload.
    let end: Int

    init(position: Int, end: Int) {
        self.position = position
        self.end = end
    }

    /// The next `width` bits, 0...32, most significant first; nil when so many are not left.
    mutating func read(_ payload: Span<UInt8>, _ width: Int) -> Int? {
        guard width <= end - position else { return nil }
        var value = 0
        for _ in 0..<width {
            value = value << 1 | Int(payload[position / 8] >> UInt8(7 - position % 8) & 1)
            position += 1
        }
        return value
    }

    /// The next `count` bytes, which need not begin at the beginning of one; nil when so many are not left.
    mutating func readBytes(_ payload: Span<UInt8>, _ count: Int) -> [UInt8]? {
        guard count >= 0, count <= (end - position) / 8 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        let shift = position % 8
        for index in position / 8..<position / 8 + count {
            // What is left of the byte behind lies before the end too where there is a shift.
            let next = shift == 0 ? 0 : payload[index + 1] >> UInt8(8 - shift)
            bytes.append(payload[index] << UInt8(shift) | next)
        }
        position += 8 * count
        return bytes
    }

    /// Moves to the next beginning of a byte, unless it stands at one. The end is taken to be one.
    mutating func align() {
        position = min((position + 7) / 8 * 8, end)
    }

    mutating func skip(_ width: Int) -> Bool {
        guard width <= end - position else { return false }
        position += width
        return true
    }
}
