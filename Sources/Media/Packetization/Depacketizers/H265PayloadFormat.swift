import Codecs

/// H.265 (RFC 7798) without decoding order numbers: single NAL units, aggregates (AP) and fragments (FU).
struct H265PayloadFormat: PayloadFormat {
    let describedFormat: TrackFormat?
    private var assembly = NALFrameAssembly()
    /// The parameter sets in force; nil before there are any.
    private var configuration: HEVCConfiguration?

    /// Nil where decoding order numbers are in the payloads (§4.4), which is so when units are interleaved.
    init?(_ format: PacketFormat) {
        for name in ["sprop-max-don-diff", "sprop-depack-buf-nalus"] {
            guard format.formatParameter(name) ?? "0" == "0" else { return nil }
        }
        let sets = ["sprop-vps", "sprop-sps", "sprop-pps"].flatMap {
            [UInt8](base64Units: format.formatParameter($0))
        }
        let frame = try? ParameterSetFilter.h265(sets.span)
        configuration = frame.flatMap(Self.configuration)
        describedFormat = frame.flatMap(TrackFormat.init(h265:))
    }

    var needsKeyframe: Bool { assembly.frame.needsKeyframe }

    mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload) {
        guard payload.count > Self.headerLength else { throw MalformedPayload() }
        if assembly.frame.isNew(timestamp) {
            finish(into: &items)
            assembly.begin(at: timestamp)
        }
        switch Self.type(payload[0]) {
        case Self.units:
            try add(payload)
        case Self.aggregate:
            try AggregatedUnits.forEach(in: payload.extracting(Self.headerLength..<payload.count)) {
                unit throws(MalformedPayload) in
                try add(unit)
            }
        case Self.fragment:
            try addFragment(payload)
        default:
            // PACI, and what is reserved.
            throw MalformedPayload()
        }
        if marker { finish(into: &items) }
    }

    mutating func noteLoss() {
        assembly.noteLoss()
    }

    private mutating func finish(into items: inout [DepacketizedItem]) {
        assembly.finish(into: &items) { bytes throws(CodecError) in
            let frame = try ParameterSetFilter.h265(bytes)
            if configuration == nil {
                configuration = Self.configuration(frame)
            } else {
                _ = try configuration?.take(frame)
            }
            // Pictures cannot be decoded without a set of each kind.
            let isComplete =
                configuration?.videoParameterSets.isEmpty == false
                && configuration?.pictureParameterSets.isEmpty == false
            return (frame, isComplete ? configuration.map(TrackFormat.h265) : nil)
        }
    }

    /// Nil when the frame has no sequence parameter set.
    private static func configuration(_ frame: FilteredFrame) -> HEVCConfiguration? {
        try? HEVCConfiguration(
            videoParameterSets: frame.videoParameterSets, sequenceParameterSets: frame.sequenceParameterSets,
            pictureParameterSets: frame.pictureParameterSets)
    }

    private mutating func add(_ unit: Span<UInt8>) throws(MalformedPayload) {
        guard unit.count > Self.headerLength, Self.units.contains(Self.type(unit[0])), unit[1] & 7 != 0
        else { throw MalformedPayload() }
        guard !Self.isEnhancement((unit[0], unit[1])) else { return }
        assembly.add(unit, as: Self.role(header: unit[0], firstOfBody: unit[2]))
    }

    /// FU, §4.4.3: the header's type stands in a byte of its own, behind the bits that say where the unit begins and
    /// ends.
    private mutating func addFragment(_ payload: Span<UInt8>) throws(MalformedPayload) {
        guard payload.count > Self.headerLength + 1, payload[1] & 7 != 0, Self.units.contains(payload[2] & 0x3F)
        else { throw MalformedPayload() }
        guard !Self.isEnhancement((payload[0], payload[1])) else { return }
        if payload[2] & 0x80 != 0 {
            let first = payload[0] & 0x81 | payload[2] << 1 & 0x7E
            assembly.beginUnit(header: [first, payload[1]], as: Self.role(header: first, firstOfBody: payload[3]))
        }
        assembly.addFragment(payload.extracting(3..<payload.count), isLast: payload[2] & 0x40 != 0)
    }

    /// A slice begins with a bit that says whether it is the picture's first (H.265 §7.3.6.1).
    private static func role(header: UInt8, firstOfBody: UInt8) -> NALUnitRole {
        (0...9).contains(type(header)) || (16...21).contains(type(header))
            ? .slice(isFirst: firstOfBody & 0x80 != 0) : .other
    }

    /// Whether a unit is of a layer above the base, which decoders of scalable or multi-view video take.
    private static func isEnhancement(_ header: (UInt8, UInt8)) -> Bool {
        header.0 & 1 != 0 || header.1 >> 3 != 0
    }

    private static func type(_ firstByte: UInt8) -> UInt8 { firstByte >> 1 & 0x3F }

    /// Bytes of a NAL unit header.
    private static let headerLength = 2
    /// Types of NAL units, and of the structures of RFC 7798 (§4.4).
    private static let units: ClosedRange<UInt8> = 0...47
    private static let aggregate: UInt8 = 48
    private static let fragment: UInt8 = 49
}
