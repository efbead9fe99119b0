/// The sequence header of AV1 (§5.5.1): what containers, and viewers of a stream, must know of it.
struct AV1SequenceHeader {
    /// `seq_profile`, 0...2.
    private(set) var profile: UInt8 = 0
    /// `seq_level_idx` and `seq_tier` of the first operating point.
    private(set) var level: UInt8 = 0
    private(set) var tier: UInt8 = 0
    /// The greatest size of the sequence's frames.
    private(set) var resolution: Resolution?
    /// Nil when the header is cut behind the size.
    private var color: AV1ColorConfiguration?

    /// Nil when the header is cut before the size is known.
    /// - Parameter payload: what is behind header and size of the OBU.
    init?(_ payload: Span<UInt8>) {
        var reader = BitReader(payload)
        do { try parse(&reader) } catch { return nil }
    }

    static func resolution(_ payload: Span<UInt8>) -> Resolution? {
        AV1SequenceHeader(payload)?.resolution
    }

    /// Tier, bit depth, subsampling and sample position as a decoder configuration has them (AV1-ISOBMFF §2.3.3).
    var codingByte: UInt8 { tier << 7 | (color ?? AV1ColorConfiguration()).codingBits }

    private mutating func parse(_ reader: inout BitReader) throws(EndOfBits) {
        profile = UInt8(truncatingIfNeeded: try reader.read(3))
        // still_picture.
        try reader.skip(1)
        let isReduced = try reader.readFlag()
        if isReduced {
            level = UInt8(truncatingIfNeeded: try reader.read(5))
        } else {
            try readOperatingPoints(&reader)
        }
        let widthBits = Int(try reader.read(4)) + 1
        let heightBits = Int(try reader.read(4)) + 1
        let width = Int(try reader.read(widthBits)) + 1
        let height = Int(try reader.read(heightBits)) + 1
        resolution = Resolution(width: width, height: height)
        color = try? Self.readColor(&reader, profile: profile, isReduced: isReduced)
    }

    private mutating func readOperatingPoints(_ reader: inout BitReader) throws(EndOfBits) {
        // Bits of each decoder buffer delay; nil without a decoder model.
        var delayBits: Int?
        if try reader.readFlag() { delayBits = try Self.readTiming(&reader) }
        let hasDisplayDelay = try reader.readFlag()
        let points = try reader.read(5) + 1
        for point in 0..<points {
            // operating_point_idc.
            try reader.skip(12)
            let pointLevel = try reader.read(5)
            // Above level 3.3 a bit of tier follows.
            let pointTier = pointLevel > 7 ? try reader.read(1) : 0
            if point == 0 {
                (level, tier) = (UInt8(truncatingIfNeeded: pointLevel), UInt8(truncatingIfNeeded: pointTier))
            }
            if let delayBits, try reader.readFlag() {
                // decoder_buffer_delay, encoder_buffer_delay and low_delay_mode_flag (§5.5.5).
                try reader.skip(2 * delayBits + 1)
            }
            if hasDisplayDelay, try reader.readFlag() { try reader.skip(4) }
        }
    }

    /// `timing_info()` and `decoder_model_info()` (§5.5.3, §5.5.4).
    private static func readTiming(_ reader: inout BitReader) throws(EndOfBits) -> Int? {
        // num_units_in_display_tick and time_scale.
        try reader.skip(64)
        let hasEqualIntervals = try reader.readFlag()
        if hasEqualIntervals { _ = try reader.readExpGolomb() }
        guard try reader.readFlag() else { return nil }
        let delayBits = Int(try reader.read(5)) + 1
        // num_units_in_decoding_tick, buffer_removal_time_length and frame_presentation_time_length.
        try reader.skip(32 + 5 + 5)
        return delayBits
    }

    /// What is between the size and `color_config()`, then that.
    private static func readColor(
        _ reader: inout BitReader, profile: UInt8, isReduced: Bool
    ) throws(EndOfBits) -> AV1ColorConfiguration {
        // Two lengths of frame identifiers.
        if !isReduced, try reader.readFlag() { try reader.skip(4 + 3) }
        // use_128x128_superblock, enable_filter_intra and enable_intra_edge_filter.
        try reader.skip(3)
        if !isReduced { try skipTools(&reader) }
        // enable_superres, enable_cdef and enable_restoration.
        try reader.skip(3)
        return try AV1ColorConfiguration(&reader, profile: profile)
    }

    private static func skipTools(_ reader: inout BitReader) throws(EndOfBits) {
        // enable_interintra_compound, enable_masked_compound, enable_warped_motion and enable_dual_filter.
        try reader.skip(4)
        let hasOrderHint = try reader.readFlag()
        // enable_jnt_comp and enable_ref_frame_mvs.
        if hasOrderHint { try reader.skip(2) }
        // Either of the two can be left to each frame, which is the value 2.
        let choosesScreenContentTools = try reader.readFlag()
        let hasScreenContentTools = choosesScreenContentTools ? true : try reader.readFlag()
        if hasScreenContentTools {
            let choosesIntegerMotion = try reader.readFlag()
            if !choosesIntegerMotion { try reader.skip(1) }
        }
        // order_hint_bits_minus_1.
        if hasOrderHint { try reader.skip(3) }
    }
}
