/// The sequence parameter set of H.265 (§7.3.2.2.1): what containers, and viewers of a stream, must know of it.
struct H265SequenceParameterSet {
    /// `sps_max_sub_layers_minus1`, 0...6.
    private(set) var higherSublayers = 0
    /// `sps_temporal_id_nesting_flag`.
    private(set) var isTemporallyNested = false
    /// The twelve bytes of the general profile, tier and level (§7.3.3), as decoder configurations have them too.
    private(set) var profileTierLevel = [12 of UInt8](repeating: 0)
    /// `sps_seq_parameter_set_id`, 0...15.
    private(set) var id = 0
    /// `chroma_format_idc`, 0...3.
    private(set) var chromaCode = 1
    /// Nil when the set says nonsense.
    private(set) var resolution: Resolution?
    /// What stands behind the size; nil when the set is cut there.
    private(set) var coding: Coding?

    /// Depth of samples, and the order of pictures.
    struct Coding {
        /// `bit_depth_luma_minus8` and `bit_depth_chroma_minus8`, 0...8.
        var lumaDepthAbove8: Int
        var chromaDepthAbove8: Int
        /// Whether a picture of any sub-layer is shown in another order than decoded (`sps_max_num_reorder_pics`).
        var reordersFrames: Bool
    }

    /// Nil when the set is cut before the size of the picture is known.
    /// - Parameter start: where the set begins, behind its NAL unit header.
    init?(_ unit: Span<UInt8>, at start: Int) {
        var reader = BitReader(unit, from: start, removingEmulationPrevention: true)
        do {
            try parse(&reader)
        } catch {
            return nil
        }
        coding = try? readCoding(&reader)
    }

    static func resolution(_ unit: Span<UInt8>, at start: Int) -> Resolution? {
        H265SequenceParameterSet(unit, at: start)?.resolution
    }

    private mutating func parse(_ reader: inout BitReader) throws(EndOfBits) {
        // sps_video_parameter_set_id.
        try reader.skip(4)
        higherSublayers = Int(try reader.read(3))
        isTemporallyNested = try reader.readFlag()
        try readProfileTierLevel(&reader)
        id = try reader.readExpGolomb()
        chromaCode = try reader.readExpGolomb()
        let isSeparate = chromaCode == 3 ? try reader.readFlag() : false
        let chroma = isSeparate ? ChromaFormat.separate : ChromaFormat(code: chromaCode)
        let width = try reader.readExpGolomb()
        let height = try reader.readExpGolomb()

        guard try reader.readFlag() else {
            resolution = Resolution(width: width, height: height)
            return
        }
        let (left, right) = (try reader.readExpGolomb(), try reader.readExpGolomb())
        let (top, bottom) = (try reader.readExpGolomb(), try reader.readExpGolomb())
        resolution = Resolution(
            width: width - chroma.horizontalUnit * (left + right),
            height: height - chroma.verticalUnit * (top + bottom))
    }

    /// `profile_tier_level(1, …)`, §7.3.3.
    private mutating func readProfileTierLevel(_ reader: inout BitReader) throws(EndOfBits) {
        for index in profileTierLevel.indices {
            profileTierLevel[index] = UInt8(truncatingIfNeeded: try reader.read(8))
        }
        guard higherSublayers > 0 else { return }
        var sublayerBits = 0
        for _ in 0..<higherSublayers {
            if try reader.readFlag() { sublayerBits += Self.profileBits }
            if try reader.readFlag() { sublayerBits += Self.levelBits }
        }
        // Reserved bits fill the flags up to eight pairs.
        try reader.skip(2 * (8 - higherSublayers))
        try reader.skip(sublayerBits)
    }

    private func readCoding(_ reader: inout BitReader) throws(EndOfBits) -> Coding {
        let lumaDepth = try reader.readExpGolomb()
        let chromaDepth = try reader.readExpGolomb()
        // log2_max_pic_order_cnt_lsb.
        _ = try reader.readExpGolomb()
        let tellsAllSublayers = try reader.readFlag()
        var reordersFrames = false
        for _ in 0...(tellsAllSublayers ? higherSublayers : 0) {
            // sps_max_dec_pic_buffering, sps_max_num_reorder_pics and sps_max_latency_increase.
            _ = try reader.readExpGolomb()
            if try reader.readExpGolomb() > 0 { reordersFrames = true }
            _ = try reader.readExpGolomb()
        }
        return Coding(lumaDepthAbove8: lumaDepth, chromaDepthAbove8: chromaDepth, reordersFrames: reordersFrames)
    }

    private static let profileBits = 88
    private static let levelBits = 8
}
