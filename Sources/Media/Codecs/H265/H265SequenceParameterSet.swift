/// The sequence parameter set of H.265 (§7.3.2.2.1), as far as the size of the picture.
enum H265SequenceParameterSet {
    /// Nil when it is cut or says nonsense.
    /// - Parameter start: where the set begins, behind its NAL unit header.
    static func resolution(_ unit: Span<UInt8>, at start: Int) -> Resolution? {
        var reader = BitReader(unit, from: start, removingEmulationPrevention: true)
        return try? parse(&reader)
    }

    private static func parse(_ reader: inout BitReader) throws(EndOfBits) -> Resolution? {
        // sps_video_parameter_set_id.
        try reader.skip(4)
        let higherSublayers = Int(try reader.read(3))
        // sps_temporal_id_nesting_flag.
        try reader.skip(1)
        try skipProfileTierLevel(&reader, higherSublayers: higherSublayers)
        // sps_seq_parameter_set_id.
        _ = try reader.readExpGolomb()
        let code = try reader.readExpGolomb()
        let isSeparate = code == 3 ? try reader.readFlag() : false
        let chroma = isSeparate ? ChromaFormat.separate : ChromaFormat(code: code)
        let width = try reader.readExpGolomb()
        let height = try reader.readExpGolomb()

        guard try reader.readFlag() else { return Resolution(width: width, height: height) }
        let (left, right) = (try reader.readExpGolomb(), try reader.readExpGolomb())
        let (top, bottom) = (try reader.readExpGolomb(), try reader.readExpGolomb())
        return Resolution(
            width: width - chroma.horizontalUnit * (left + right),
            height: height - chroma.verticalUnit * (top + bottom))
    }

    /// `profile_tier_level(1, …)`, §7.3.3.
    private static func skipProfileTierLevel(_ reader: inout BitReader, higherSublayers: Int) throws(EndOfBits) {
        try reader.skip(profileBits + levelBits)
        guard higherSublayers > 0 else { return }
        var sublayerBits = 0
        for _ in 0..<higherSublayers {
            if try reader.readFlag() { sublayerBits += profileBits }
            if try reader.readFlag() { sublayerBits += levelBits }
        }
        // Reserved bits fill the flags up to eight pairs.
        try reader.skip(2 * (8 - higherSublayers))
        try reader.skip(sublayerBits)
    }

    private static let profileBits = 88
    private static let levelBits = 8
}
