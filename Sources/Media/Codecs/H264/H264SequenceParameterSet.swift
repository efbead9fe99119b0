/// The sequence parameter set of H.264 (§7.3.2.1.1): what containers, and viewers of a stream, must know of it.
struct H264SequenceParameterSet {
    /// `profile_idc`, the byte of constraint flags, and `level_idc`.
    private(set) var profile: UInt8 = 0
    private(set) var constraints: UInt8 = 0
    private(set) var level: UInt8 = 0
    /// `seq_parameter_set_id`, 0...31.
    private(set) var id = 0
    private(set) var chroma = Chroma()
    /// Nil when the set says nonsense.
    private(set) var resolution: Resolution?
    /// `pic_order_cnt_type`, 0...2.
    private(set) var orderCountType = 0
    /// `max_num_reorder_frames`; nil when the set does not say.
    private(set) var reorderedFrames: Int?

    /// Nil when the set is cut before the size of the picture is known.
    /// - Parameter start: where the set begins, behind its NAL unit header.
    init?(_ unit: Span<UInt8>, at start: Int) {
        var reader = BitReader(unit, from: start, removingEmulationPrevention: true)
        do { try parse(&reader) } catch { return nil }
        // What comes behind the size is a help; a set that is cut there still has all that a decoder was told.
        reorderedFrames = try? H264UsabilityInformation.reorderedFrames(&reader)
    }

    static func resolution(_ unit: Span<UInt8>, at start: Int) -> Resolution? {
        H264SequenceParameterSet(unit, at: start)?.resolution
    }

    /// Whether pictures are shown in another order than they are decoded; nil when the set does not say.
    var reordersFrames: Bool? {
        // §8.2.1.3: the output order is the decoding order.
        if orderCountType == 2 { return false }
        if let reorderedFrames { return reorderedFrames > 0 }
        // No B slices (§A.2.1).
        if profile == Self.baseline { return false }
        // §E.2.1: what is inferred without VUI for profiles of intra pictures alone.
        return Self.profilesWithIntra.contains(profile) && constraints & 0x10 != 0 ? false : nil
    }

    /// Whether the set, and so a decoder configuration, tells chroma format and bit depth.
    var hasChroma: Bool { Self.profilesWithChroma.contains(profile) }

    private mutating func parse(_ reader: inout BitReader) throws(EndOfBits) {
        profile = UInt8(truncatingIfNeeded: try reader.read(8))
        constraints = UInt8(truncatingIfNeeded: try reader.read(8))
        level = UInt8(truncatingIfNeeded: try reader.read(8))
        id = try reader.readExpGolomb()
        if hasChroma { chroma = try Chroma(&reader) }
        // log2_max_frame_num.
        _ = try reader.readExpGolomb()
        try readPictureOrderCount(&reader)
        // max_num_ref_frames and gaps_in_frame_num_value_allowed_flag.
        _ = try reader.readExpGolomb()
        try reader.skip(1)
        try readSize(&reader)
    }

    private mutating func readSize(_ reader: inout BitReader) throws(EndOfBits) {
        let width = (try reader.readExpGolomb() + 1) * 16
        let mapUnits = try reader.readExpGolomb() + 1
        let isFrameOnly = try reader.readFlag()
        // mb_adaptive_frame_field_flag, then direct_8x8_inference_flag.
        try reader.skip(isFrameOnly ? 1 : 2)
        let heightUnit = isFrameOnly ? 1 : 2
        let height = mapUnits * 16 * heightUnit

        guard try reader.readFlag() else {
            resolution = Resolution(width: width, height: height)
            return
        }
        let (left, right) = (try reader.readExpGolomb(), try reader.readExpGolomb())
        let (top, bottom) = (try reader.readExpGolomb(), try reader.readExpGolomb())
        resolution = Resolution(
            width: width - chroma.format.horizontalUnit * (left + right),
            height: height - chroma.format.verticalUnit * heightUnit * (top + bottom))
    }

    private mutating func readPictureOrderCount(_ reader: inout BitReader) throws(EndOfBits) {
        orderCountType = try reader.readExpGolomb()
        switch orderCountType {
        case 0:
            _ = try reader.readExpGolomb()
        case 1:
            try reader.skip(1)
            _ = try reader.readExpGolomb()
            _ = try reader.readExpGolomb()
            let frames = try reader.readExpGolomb()
            guard frames <= 255 else { throw EndOfBits() }
            for _ in 0..<frames { _ = try reader.readExpGolomb() }
        default:
            break
        }
    }

    private static let baseline: UInt8 = 66
    /// The profiles whose sets tell the chroma format (§7.3.2.1.1).
    private static let profilesWithChroma: [UInt8] = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]
    /// The profiles in which constraint_set3_flag means that all pictures are intra (§E.2.1).
    private static let profilesWithIntra: [UInt8] = [44, 86, 100, 110, 122, 244]
}

extension H264SequenceParameterSet {
    /// How samples are coded.
    struct Chroma {
        /// `chroma_format_idc`, 0...3.
        private(set) var code = 1
        private(set) var format = ChromaFormat.yuv420
        /// `bit_depth_luma_minus8` and `bit_depth_chroma_minus8`, 0...6.
        private(set) var lumaDepthAbove8 = 0
        private(set) var chromaDepthAbove8 = 0

        /// What the profiles have that do not say.
        init() {}

        init(_ reader: inout BitReader) throws(EndOfBits) {
            code = try reader.readExpGolomb()
            let isSeparate = code == 3 ? try reader.readFlag() : false
            format = isSeparate ? .separate : ChromaFormat(code: code)
            lumaDepthAbove8 = try reader.readExpGolomb()
            chromaDepthAbove8 = try reader.readExpGolomb()
            // qpprime_y_zero_transform_bypass_flag.
            try reader.skip(1)
            if try reader.readFlag() {
                for list in 0..<(code == 3 ? 12 : 8) where try reader.readFlag() {
                    try Self.skipScalingList(&reader, size: list < 6 ? 16 : 64)
                }
            }
        }

        /// §7.3.2.1.1.1: each scale is the one before plus a difference, and the list ends where a scale is 0.
        private static func skipScalingList(_ reader: inout BitReader, size: Int) throws(EndOfBits) {
            var scale = 8
            for _ in 0..<size {
                scale = (scale + (try reader.readSignedExpGolomb())) & 0xFF
                if scale == 0 { return }
            }
        }
    }
}
