/// `color_config()` of AV1's sequence header (§5.5.2), as far as decoder configurations repeat it.
struct AV1ColorConfiguration {
    private(set) var isHighBitDepth = false
    private(set) var isTwelveBit = false
    private(set) var isMonochrome = false
    /// `subsampling_x` and `subsampling_y`: whether chroma has half of the columns, of the rows.
    private(set) var subsamplesColumns = true
    private(set) var subsamplesRows = true
    /// `chroma_sample_position`, 0...3.
    private(set) var samplePosition: UInt8 = 0

    /// Eight bits, 4:2:0.
    init() {}

    init(_ reader: inout BitReader, profile: UInt8) throws(EndOfBits) {
        isHighBitDepth = try reader.readFlag()
        if profile == 2, isHighBitDepth { isTwelveBit = try reader.readFlag() }
        if profile != 1 { isMonochrome = try reader.readFlag() }
        // color_primaries, transfer_characteristics and matrix_coefficients; unspecified when they are absent.
        let description = try reader.readFlag() ? try reader.read(24) : 0x02_0202
        if isMonochrome {
            // color_range.
            try reader.skip(1)
        } else if description == Self.sRGB {
            (subsamplesColumns, subsamplesRows) = (false, false)
        } else {
            try reader.skip(1)
            try readSubsampling(&reader, profile: profile)
        }
    }

    /// The bits below the tier in the third byte of a decoder configuration (AV1-ISOBMFF §2.3.3).
    var codingBits: UInt8 {
        (isHighBitDepth ? 0x40 : 0) | (isTwelveBit ? 0x20 : 0) | (isMonochrome ? 0x10 : 0)
            | (subsamplesColumns ? 0x08 : 0) | (subsamplesRows ? 0x04 : 0) | samplePosition
    }

    private mutating func readSubsampling(_ reader: inout BitReader, profile: UInt8) throws(EndOfBits) {
        switch profile {
        case 0: (subsamplesColumns, subsamplesRows) = (true, true)
        case 1: (subsamplesColumns, subsamplesRows) = (false, false)
        default:
            subsamplesColumns = isTwelveBit ? try reader.readFlag() : true
            subsamplesRows = isTwelveBit && subsamplesColumns ? try reader.readFlag() : false
        }
        if subsamplesColumns, subsamplesRows { samplePosition = UInt8(truncatingIfNeeded: try reader.read(2)) }
    }

    /// BT.709 primaries, the sRGB transfer function and the identity matrix.
    private static let sRGB: UInt32 = 0x01_0D00
}
