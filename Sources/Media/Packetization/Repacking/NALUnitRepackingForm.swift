import Codecs

/// What repacking must know of the payload format of H.264 or H.265 besides how to write it.
protocol NALUnitRepackingForm: NALUnitPayloadForm {
    associatedtype Configuration: ParameterSetConfiguration

    /// The parameter sets that a session description gives; nil when it asks for interleaving.
    static func parameterSets(_ format: PacketFormat) -> [UInt8]?
    /// What kind of payload it is; nil when it is malformed, or belongs to a mode without agreement.
    /// - Parameter payload: at least one byte.
    static func structure(of payload: Span<UInt8>) -> NALUnitPayloadStructure?
    /// - Parameters:
    ///   - header: of a unit that can be sent.
    ///   - firstOfBody: the byte behind it; 0 when there is none.
    static func role(ofUnit header: UInt16, firstOfBody: UInt8) -> RepackedUnitRole
}

/// The structures of RFC 6184 §5.2 and RFC 7798 §4.4 that viewers can have.
enum NALUnitPayloadStructure: Equatable {
    /// The payload is a unit.
    case unit
    /// Units behind their lengths in two bytes, from a place in the payload on.
    case aggregate(start: Int)
    /// Part of the body of a unit with this header, from a place in the payload to its end; one byte or more.
    case fragment(header: UInt16, isFirst: Bool, isLast: Bool, start: Int)
}

/// What a NAL unit is to an access unit.
enum RepackedUnitRole: Equatable {
    /// Marks where the access unit begins, so that nothing of it may come before.
    case delimiter
    /// One of the kinds of ``ParameterSetConfiguration/kinds``, from 0 on.
    case parameterSet(kind: Int)
    /// Part of the picture; the first one begins with its first block.
    case slice(isFirst: Bool, isKeyframe: Bool)
    case other
}

/// The parameter sets in force of a track.
protocol ParameterSetConfiguration: Sendable {
    /// How many kinds of sets a decoder needs. Those of a later kind refer to those of an earlier.
    static var kindCount: Int { get }
    /// Takes the parameter sets out of NAL units that stand behind lengths in four bytes.
    static func filter(_ units: Span<UInt8>) throws(CodecError) -> FilteredFrame
    /// Nil when the frame has no set that a configuration can begin with.
    init?(_ frame: FilteredFrame)
    /// Takes sets in place of those with their identifiers, and returns whether anything changed.
    mutating func take(_ frame: FilteredFrame) throws(CodecError) -> Bool
    /// The sets, by kind.
    var kinds: [[[UInt8]]] { get }
}

extension AVCConfiguration: ParameterSetConfiguration {
    static var kindCount: Int { 2 }

    static func filter(_ units: Span<UInt8>) throws(CodecError) -> FilteredFrame {
        try ParameterSetFilter.h264(units)
    }

    init?(_ frame: FilteredFrame) {
        guard
            let configuration = try? AVCConfiguration(
                sequenceParameterSets: frame.sequenceParameterSets, pictureParameterSets: frame.pictureParameterSets)
        else { return nil }
        self = configuration
    }

    var kinds: [[[UInt8]]] { [sequenceParameterSets, pictureParameterSets] }
}

extension HEVCConfiguration: ParameterSetConfiguration {
    static var kindCount: Int { 3 }

    static func filter(_ units: Span<UInt8>) throws(CodecError) -> FilteredFrame {
        try ParameterSetFilter.h265(units)
    }

    init?(_ frame: FilteredFrame) {
        guard
            let configuration = try? HEVCConfiguration(
                videoParameterSets: frame.videoParameterSets, sequenceParameterSets: frame.sequenceParameterSets,
                pictureParameterSets: frame.pictureParameterSets)
        else { return nil }
        self = configuration
    }

    var kinds: [[[UInt8]]] { [videoParameterSets, sequenceParameterSets, pictureParameterSets] }
}
