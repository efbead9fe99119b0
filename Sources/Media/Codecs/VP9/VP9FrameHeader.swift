/// The uncompressed header that a VP9 frame begins with (VP9 bitstream specification §6.2).
enum VP9FrameHeader {
    /// The size of a keyframe's picture; nil when what begins at `offset` is no keyframe.
    static func keyframeResolution(_ payload: Span<UInt8>, at offset: Int) -> Resolution? {
        var reader = BitReader(payload, from: offset)
        return try? parse(&reader)
    }

    private static func parse(_ reader: inout BitReader) throws(EndOfBits) -> Resolution? {
        guard try reader.read(2) == frameMarker else { return nil }
        let lowProfileBit = try reader.read(1)
        let profile = try reader.read(1) << 1 | lowProfileBit
        if profile == 3 { try reader.skip(1) }
        let showsExistingFrame = try reader.readFlag()
        let isInterFrame = try reader.readFlag()
        // show_frame and error_resilient_mode.
        try reader.skip(2)
        guard !showsExistingFrame, !isInterFrame, try reader.read(24) == syncCode else { return nil }
        try skipColorConfiguration(&reader, profile: profile)
        let width = Int(try reader.read(16)) + 1
        let height = Int(try reader.read(16)) + 1
        return Resolution(width: width, height: height)
    }

    /// `color_config()`, §6.2.2.
    private static func skipColorConfiguration(_ reader: inout BitReader, profile: UInt32) throws(EndOfBits) {
        // ten_or_twelve_bit.
        if profile >= 2 { try reader.skip(1) }
        let colorSpace = try reader.read(3)
        if colorSpace != rgb {
            // color_range, then the subsampling and a reserved bit in the profiles that have a choice.
            try reader.skip(profile == 1 || profile == 3 ? 4 : 1)
        } else if profile == 1 || profile == 3 {
            try reader.skip(1)
        }
    }

    private static let frameMarker: UInt32 = 2
    private static let syncCode: UInt32 = 0x49_8342
    /// CS_RGB, §7.2.2.
    private static let rgb: UInt32 = 7
}
