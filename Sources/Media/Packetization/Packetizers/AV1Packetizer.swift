import Codecs

/// The aggregation header and OBU elements (AV1 RTP specification §4.3, §4.4).
///
/// The OBUs of a temporal unit follow each other without regard to payloads: where one ends, the next begins in the same
/// payload, and whatever is full is cut. So all payloads of a temporal unit are one train of equal sizes, whether its picture
/// is one OBU or sixty-four tile groups. Nothing starts a payload of its own but an OBU of another layer (§4.4).
struct AV1Packetizer: Sendable {
    private let maximum: Int

    init(maximumPayload: Int) {
        maximum = maximumPayload
    }

    func packetize(_ frame: Frame, into payloads: inout PayloadList) {
        let unit = AV1TemporalUnit(frame.bytes)
        let plan = AV1PayloadPlan(unit, maximum: maximum)
        // A decoder can begin here: a coded video sequence starts (§4.4, N).
        var first = frame.isKeyframe && unit.hasSequenceHeader ? Self.startsSequence : 0
        for payload in plan.payloads {
            Self.write(payload, of: unit, flags: first, to: &payloads)
            first = 0
        }
    }

    /// Writes the aggregation header and the elements.
    /// - Parameter flags: of the header, besides those that say what the plan cut.
    static func write(
        _ payload: AV1PayloadPlan.Payload, of unit: AV1TemporalUnit, flags: UInt8, to payloads: inout PayloadList
    ) {
        let count = payload.pieces.count
        // W, which is 0 where there are more elements than it can count: then the last one has a length too.
        let isCounted = count <= AV1PayloadPlan.countableElements
        var header = flags | (isCounted ? UInt8(count) << 4 : 0)
        if payload.continues { header |= Self.continues }
        if payload.isContinued { header |= Self.isContinued }
        payloads.write(header)
        for (index, range) in payload.pieces.enumerated() {
            if !isCounted || index < count - 1 { writeLength(range.count, to: &payloads) }
            payloads.write(unit.bytes[range])
        }
        payloads.endPayload()
    }

    private static func writeLength(_ length: Int, to payloads: inout PayloadList) {
        var bytes: [UInt8] = []
        LEB128.append(length, to: &bytes)
        payloads.write(bytes)
    }

    /// Z, Y and N of the aggregation header.
    static let continues: UInt8 = 0x80
    static let isContinued: UInt8 = 0x40
    static let startsSequence: UInt8 = 0x08
}
