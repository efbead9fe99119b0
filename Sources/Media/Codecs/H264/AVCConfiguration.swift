import Bytes

/// The decoder configuration of H.264, AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1).
///
/// Extensions of sequence parameter sets, which are for auxiliary pictures (alpha) alone, are dropped.
package struct AVCConfiguration: Hashable, Sendable {
    /// At least one, at most ``maximumSequenceSets``; each is a NAL unit.
    package private(set) var sequenceParameterSets: [[UInt8]]
    /// At most ``maximumPictureSets``; none when a stream brings them with its frames.
    package private(set) var pictureParameterSets: [[UInt8]]
    /// Bytes of the lengths before NAL units: 1, 2 or 4.
    package private(set) var lengthSize: Int

    /// Throws `malformed` for sets that are none, `tooLarge` for too many or too long ones.
    package init(
        sequenceParameterSets: [[UInt8]], pictureParameterSets: [[UInt8]], lengthSize: Int = 4
    ) throws(CodecError) {
        self.sequenceParameterSets = sequenceParameterSets
        self.pictureParameterSets = pictureParameterSets
        self.lengthSize = lengthSize
        try validate()
    }

    /// Throws `malformed` when the record is cut or has no sequence parameter set, `unsupported` for another version, and
    /// `tooLarge` beyond the limits.
    package init(parsing bytes: Span<UInt8>) throws(CodecError) {
        guard bytes.count <= Self.maximumSize else { throw .tooLarge }
        var reader = ByteReader(bytes)
        let version: UInt8
        do {
            version = try reader.readUInt8()
            // Profile, compatibility and level, which the first set has too.
            try reader.skip(3)
            lengthSize = Int(try reader.readUInt8() & 3) + 1
            sequenceParameterSets = try ParameterSets.read(&reader, count: Int(try reader.readUInt8() & 0x1F))
            pictureParameterSets = try ParameterSets.read(&reader, count: Int(try reader.readUInt8()))
        } catch {
            throw .malformed
        }
        guard version == Self.version else { throw .unsupported }
        try validate()
    }

    /// The record, as it is written into containers.
    package var bytes: [UInt8] {
        var writer = ByteWriter(capacity: size)
        guard let first = sequenceParameterSets.first else { return [] }
        writer.write(Self.version)
        writer.write(first[1..<4])
        writer.write(0xFC | UInt8(truncatingIfNeeded: lengthSize - 1))
        writer.write(0xE0 | UInt8(truncatingIfNeeded: sequenceParameterSets.count))
        for set in sequenceParameterSets { ParameterSets.write(set, to: &writer) }
        writer.write(UInt8(truncatingIfNeeded: pictureParameterSets.count))
        for set in pictureParameterSets { ParameterSets.write(set, to: &writer) }
        if let facts = H264SequenceParameterSet(first.span, at: 1), facts.hasChroma {
            writer.write(0xFC | UInt8(truncatingIfNeeded: facts.chroma.code))
            writer.write(0xF8 | UInt8(truncatingIfNeeded: facts.chroma.lumaDepthAbove8))
            writer.write(0xF8 | UInt8(truncatingIfNeeded: facts.chroma.chromaDepthAbove8))
            // No extension sets.
            writer.write(UInt8(0))
        }
        return writer.bytes
    }

    /// The configuration with lengths of four bytes, as frames in Turnout have them.
    package var canonical: AVCConfiguration {
        var copy = self
        copy.lengthSize = 4
        return copy
    }

    /// Takes the sets that came within a frame. A set replaces the one with its identifier; when there are more than a
    /// configuration can have, the oldest go. Returns whether anything changed.
    ///
    /// Throws, and changes nothing, when the configuration would break its limits.
    package mutating func take(_ frame: FilteredFrame) throws(CodecError) -> Bool {
        guard frame.hasParameterSets else { return false }
        var changed = self
        ParameterSets.merge(
            frame.sequenceParameterSets, into: &changed.sequenceParameterSets, limit: Self.maximumSequenceSets
        ) { H264SequenceParameterSet($0.span, at: 1)?.id }
        ParameterSets.merge(
            frame.pictureParameterSets, into: &changed.pictureParameterSets, limit: Self.maximumPictureSets
        ) { ParameterSets.pictureSetID($0, at: 1) }
        guard changed != self else { return false }
        try changed.validate()
        self = changed
        return true
    }

    private func validate() throws(CodecError) {
        guard lengthSize == 1 || lengthSize == 2 || lengthSize == 4, !sequenceParameterSets.isEmpty,
            // A sequence set has a profile, constraints and a level.
            sequenceParameterSets.allSatisfy({ $0.count >= 4 && Self.type($0) == .sequenceParameterSet }),
            pictureParameterSets.allSatisfy({ $0.count >= 2 && Self.type($0) == .pictureParameterSet })
        else { throw .malformed }
        guard sequenceParameterSets.count <= Self.maximumSequenceSets,
            pictureParameterSets.count <= Self.maximumPictureSets,
            (sequenceParameterSets + pictureParameterSets).allSatisfy({ $0.count <= Int(UInt16.max) }),
            size <= Self.maximumSize
        else { throw .tooLarge }
    }

    /// An upper bound of the bytes of the record.
    private var size: Int {
        (sequenceParameterSets + pictureParameterSets).reduce(11) { $0 + 2 + $1.count }
    }

    private static func type(_ set: [UInt8]) -> H264NALUnitType? { set.first.map(H264NALUnitType.init(header:)) }

    /// Sets that the counts of the record have room for (§5.3.3.1.2: 5 and 8 bits).
    package static let maximumSequenceSets = 31
    package static let maximumPictureSets = 255
    /// Bytes of a record (our choice): real ones have less than 300.
    package static let maximumSize = 64 << 10

    private static let version: UInt8 = 1
}
