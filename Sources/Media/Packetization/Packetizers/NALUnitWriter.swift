import Codecs

/// How a codec's payload format wraps NAL units.
///
/// The header of a unit is a number of 16 bits here: the one byte of H.264, or the two of H.265.
protocol NALUnitPayloadForm: Sendable {
    /// Bytes of the header that a NAL unit begins with.
    static var unitHeaderLength: Int { get }
    /// Bytes in front of a fragment.
    static var fragmentHeaderLength: Int { get }
    /// Whether a NAL unit can stand in a payload: it has its header, and a type that is not one of the format's own structures.
    static func canBeSent(_ unit: Span<UInt8>) -> Bool
    /// Writes the header of an aggregate.
    /// - Parameter units: one or more that can be sent.
    static func writeAggregateHeader(of units: ArraySlice<ArraySlice<UInt8>>, to payloads: inout PayloadList)
    /// Writes the headers of a fragment.
    /// - Parameter header: of the unit, which can be sent.
    static func writeFragmentHeader(ofUnit header: UInt16, isFirst: Bool, isLast: Bool, to payloads: inout PayloadList)
}

extension NALUnitPayloadForm {
    /// The header of a unit that can be sent.
    static func header(of unit: Span<UInt8>) -> UInt16 {
        (0..<min(unitHeaderLength, unit.count)).reduce(0) { $0 << 8 | UInt16(unit[$1]) }
    }
}

/// Writes NAL units into payloads: a unit alone, several small ones in an aggregate, or a fragment of a large one.
struct NALUnitWriter<Form: NALUnitPayloadForm>: Sendable {
    /// Bytes of a payload.
    let maximum: Int

    /// Writes units in order. Neighbours share a payload as long as they fit, whatever they are.
    /// - Parameter units: each can be sent.
    func write(_ units: [ArraySlice<UInt8>], to payloads: inout PayloadList) {
        // The units of the aggregate that is being gathered, and its bytes.
        var gathered = 0..<0
        var length = Self.aggregateHeaderLength
        for (index, unit) in units.enumerated() {
            let cost = Self.sizeLength + unit.count
            if length + cost > maximum {
                writeTogether(units[gathered], to: &payloads)
                gathered = index..<index
                length = Self.aggregateHeaderLength
            }
            if unit.count > maximum {
                writeFragments(of: unit.span, to: &payloads)
                gathered = (index + 1)..<(index + 1)
            } else {
                gathered = gathered.lowerBound..<(index + 1)
                length += cost
            }
        }
        writeTogether(units[gathered], to: &payloads)
    }

    /// Writes a unit alone or, when it is too large, in fragments.
    /// - Parameter unit: can be sent.
    func write(_ unit: Span<UInt8>, to payloads: inout PayloadList) {
        if unit.count > maximum {
            writeFragments(of: unit, to: &payloads)
        } else {
            payloads.write(whole: unit)
        }
    }

    /// Writes pieces of a unit's body, or of a part of it.
    /// - Parameters:
    ///   - body: what is behind the header, whose fields stand in the header of each piece.
    ///   - isFirst: whether the unit begins with these bytes.
    ///   - isLast: whether it ends with them.
    func writeFragments(
        of body: Span<UInt8>, header: UInt16, isFirst: Bool, isLast: Bool, to payloads: inout PayloadList
    ) {
        let fragments = EqualFragments(of: body.count, room: maximum - Form.fragmentHeaderLength)
        for index in 0..<fragments.count {
            Form.writeFragmentHeader(
                ofUnit: header, isFirst: isFirst && index == 0, isLast: isLast && index == fragments.count - 1,
                to: &payloads)
            payloads.write(body.extracting(fragments[index]))
            payloads.endPayload()
        }
    }

    private func writeFragments(of unit: Span<UInt8>, to payloads: inout PayloadList) {
        writeFragments(
            of: unit.extracting(Form.unitHeaderLength...), header: Form.header(of: unit), isFirst: true, isLast: true,
            to: &payloads)
    }

    /// A unit alone, or an aggregate.
    private func writeTogether(_ units: ArraySlice<ArraySlice<UInt8>>, to payloads: inout PayloadList) {
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

    /// An aggregate begins with a header like a unit's: one byte of STAP-A, two of AP.
    private static var aggregateHeaderLength: Int { Form.unitHeaderLength }
    /// Bytes of a size in an aggregate.
    private static var sizeLength: Int { 2 }
}
