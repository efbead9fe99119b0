import Codecs

/// How a codec's payload format wraps NAL units.
protocol NALUnitPayloadForm: Sendable {
    /// The units that decoders need before a keyframe; each can be sent.
    var parameterSets: [ArraySlice<UInt8>] { get }
    /// Bytes of the header that a NAL unit begins with.
    static var unitHeaderLength: Int { get }
    /// Bytes in front of a fragment.
    static var fragmentHeaderLength: Int { get }
    /// Whether a NAL unit can stand in a payload: it has its header, and a type that is not one of the format's own structures.
    static func canBeSent(_ unit: ArraySlice<UInt8>) -> Bool
    /// Writes the header of an aggregate.
    /// - Parameter units: one or more that can be sent.
    static func writeAggregateHeader(of units: ArraySlice<ArraySlice<UInt8>>, to payloads: inout PayloadList)
    /// Writes the headers of a fragment.
    /// - Parameter unit: one that can be sent.
    static func writeFragmentHeader(
        of unit: ArraySlice<UInt8>, isFirst: Bool, isLast: Bool, to payloads: inout PayloadList)
}

/// H.264 and H.265: a NAL unit alone, several small ones in an aggregate, or a fragment of a large one.
///
/// Neighbours share a payload as long as they fit, whatever they are: on keyframes the parameter sets and what else is small in
/// front of the first slice, and all of a frame whose slices are small. Each payload saved is one less that breaks a train
/// (``EqualFragments``): a picture in a single slice is one short aggregate and then equal fragments, on other frames the
/// fragments alone.
struct NALUnitPacketizer<Form: NALUnitPayloadForm>: Sendable {
    private let form: Form
    private let maximum: Int

    init(_ form: Form, maximumPayload: Int) {
        self.form = form
        maximum = maximumPayload
    }

    func packetize(_ frame: Frame, into payloads: inout PayloadList) {
        var units = frame.isKeyframe ? form.parameterSets : []
        let parameterSets = units.count
        appendUnits(of: frame.bytes, to: &units)
        // Parameter sets without a picture are not a frame.
        guard units.count > parameterSets else { return }

        // The units of the aggregate that is being gathered, and its bytes.
        var gathered = 0..<0
        var length = Self.aggregateHeaderLength
        for (index, unit) in units.enumerated() {
            let cost = Self.sizeLength + unit.count
            if length + cost > maximum {
                write(units[gathered], to: &payloads)
                gathered = index..<index
                length = Self.aggregateHeaderLength
            }
            if unit.count > maximum {
                writeFragments(of: unit, to: &payloads)
                gathered = (index + 1)..<(index + 1)
            } else {
                gathered = gathered.lowerBound..<(index + 1)
                length += cost
            }
        }
        write(units[gathered], to: &payloads)
    }

    /// A unit alone, or an aggregate.
    private func write(_ units: ArraySlice<ArraySlice<UInt8>>, to payloads: inout PayloadList) {
        if units.count > 1 {
            Form.writeAggregateHeader(of: units, to: &payloads)
            for unit in units {
                payloads.write(UInt8(truncatingIfNeeded: unit.count >> 8))
                payloads.write(UInt8(truncatingIfNeeded: unit.count))
                payloads.write(unit)
            }
        } else if let unit = units.first {
            payloads.write(unit)
        }
        payloads.endPayload()
    }

    /// Pieces of a unit without its header, whose fields stand in the header of each.
    private func writeFragments(of unit: ArraySlice<UInt8>, to payloads: inout PayloadList) {
        let body = unit.dropFirst(Form.unitHeaderLength)
        let fragments = EqualFragments(of: body.count, room: maximum - Form.fragmentHeaderLength)
        for index in 0..<fragments.count {
            Form.writeFragmentHeader(
                of: unit, isFirst: index == 0, isLast: index == fragments.count - 1, to: &payloads)
            let range = fragments[index]
            payloads.write(body[(body.startIndex + range.lowerBound)..<(body.startIndex + range.upperBound)])
            payloads.endPayload()
        }
    }

    /// The units of a frame, up to the first length that lies.
    private func appendUnits(of bytes: [UInt8], to units: inout [ArraySlice<UInt8>]) {
        var places = NALUnits()
        while units.count < Self.maximumUnits, let place = places.next(in: bytes.span) {
            let unit = bytes[place]
            if Form.canBeSent(unit) { units.append(unit) }
        }
    }

    /// An aggregate begins with a header like a unit's: one byte of STAP-A, two of AP.
    private static var aggregateHeaderLength: Int { Form.unitHeaderLength }
    /// Bytes of a size in an aggregate.
    private static var sizeLength: Int { 2 }
    /// NAL units of a frame, with parameter sets (our choice): pictures have at most 600 slices in any level.
    private static var maximumUnits: Int { 4_096 }
}
