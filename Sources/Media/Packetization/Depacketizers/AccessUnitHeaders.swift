import Bytes
import Codecs

/// How the headers of access units are laid out in a payload of RFC 3640 (§3.2.1, §4.1), as format parameters tell it.
struct AccessUnitHeaders {
    /// Bits of each field.
    private let sizeLength: Int
    private let indexLength: Int
    private let indexDeltaLength: Int
    private let decodingDeltaLength: Int
    private let compositionDeltaLength: Int
    private let hasRandomAccessFlag: Bool
    private let streamStateLength: Int
    private let auxiliarySizeLength: Int

    /// Nil when the sizes of access units are not told in the payload, or when a number is none.
    init?(_ format: PacketFormat) {
        func number(_ name: String) -> Int? {
            guard let text = format.formatParameter(name) else { return 0 }
            guard let value = Int(text), (0...32).contains(value) else { return nil }
            return value
        }
        guard let sizeLength = number("sizeLength"), let indexLength = number("indexLength"),
            let indexDeltaLength = number("indexDeltaLength"), let decodingDeltaLength = number("DTSDeltaLength"),
            let compositionDeltaLength = number("CTSDeltaLength"),
            let randomAccess = number("randomAccessIndication"),
            let streamStateLength = number("streamStateIndication"),
            let auxiliarySizeLength = number("auxiliaryDataSizeLength"), sizeLength > 0
        else { return nil }
        self.sizeLength = sizeLength
        self.indexLength = indexLength
        self.indexDeltaLength = indexDeltaLength
        self.decodingDeltaLength = decodingDeltaLength
        self.compositionDeltaLength = compositionDeltaLength
        hasRandomAccessFlag = randomAccess > 0
        self.streamStateLength = streamStateLength
        self.auxiliarySizeLength = auxiliarySizeLength
    }

    /// The sizes of a payload's access units in bytes, and where the first one begins. Nil when the headers are cut,
    /// when there is none, or when units are interleaved.
    func read(_ payload: Span<UInt8>) -> (sizes: [Int], dataStart: Int)? {
        guard payload.count >= 2 else { return nil }
        let length = Int(payload[0]) << 8 | Int(payload[1])
        var bits = PayloadBits(position: 16, end: 16 + length)
        guard bits.end <= 8 * payload.count else { return nil }
        var sizes: [Int] = []
        while bits.position < bits.end {
            guard let size = readSize(payload, &bits, isFirst: sizes.isEmpty) else { return nil }
            sizes.append(size)
        }
        bits = PayloadBits(position: (bits.end + 7) / 8 * 8, end: 8 * payload.count)
        if auxiliarySizeLength > 0 {
            guard let size = bits.read(payload, auxiliarySizeLength), bits.skip(size) else { return nil }
        }
        return sizes.isEmpty ? nil : (sizes, (bits.position + 7) / 8)
    }

    private func readSize(_ payload: Span<UInt8>, _ bits: inout PayloadBits, isFirst: Bool) -> Int? {
        guard let size = bits.read(payload, sizeLength),
            // Units that follow each other have indexes that follow each other.
            bits.read(payload, isFirst ? indexLength : indexDeltaLength) == 0,
            skipDelta(payload, &bits, length: compositionDeltaLength),
            skipDelta(payload, &bits, length: decodingDeltaLength),
            bits.skip((hasRandomAccessFlag ? 1 : 0) + streamStateLength)
        else { return nil }
        return size
    }

    /// A flag, and a time where it is set.
    private func skipDelta(_ payload: Span<UInt8>, _ bits: inout PayloadBits, length: Int) -> Bool {
        guard length > 0 else { return true }
        guard let isPresent = bits.read(payload, 1) else { return false }
        return isPresent == 0 || bits.skip(length)
    }
}
