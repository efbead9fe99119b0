import Codecs

/// A frame's number, in its bytes: how players know what they missed.
enum FrameMark {
    /// Five bytes of seven bits, each with its highest bit set, so that no start code appears in them.
    static func bytes(of number: UInt32) -> [UInt8] {
        [28, 21, 14, 7, 0].map { 0x80 | UInt8(truncatingIfNeeded: number >> UInt32($0)) }
    }

    /// The number in a frame of a ``SyntheticStream``; nil where there is none.
    static func number(in frame: ArraySlice<UInt8>, of kind: MediaKind) -> UInt32? {
        // Behind what servers look at: a NAL unit's length and header, a raw data block's beginning.
        let mark = (kind == .video ? slice(in: frame)?.dropFirst() : frame.dropFirst())?.prefix(5)
        guard let mark, mark.count == 5, mark.allSatisfy({ $0 & 0x80 != 0 }) else { return nil }
        return mark.reduce(0) { $0 << 7 | UInt32($1 & 0x7F) }
    }

    /// The first NAL unit of a picture; parameter sets may stand before it.
    private static func slice(in frame: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = frame
        while rest.count > 4 {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            let unit = rest.dropFirst(4).prefix(length)
            if let header = unit.first, [1, 5].contains(header & 0x1F) { return unit }
            rest = rest.dropFirst(4 + length)
        }
        return nil
    }
}
