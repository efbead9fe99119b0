import Codecs

/// Single NAL units, aggregation packets and fragmentation units (RFC 7798 §4.4), without decoding order numbers.
struct H265PayloadForm: NALUnitPayloadForm {
    let parameterSets: [ArraySlice<UInt8>]

    init(_ format: TrackFormat) {
        let configuration = try? HEVCConfiguration(parsing: format.configuration.span)
        parameterSets =
            configuration.map {
                ($0.videoParameterSets + $0.sequenceParameterSets + $0.pictureParameterSets
                    + $0.supplementalInformation)
                    .filter { Self.canBeSent($0[...]) }.map { $0[...] }
            } ?? []
    }

    static let unitHeaderLength = H265NALUnitType.headerLength
    static let fragmentHeaderLength = 3

    /// Types from 48 on are the format's own structures (§4.4) or nobody's (H.265 table 7-1), and no unit has a
    /// nuh_temporal_id_plus1 of 0 (§1.1.4).
    static func canBeSent(_ unit: ArraySlice<UInt8>) -> Bool {
        unit.count >= unitHeaderLength && type(of: unit) < aggregate && header(of: unit) & temporalMask != 0
    }

    /// F of any of them, and the lowest layer and temporal identifiers (§4.4.2).
    static func writeAggregateHeader(of units: ArraySlice<ArraySlice<UInt8>>, to payloads: inout PayloadList) {
        let headers = units.map(header)
        let forbidden = headers.reduce(0) { $0 | $1 & forbiddenBit }
        let layer = headers.reduce(layerMask) { min($0, $1 & layerMask) }
        let temporal = headers.reduce(temporalMask) { min($0, $1 & temporalMask) }
        write(forbidden | UInt16(aggregate) << 9 | layer | temporal, to: &payloads)
    }

    /// The unit's header with another type, then S, E and its own type (§4.4.3).
    static func writeFragmentHeader(
        of unit: ArraySlice<UInt8>, isFirst: Bool, isLast: Bool, to payloads: inout PayloadList
    ) {
        write(header(of: unit) & ~typeMask | UInt16(fragment) << 9, to: &payloads)
        payloads.write((isFirst ? 0x80 : 0) | (isLast ? 0x40 : 0) | type(of: unit))
    }

    private static func write(_ header: UInt16, to payloads: inout PayloadList) {
        payloads.write(UInt8(header >> 8))
        payloads.write(UInt8(truncatingIfNeeded: header))
    }

    private static func header(of unit: ArraySlice<UInt8>) -> UInt16 {
        unit.prefix(unitHeaderLength).reduce(0) { $0 << 8 | UInt16($1) }
    }

    private static func type(of unit: ArraySlice<UInt8>) -> UInt8 {
        (unit.first ?? 0) >> 1 & 0x3F
    }

    /// The fields of a unit's header (§1.1.4): F, type, nuh_layer_id and nuh_temporal_id_plus1.
    private static let forbiddenBit: UInt16 = 0x8000
    private static let typeMask: UInt16 = 0x7E00
    private static let layerMask: UInt16 = 0x01F8
    private static let temporalMask: UInt16 = 0x0007
    private static let aggregate: UInt8 = 48
    private static let fragment: UInt8 = 49
}
