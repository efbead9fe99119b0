/// The sequence header of AV1 (§5.5.1), as far as the size of the picture.
enum AV1SequenceHeader {
    /// The greatest size of the sequence's frames; nil when the header is cut.
    static func resolution(_ header: Span<UInt8>) -> Resolution? {
        var reader = BitReader(header)
        return try? parse(&reader)
    }

    private static func parse(_ reader: inout BitReader) throws(EndOfBits) -> Resolution? {
        // seq_profile and still_picture.
        try reader.skip(4)
        let isReduced = try reader.readFlag()
        if isReduced {
            // seq_level_idx.
            try reader.skip(5)
        } else {
            try skipOperatingPoints(&reader)
        }
        let widthBits = Int(try reader.read(4)) + 1
        let heightBits = Int(try reader.read(4)) + 1
        let width = Int(try reader.read(widthBits)) + 1
        let height = Int(try reader.read(heightBits)) + 1
        return Resolution(width: width, height: height)
    }

    private static func skipOperatingPoints(_ reader: inout BitReader) throws(EndOfBits) {
        // Bits of each decoder buffer delay; nil without a decoder model.
        var delayBits: Int?
        if try reader.readFlag() { delayBits = try readTiming(&reader) }
        let hasDisplayDelay = try reader.readFlag()
        let points = try reader.read(5) + 1
        for _ in 0..<points {
            // operating_point_idc.
            try reader.skip(12)
            // Above level 3.3 a bit of tier follows.
            if try reader.read(5) > 7 { try reader.skip(1) }
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
}
