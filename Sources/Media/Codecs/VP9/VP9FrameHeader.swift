/// The uncompressed header that a VP9 keyframe begins with (VP9 bitstream specification §6.2).
struct VP9FrameHeader {
    /// 0...3.
    let profile: UInt8
    let color: Color
    /// The size of the picture.
    let resolution: Resolution?

    /// Nil when what begins at `offset` is no keyframe, or is cut.
    init?(keyframe payload: Span<UInt8>, at offset: Int) {
        var reader = BitReader(payload, from: offset)
        do {
            guard let profile = try Self.readStart(&reader) else { return nil }
            self.profile = profile
            color = try Color(&reader, profile: profile)
            let width = Int(try reader.read(16)) + 1
            let height = Int(try reader.read(16)) + 1
            resolution = Resolution(width: width, height: height)
        } catch {
            return nil
        }
    }

    /// The size of a keyframe's picture; nil when what begins at `offset` is no keyframe.
    static func keyframeResolution(_ payload: Span<UInt8>, at offset: Int) -> Resolution? {
        VP9FrameHeader(keyframe: payload, at: offset)?.resolution
    }

    /// Returns the profile; nil when this is no keyframe.
    private static func readStart(_ reader: inout BitReader) throws(EndOfBits) -> UInt8? {
        guard try reader.read(2) == frameMarker else { return nil }
        let lowProfileBit = try reader.read(1)
        let profile = try reader.read(1) << 1 | lowProfileBit
        if profile == 3 { try reader.skip(1) }
        let showsExistingFrame = try reader.readFlag()
        let isInterFrame = try reader.readFlag()
        // show_frame and error_resilient_mode.
        try reader.skip(2)
        guard !showsExistingFrame, !isInterFrame, try reader.read(24) == syncCode else { return nil }
        return UInt8(truncatingIfNeeded: profile)
    }

    private static let frameMarker: UInt32 = 2
    private static let syncCode: UInt32 = 0x49_8342
}

extension VP9FrameHeader {
    /// `color_config()`, §6.2.2.
    struct Color {
        /// Bits of a sample: 8, 10 or 12.
        private(set) var bitDepth: UInt8 = 8
        /// As in ``VPConfiguration/chromaSubsampling``.
        private(set) var chromaSubsampling: UInt8 = 1
        private(set) var isFullRange = false
        /// `color_space`, 0...7.
        private let space: UInt32

        init(_ reader: inout BitReader, profile: UInt8) throws(EndOfBits) {
            // ten_or_twelve_bit.
            if profile >= 2 { bitDepth = try reader.readFlag() ? 12 : 10 }
            let hasChoice = profile == 1 || profile == 3
            space = try reader.read(3)
            if space == Self.rgb {
                isFullRange = true
                chromaSubsampling = 3
                if hasChoice { try reader.skip(1) }
                return
            }
            isFullRange = try reader.readFlag()
            guard hasChoice else { return }
            let halvesColumns = try reader.readFlag()
            let halvesRows = try reader.readFlag()
            try reader.skip(1)
            // 4:4:0 has no number of its own, and goes as 4:4:4.
            chromaSubsampling = halvesColumns ? (halvesRows ? 1 : 2) : 3
        }

        /// Primaries, transfer function and matrix by the numbers of ISO/IEC 23091-2 (§7.2.2).
        var description: (UInt8, UInt8, UInt8) {
            switch space {
            case 1: (6, 6, 6)
            case 2: (1, 1, 1)
            case 3: (6, 6, 6)
            case 4: (7, 7, 7)
            case 5: (9, 14, 9)
            case Self.rgb: (1, 13, 0)
            default: (2, 2, 2)
            }
        }

        /// CS_RGB, §7.2.2.
        private static let rgb: UInt32 = 7
    }
}
