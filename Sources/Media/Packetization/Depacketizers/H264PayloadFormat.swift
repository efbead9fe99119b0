import Codecs

/// H.264 (RFC 6184) in its two modes without interleaving: single NAL units, aggregates (STAP-A) and fragments (FU-A).
struct H264PayloadFormat: PayloadFormat {
    let describedFormat: TrackFormat?
    private var assembly = NALFrameAssembly()
    /// The parameter sets in force; nil before there are any.
    private var configuration: AVCConfiguration?

    /// Nil for the interleaved mode.
    init?(_ format: PacketFormat) {
        guard format.formatParameter("packetization-mode") != "2" else { return nil }
        let sets = [UInt8](base64Units: format.formatParameter("sprop-parameter-sets"))
        let frame = try? ParameterSetFilter.h264(sets.span)
        configuration = frame.flatMap(Self.configuration)
        describedFormat = frame.flatMap(TrackFormat.init(h264:))
    }

    var needsKeyframe: Bool { assembly.frame.needsKeyframe }

    mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload) {
        if assembly.frame.isNew(timestamp) {
            finish(into: &items)
            assembly.begin(at: timestamp)
        }
        switch payload[0] & Self.typeMask {
        case Self.units:
            try add(payload)
        case Self.singleTimeAggregate:
            try AggregatedUnits.forEach(in: payload.extracting(1..<payload.count)) { unit throws(MalformedPayload) in
                try add(unit)
            }
        case Self.fragment:
            try addFragment(payload)
        default:
            // STAP-B, MTAP and FU-B belong to the interleaved mode.
            throw MalformedPayload()
        }
        if marker { finish(into: &items) }
    }

    mutating func noteLoss() {
        assembly.noteLoss()
    }

    private mutating func finish(into items: inout [DepacketizedItem]) {
        assembly.finish(into: &items) { bytes throws(CodecError) in
            let frame = try ParameterSetFilter.h264(bytes)
            if configuration == nil {
                configuration = Self.configuration(frame)
            } else {
                _ = try configuration?.take(frame)
            }
            // Pictures cannot be decoded without a set of their own.
            let isComplete = configuration?.pictureParameterSets.isEmpty == false
            return (frame, isComplete ? configuration.map(TrackFormat.h264) : nil)
        }
    }

    /// Nil when the frame has no sequence parameter set.
    private static func configuration(_ frame: FilteredFrame) -> AVCConfiguration? {
        try? AVCConfiguration(
            sequenceParameterSets: frame.sequenceParameterSets, pictureParameterSets: frame.pictureParameterSets)
    }

    private mutating func add(_ unit: Span<UInt8>) throws(MalformedPayload) {
        guard !unit.isEmpty, Self.units.contains(unit[0] & Self.typeMask) else { throw MalformedPayload() }
        assembly.add(unit, as: Self.role(header: unit[0], firstOfBody: unit.count > 1 ? unit[1] : 0))
    }

    /// FU-A, §5.8: the header's type stands in a byte of its own, behind the bits that say where the unit begins and
    /// ends.
    private mutating func addFragment(_ payload: Span<UInt8>) throws(MalformedPayload) {
        guard payload.count > 2, Self.units.contains(payload[1] & Self.typeMask) else { throw MalformedPayload() }
        if payload[1] & 0x80 != 0 {
            let header = payload[0] & ~Self.typeMask | payload[1] & Self.typeMask
            assembly.beginUnit(header: [header], as: Self.role(header: header, firstOfBody: payload[2]))
        }
        assembly.addFragment(payload.extracting(2..<payload.count), isLast: payload[1] & 0x40 != 0)
    }

    /// A slice begins with the number of its first macroblock (H.264 §7.3.3), which is 0 where the first bit is set.
    /// Parts B and C of partitioned slices do not.
    private static func role(header: UInt8, firstOfBody: UInt8) -> NALUnitRole {
        [1, 2, 5].contains(header & typeMask) ? .slice(isFirst: firstOfBody & 0x80 != 0) : .other
    }

    private static let typeMask: UInt8 = 0x1F
    /// Types of NAL units, and of the structures of RFC 6184 (table 1).
    private static let units: ClosedRange<UInt8> = 1...23
    private static let singleTimeAggregate: UInt8 = 24
    private static let fragment: UInt8 = 28
}
