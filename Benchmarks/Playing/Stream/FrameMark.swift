import Codecs

/// A frame's number, in its bytes: how players know what they missed.
enum FrameMark {
    /// Five bytes of seven bits, each with its highest bit set, so that no start code appears in them.
    static func bytes(of number: UInt32) -> [UInt8] {
        [28, 21, 14, 7, 0].map { 0x80 | UInt8(truncatingIfNeeded: number >> UInt32($0)) }
    }

    /// The number in the body of an FLV tag that has a frame of a ``SyntheticStream``; nil in one that has none, e.g. a
    /// decoder's configuration.
    static func number(in body: [UInt8], of kind: MediaKind) -> UInt32? {
        // Behind the tag's header (5 bytes and 2), whose second byte is 1 for a frame of either kind, and behind what
        // servers look at of a frame: a NAL unit's length and header, a raw data block's beginning.
        let start = kind == .video ? 5 + 5 : 2 + 1
        guard body.count >= start + 5, body[1] == 1 else { return nil }
        let mark = body[start..<start + 5]
        guard mark.allSatisfy({ $0 & 0x80 != 0 }) else { return nil }
        return mark.reduce(0) { $0 << 7 | UInt32($1 & 0x7F) }
    }
}
