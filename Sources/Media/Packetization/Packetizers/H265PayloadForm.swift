import Codecs

/// Single NAL units, aggregation packets and fragmentation units (RFC 7798 §4.4), without decoding order numbers.
struct H265PayloadForm: NALUnitTrackForm {
    let parameterSets: [ArraySlice<UInt8>]

    init(_ format: TrackFormat) {
        let configuration = try? HEVCConfiguration(parsing: format.configuration.span)
        parameterSets =
            configuration.map {
                ($0.videoParameterSets + $0.sequenceParameterSets + $0.pictureParameterSets
                    + $0.supplementalInformation)
                    .filter { Self.canBeSent($0.span) }.map { $0[...] }
            } ?? []
    }

    static let unitHeaderLength = H265NALUnitType.headerLength
    static let fragmentHeaderLength = 3

    /// No unit has a nuh_temporal_id_plus1 of 0 (§1.1.4).
    static func canBeSent(_ unit: Span<UInt8>) -> Bool {
        let header = header(of: unit)
        return unit.count >= unitHeaderLength && units.contains(type(ofUnit: header)) && header & temporalMask != 0
    }

    /// F of any of them, and the lowest layer and temporal identifiers (§4.4.2).
    static func writeAggregateHeader(of units: ArraySlice<ArraySlice<UInt8>>, to payloads: inout PayloadList) {
        let headers = units.map { header(of: $0.span) }
        let forbidden = headers.reduce(0) { $0 | $1 & forbiddenBit }
        let layer = headers.reduce(layerMask) { min($0, $1 & layerMask) }
        let temporal = headers.reduce(temporalMask) { min($0, $1 & temporalMask) }
        write(forbidden | UInt16(aggregate) << 9 | layer | temporal, to: &payloads)
    }

    /// The unit's header with another type, then S, E and its own type (§4.4.3).
    static func writeFragmentHeader(
        ofUnit header: UInt16, isFirst: Bool, isLast: Bool, to payloads: inout PayloadList
    ) {
        write(header & ~typeMask | UInt16(fragment) << 9, to: &payloads)
        payloads.write((isFirst ? 0x80 : 0) | (isLast ? 0x40 : 0) | type(ofUnit: header))
    }

    private static func write(_ header: UInt16, to payloads: inout PayloadList) {
        payloads.write(UInt8(header >> 8))
        payloads.write(UInt8(truncatingIfNeeded: header))
    }

    static func type(ofUnit header: UInt16) -> UInt8 {
        UInt8(truncatingIfNeeded: header >> 9) & 0x3F
    }

    /// The fields of a unit's header (§1.1.4): F, type, nuh_layer_id and nuh_temporal_id_plus1.
    private static let forbiddenBit: UInt16 = 0x8000
    static let typeMask: UInt16 = 0x7E00
    static let layerMask: UInt16 = 0x01F8
    static let temporalMask: UInt16 = 0x0007
    /// Types of NAL units; from 48 on they are the format's own structures (§4.4) or nobody's (H.265 table 7-1).
    static let units: ClosedRange<UInt8> = 0...47
    static let aggregate: UInt8 = 48
    static let fragment: UInt8 = 49
}
