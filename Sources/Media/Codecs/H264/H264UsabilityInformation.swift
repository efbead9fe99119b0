/// The video usability information behind a sequence parameter set of H.264 (Annex E), as far as the order of frames.
enum H264UsabilityInformation {
    /// `max_num_reorder_frames`: how many frames can precede any frame in decoding order and follow it in output order. Nil
    /// when it is not said. The reader stands at `vui_parameters_present_flag`.
    static func reorderedFrames(_ reader: inout BitReader) throws(EndOfBits) -> Int? {
        guard try reader.readFlag() else { return nil }
        try skipPictureDescription(&reader)
        // num_units_in_tick, time_scale and fixed_frame_rate_flag.
        if try reader.readFlag() { try reader.skip(32 + 32 + 1) }
        let hasNALParameters = try reader.readFlag()
        if hasNALParameters { try skipReferenceDecoder(&reader) }
        let hasVCLParameters = try reader.readFlag()
        if hasVCLParameters { try skipReferenceDecoder(&reader) }
        // low_delay_hrd_flag.
        if hasNALParameters || hasVCLParameters { try reader.skip(1) }
        // pic_struct_present_flag.
        try reader.skip(1)

        guard try reader.readFlag() else { return nil }
        // motion_vectors_over_pic_boundaries_flag, max_bytes_per_pic_denom, max_bits_per_mb_denom and two logarithms of
        // motion vector lengths.
        try reader.skip(1)
        for _ in 0..<4 { _ = try reader.readExpGolomb() }
        return try reader.readExpGolomb()
    }

    private static func skipPictureDescription(_ reader: inout BitReader) throws(EndOfBits) {
        if try reader.readFlag(), try reader.read(8) == extendedAspectRatio { try reader.skip(32) }
        // overscan_appropriate_flag.
        if try reader.readFlag() { try reader.skip(1) }
        if try reader.readFlag() {
            // video_format and video_full_range_flag, then three bytes of colour.
            try reader.skip(4)
            if try reader.readFlag() { try reader.skip(24) }
        }
        if try reader.readFlag() {
            // Where chroma samples lie in either field.
            _ = try reader.readExpGolomb()
            _ = try reader.readExpGolomb()
        }
    }

    /// `hrd_parameters()`, §E.1.2.
    private static func skipReferenceDecoder(_ reader: inout BitReader) throws(EndOfBits) {
        let schedules = try reader.readExpGolomb() + 1
        guard schedules <= 32 else { throw EndOfBits() }
        // bit_rate_scale and cpb_size_scale.
        try reader.skip(8)
        for _ in 0..<schedules {
            _ = try reader.readExpGolomb()
            _ = try reader.readExpGolomb()
            try reader.skip(1)
        }
        // Lengths of delays, of the removal delay and of the time offset.
        try reader.skip(20)
    }

    /// Extended_SAR (table E-1).
    private static let extendedAspectRatio: UInt32 = 255
}
