/// The decoder configuration of AV1, AV1CodecConfigurationRecord (AV1-ISOBMFF §2.3.3).
package struct AV1Configuration: Hashable, Sendable {
    /// `seq_profile`, 0...2.
    package private(set) var profile: UInt8
    /// `seq_level_idx_0`, 0...31.
    package private(set) var level: UInt8
    /// The byte with `seq_tier_0`, bit depth, chroma subsampling and sample position.
    private var coding: UInt8
    /// The byte with the delay before the first frame can be shown.
    private var presentationDelay: UInt8
    /// The sequence header OBU with its size, perhaps with metadata OBUs behind it; empty when frames alone have them.
    package private(set) var units: [UInt8]

    /// - Parameter sequenceHeader: the OBU, with or without a size.
    ///
    /// Throws `malformed` when it is none, `tooLarge` beyond half of ``maximumSize``.
    package init(sequenceHeader: [UInt8]) throws(CodecError) {
        guard sequenceHeader.count <= Self.maximumSize / 2 else { throw .tooLarge }
        let bytes = sequenceHeader.span
        guard let unit = Self.sequenceHeader(in: bytes), let header = AV1SequenceHeader(bytes.extracting(unit.payload))
        else { throw .malformed }
        (profile, level, coding, presentationDelay) = (header.profile, header.level, header.codingByte, 0)
        units = []
        unit.append(from: bytes, to: &units)
    }

    /// Throws `malformed` when the record is cut or what is behind its header is no OBUs, `unsupported` for another version.
    package init(parsing bytes: Span<UInt8>) throws(CodecError) {
        guard bytes.count <= Self.maximumSize else { throw .tooLarge }
        guard bytes.count >= Self.headerLength else { throw .malformed }
        guard bytes[0] == Self.markerAndVersion else { throw .unsupported }
        (profile, level) = (bytes[1] >> 5, bytes[1] & 0x1F)
        (coding, presentationDelay) = (bytes[2], bytes[3])
        let rest = bytes.extracting(Self.headerLength..<bytes.count)
        var walk = AV1OBUs()
        while walk.next(in: rest) != nil {}
        guard !walk.isMalformed else { throw .malformed }
        units = [UInt8](copying: rest)
    }

    /// The record, as it is written into containers.
    package var bytes: [UInt8] {
        [Self.markerAndVersion, profile << 5 | level, coding, presentationDelay] + units
    }

    /// The size of the pictures; nil when the record has no sequence header.
    var resolution: Resolution? {
        Self.sequenceHeader(in: units.span).flatMap {
            AV1SequenceHeader.resolution(units.span.extracting($0.payload))
        }
    }

    private static func sequenceHeader(in bytes: Span<UInt8>) -> AV1OBU? {
        var walk = AV1OBUs()
        while let unit = walk.next(in: bytes) {
            if unit.type == AV1OBU.sequenceHeader { return unit }
        }
        return nil
    }

    /// Bytes of a record (our choice): real ones have less than 100.
    package static let maximumSize = 4 << 10

    private static let markerAndVersion: UInt8 = 0x81
    private static let headerLength = 4
}
