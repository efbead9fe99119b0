/// The sequence parameter set of H.264 (§7.3.2.1.1), as far as the size of the picture.
enum H264SequenceParameterSet {
    /// Nil when it is cut or says nonsense.
    /// - Parameter start: where the set begins, behind its NAL unit header.
    static func resolution(_ unit: Span<UInt8>, at start: Int) -> Resolution? {
        var reader = BitReader(unit, from: start, removingEmulationPrevention: true)
        return try? parse(&reader)
    }

    private static func parse(_ reader: inout BitReader) throws(EndOfBits) -> Resolution? {
        let profile = try reader.read(8)
        // Constraint flags, level and the set's identifier.
        try reader.skip(16)
        _ = try reader.readExpGolomb()
        let chroma = try readChroma(&reader, profile: profile)
        // log2_max_frame_num.
        _ = try reader.readExpGolomb()
        try skipPictureOrderCount(&reader)
        // max_num_ref_frames and gaps_in_frame_num_value_allowed_flag.
        _ = try reader.readExpGolomb()
        try reader.skip(1)
        let width = (try reader.readExpGolomb() + 1) * 16
        let mapUnits = try reader.readExpGolomb() + 1
        let isFrameOnly = try reader.readFlag()
        // mb_adaptive_frame_field_flag, then direct_8x8_inference_flag.
        try reader.skip(isFrameOnly ? 1 : 2)
        let heightUnit = isFrameOnly ? 1 : 2
        let height = mapUnits * 16 * heightUnit

        guard try reader.readFlag() else { return Resolution(width: width, height: height) }
        let (left, right) = (try reader.readExpGolomb(), try reader.readExpGolomb())
        let (top, bottom) = (try reader.readExpGolomb(), try reader.readExpGolomb())
        return Resolution(
            width: width - chroma.horizontalUnit * (left + right),
            height: height - chroma.verticalUnit * heightUnit * (top + bottom))
    }

    private static func readChroma(_ reader: inout BitReader, profile: UInt32) throws(EndOfBits) -> ChromaFormat {
        guard profilesWithChroma.contains(profile) else { return .yuv420 }
        let code = try reader.readExpGolomb()
        let isSeparate = code == 3 ? try reader.readFlag() : false
        // bit_depth_luma, bit_depth_chroma and qpprime_y_zero_transform_bypass_flag.
        _ = try reader.readExpGolomb()
        _ = try reader.readExpGolomb()
        try reader.skip(1)
        if try reader.readFlag() {
            for list in 0..<(code == 3 ? 12 : 8) where try reader.readFlag() {
                try skipScalingList(&reader, size: list < 6 ? 16 : 64)
            }
        }
        return isSeparate ? .separate : ChromaFormat(code: code)
    }

    /// §7.3.2.1.1.1: each scale is the one before plus a difference, and the list ends where a scale is 0.
    private static func skipScalingList(_ reader: inout BitReader, size: Int) throws(EndOfBits) {
        var scale = 8
        for _ in 0..<size {
            scale = (scale + (try reader.readSignedExpGolomb())) & 0xFF
            if scale == 0 { return }
        }
    }

    private static func skipPictureOrderCount(_ reader: inout BitReader) throws(EndOfBits) {
        switch try reader.readExpGolomb() {
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

    /// The profiles whose sets tell the chroma format (§7.3.2.1.1).
    private static let profilesWithChroma: [UInt32] = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]
}
