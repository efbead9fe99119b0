import Bytes

/// The decoder configuration of H.265, HEVCDecoderConfigurationRecord (ISO/IEC 14496-15 §8.3.3.1).
///
/// What the record repeats from the first sequence parameter set is read there; what it may leave unsaid (spatial
/// segmentation, parallelism, frame rate) is written so.
package struct HEVCConfiguration: Hashable, Sendable {
    /// NAL units, by kind; at least one of sequences. At most ``maximumSets`` of each.
    package private(set) var videoParameterSets: [[UInt8]]
    package private(set) var sequenceParameterSets: [[UInt8]]
    package private(set) var pictureParameterSets: [[UInt8]]
    /// Messages that hold for the whole stream, such as the mastering display's colours.
    package private(set) var supplementalInformation: [[UInt8]]
    /// Bytes of the lengths before NAL units: 1, 2 or 4.
    package private(set) var lengthSize: Int

    /// Throws `malformed` for sets that are none, `tooLarge` for too many or too long ones.
    package init(
        videoParameterSets: [[UInt8]], sequenceParameterSets: [[UInt8]], pictureParameterSets: [[UInt8]],
        supplementalInformation: [[UInt8]] = [], lengthSize: Int = 4
    ) throws(CodecError) {
        self.videoParameterSets = videoParameterSets
        self.sequenceParameterSets = sequenceParameterSets
        self.pictureParameterSets = pictureParameterSets
        self.supplementalInformation = supplementalInformation
        self.lengthSize = lengthSize
        try validate()
    }

    /// Throws `malformed` when the record is cut or has no sequence parameter set, `unsupported` for another version, and
    /// `tooLarge` beyond the limits.
    package init(parsing bytes: Span<UInt8>) throws(CodecError) {
        guard bytes.count <= Self.maximumSize else { throw .tooLarge }
        (videoParameterSets, sequenceParameterSets, pictureParameterSets) = ([], [], [])
        (supplementalInformation, lengthSize) = ([], 4)
        do {
            var reader = ByteReader(bytes)
            // Some write 0 where the standard has 1; the record is the same.
            guard try reader.readUInt8() <= Self.version else { throw CodecError.unsupported }
            // What the sets say, up to the frame rate.
            try reader.skip(Self.lengthSizeOffset - 1)
            lengthSize = Int(try reader.readUInt8() & 3) + 1
            for _ in 0..<(try reader.readUInt8()) {
                let type = H265NALUnitType(rawValue: try reader.readUInt8())
                append(try ParameterSets.read(&reader, count: Int(try reader.readUInt16())), of: type)
            }
        } catch {
            throw error as? CodecError ?? .malformed
        }
        try validate()
    }

    /// The record, as it is written into containers.
    package var bytes: [UInt8] {
        guard let set = sequenceParameterSets.first,
            let facts = H265SequenceParameterSet(set.span, at: H265NALUnitType.headerLength)
        else { return [] }
        var writer = ByteWriter(capacity: size)
        writer.write(Self.version)
        for index in facts.profileTierLevel.indices { writer.write(facts.profileTierLevel[index]) }
        // Neither spatial segmentation nor parallelism is said.
        writer.write(UInt16(0xF000))
        writer.write(UInt8(0xFC))
        writer.write(0xFC | UInt8(truncatingIfNeeded: facts.chromaCode))
        writer.write(0xF8 | UInt8(truncatingIfNeeded: facts.coding?.lumaDepthAbove8 ?? 0))
        writer.write(0xF8 | UInt8(truncatingIfNeeded: facts.coding?.chromaDepthAbove8 ?? 0))
        // Nor a frame rate.
        writer.write(UInt16(0))
        let nesting: UInt8 = facts.isTemporallyNested ? 0x04 : 0
        writer.write(
            UInt8(truncatingIfNeeded: facts.higherSublayers + 1) << 3 | nesting
                | UInt8(truncatingIfNeeded: lengthSize - 1))
        let arrays = self.arrays.filter { !$0.units.isEmpty }
        writer.write(UInt8(truncatingIfNeeded: arrays.count))
        for array in arrays {
            // All parameter sets are here, none in frames (array_completeness).
            writer.write((array.type.isParameterSet ? 0x80 : 0) | array.type.rawValue)
            writer.write(UInt16(truncatingIfNeeded: array.units.count))
            for unit in array.units { ParameterSets.write(unit, to: &writer) }
        }
        return writer.bytes
    }

    /// The configuration with lengths of four bytes, as frames in Turnout have them.
    package var canonical: HEVCConfiguration {
        var copy = self
        copy.lengthSize = 4
        return copy
    }

    /// Takes the sets that came within a frame, as ``AVCConfiguration/take(_:)`` does.
    package mutating func take(_ frame: FilteredFrame) throws(CodecError) -> Bool {
        guard frame.hasParameterSets else { return false }
        let header = H265NALUnitType.headerLength
        var changed = self
        ParameterSets.merge(frame.videoParameterSets, into: &changed.videoParameterSets, limit: Self.maximumSets) {
            // vps_video_parameter_set_id, §7.3.2.1.
            $0.count > header ? Int($0[header] >> 4) : nil
        }
        ParameterSets.merge(
            frame.sequenceParameterSets, into: &changed.sequenceParameterSets, limit: Self.maximumSets
        ) { H265SequenceParameterSet($0.span, at: header)?.id }
        ParameterSets.merge(
            frame.pictureParameterSets, into: &changed.pictureParameterSets, limit: Self.maximumSets
        ) { ParameterSets.pictureSetID($0, at: header) }
        guard changed != self else { return false }
        try changed.validate()
        self = changed
        return true
    }

    /// Keeps what is known; later arrays of a kind add to the first.
    private mutating func append(_ units: [[UInt8]], of type: H265NALUnitType) {
        switch type {
        case .videoParameterSet: videoParameterSets += units
        case .sequenceParameterSet: sequenceParameterSets += units
        case .pictureParameterSet: pictureParameterSets += units
        case .prefixSupplementalEnhancementInformation: supplementalInformation += units
        default: break
        }
    }

    private var arrays: [(type: H265NALUnitType, units: [[UInt8]])] {
        [
            (.videoParameterSet, videoParameterSets), (.sequenceParameterSet, sequenceParameterSets),
            (.pictureParameterSet, pictureParameterSets),
            (.prefixSupplementalEnhancementInformation, supplementalInformation),
        ]
    }

    private func validate() throws(CodecError) {
        guard lengthSize == 1 || lengthSize == 2 || lengthSize == 4, let first = sequenceParameterSets.first,
            // The record cannot be written without what this set says.
            H265SequenceParameterSet(first.span, at: H265NALUnitType.headerLength) != nil
        else { throw .malformed }
        for array in arrays {
            for unit in array.units {
                guard unit.count > H265NALUnitType.headerLength, H265NALUnitType(header: unit[0]) == array.type
                else { throw .malformed }
                guard unit.count <= Int(UInt16.max) else { throw .tooLarge }
            }
            guard array.units.count <= Self.maximumSets else { throw .tooLarge }
        }
        guard size <= Self.maximumSize else { throw .tooLarge }
    }

    /// An upper bound of the bytes of the record.
    private var size: Int {
        arrays.reduce(Self.lengthSizeOffset + 2) { $0 + 3 + $1.units.reduce(0) { $0 + 2 + $1.count } }
    }

    /// Units of each kind: of picture parameter sets there can be 64 (§7.4.3.3.1), of the others fewer.
    package static let maximumSets = 64
    /// Bytes of a record (our choice): real ones have less than 2,000.
    package static let maximumSize = 64 << 10

    private static let version: UInt8 = 1
    /// Bytes before the one with the size of lengths.
    private static let lengthSizeOffset = 21
}
