/// The decoder configuration of VP8 and VP9, VPCodecConfigurationRecord ("VP Codec ISO Media File Format Binding") without
/// the version and flags of its box.
package struct VPConfiguration: Hashable, Sendable {
    /// 0...3.
    package private(set) var profile: UInt8
    /// Ten times the level; 0 when it is unknown.
    package private(set) var level: UInt8
    /// Bits of a sample: 8, 10 or 12.
    package private(set) var bitDepth: UInt8
    /// 0 and 1 for 4:2:0 (chroma between the rows, or at the corner), 2 for 4:2:2, 3 for 4:4:4.
    package private(set) var chromaSubsampling: UInt8
    /// Whether samples use all values rather than those of television.
    package private(set) var isFullRange: Bool
    /// The numbers of ISO/IEC 23091-2; 2 is "unspecified".
    package private(set) var colorPrimaries: UInt8
    package private(set) var transferCharacteristics: UInt8
    package private(set) var matrixCoefficients: UInt8

    /// What every stream of VP8 is: 8 bits, 4:2:0 (RFC 6386 §2), in levels that VP8 does not have.
    package static let vp8 = VPConfiguration(profile: 0, bitDepth: 8, chromaSubsampling: 1)

    /// From the header of a VP9 keyframe. The level is the lowest that allows the picture's size, since the rate of frames is
    /// not known. Throws `malformed` when `frame` begins no keyframe.
    package init(vp9Keyframe frame: Span<UInt8>) throws(CodecError) {
        guard let header = VP9FrameHeader(keyframe: frame, at: 0) else { throw .malformed }
        self.init(
            profile: header.profile, bitDepth: header.color.bitDepth,
            chromaSubsampling: header.color.chromaSubsampling)
        level = header.resolution.map(Self.level) ?? 0
        isFullRange = header.color.isFullRange
        (colorPrimaries, transferCharacteristics, matrixCoefficients) = header.color.description
    }

    /// Throws `malformed` when the record is cut or its numbers are out of range. What initialises codecs, which VP8 and VP9
    /// do not use, is passed over.
    package init(parsing bytes: Span<UInt8>) throws(CodecError) {
        guard bytes.count >= Self.length, bytes[0] <= 3 else { throw .malformed }
        self.init(profile: bytes[0], bitDepth: bytes[2] >> 4, chromaSubsampling: bytes[2] >> 1 & 7)
        guard [8, 10, 12].contains(bitDepth), chromaSubsampling <= 3 else { throw .malformed }
        level = bytes[1]
        isFullRange = bytes[2] & 1 == 1
        (colorPrimaries, transferCharacteristics, matrixCoefficients) = (bytes[3], bytes[4], bytes[5])
    }

    private init(profile: UInt8, bitDepth: UInt8, chromaSubsampling: UInt8) {
        self.profile = profile
        self.bitDepth = bitDepth
        self.chromaSubsampling = chromaSubsampling
        level = 0
        isFullRange = false
        (colorPrimaries, transferCharacteristics, matrixCoefficients) = (2, 2, 2)
    }

    /// The record, as it is written into containers: eight bytes.
    package var bytes: [UInt8] {
        [
            profile, level, bitDepth << 4 | chromaSubsampling << 1 | (isFullRange ? 1 : 0),
            colorPrimaries, transferCharacteristics, matrixCoefficients,
            // codecInitializationDataSize.
            0, 0,
        ]
    }

    /// The greatest pictures of each level ("VP9 Levels", table 1).
    private static func level(_ size: Resolution) -> UInt8 {
        let area = size.width * size.height
        return levels.first { area <= $0.area }?.level ?? 0
    }

    private static let levels: [(level: UInt8, area: Int)] = [
        (10, 36_864), (11, 73_728), (20, 122_880), (21, 245_760), (30, 552_960), (31, 983_040), (40, 2_228_224),
        (50, 8_912_896), (60, 35_651_584),
    ]
    /// Bytes of a record.
    private static let length = 8
}
