import Codecs

/// Single NAL units, STAP-A and FU-A (RFC 6184 §5.6, §5.7.1, §5.8).
struct H264PayloadForm: NALUnitTrackForm {
    let parameterSets: [ArraySlice<UInt8>]

    init(_ format: TrackFormat) {
        let configuration = try? AVCConfiguration(parsing: format.configuration.span)
        parameterSets = configuration.map { ($0.sequenceParameterSets + $0.pictureParameterSets).map { $0[...] } } ?? []
    }

    static let unitHeaderLength = 1
    static let fragmentHeaderLength = 2

    static func canBeSent(_ unit: Span<UInt8>) -> Bool {
        !unit.isEmpty && units.contains(unit[0] & typeMask)
    }

    /// F of any of them, and the highest NRI (§5.7.1).
    static func writeAggregateHeader(of units: ArraySlice<ArraySlice<UInt8>>, to payloads: inout PayloadList) {
        let headers = units.compactMap(\.first)
        let forbidden = headers.reduce(0) { $0 | $1 & forbiddenBit }
        let importance = headers.reduce(0) { max($0, $1 & importanceMask) }
        payloads.write(forbidden | importance | singleTimeAggregate)
    }

    static func writeFragmentHeader(
        ofUnit header: UInt16, isFirst: Bool, isLast: Bool, to payloads: inout PayloadList
    ) {
        let header = UInt8(truncatingIfNeeded: header)
        payloads.write(header & ~typeMask | fragment)
        payloads.write((isFirst ? 0x80 : 0) | (isLast ? 0x40 : 0) | header & typeMask)
    }

    private static let forbiddenBit: UInt8 = 0x80
    /// nal_ref_idc.
    private static let importanceMask: UInt8 = 0x60
    static let typeMask: UInt8 = 0x1F
    /// Types of NAL units; 0 and 24 to 31 are not (table 1).
    static let units: ClosedRange<UInt8> = 1...23
    static let singleTimeAggregate: UInt8 = 24
    static let fragment: UInt8 = 28
}
