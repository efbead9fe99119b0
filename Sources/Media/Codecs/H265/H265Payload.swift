/// The H.265 payload structures (RFC 7798 §4.4): single NAL units, aggregates and fragments, without decoding order
/// numbers, which only interleaving has.
enum H265Payload {
    static func inspect(_ payload: Span<UInt8>) -> VideoPacketFacts {
        guard payload.count > headerLength, payload[1] & 7 != 0 else { return .malformed }
        var facts = VideoPacketFacts()
        facts.temporalLayer = (payload[1] & 7) - 1
        switch type(payload[0]) {
        case 0...47:
            look(atType: type(payload[0]), of: payload, bodyAt: headerLength, into: &facts)
        case aggregate:
            guard lookIntoAggregate(payload, into: &facts) else { return .malformed }
        case fragment:
            guard payload.count > headerLength + 1 else { return .malformed }
            // Only the fragment with the start bit has the beginning of the unit.
            guard payload[2] & 0x80 != 0 else { return facts }
            look(atType: payload[2] & 0x3F, of: payload, bodyAt: headerLength + 1, into: &facts)
        default:
            // PACI (50) carries nothing that browsers send; the rest is reserved.
            return facts
        }
        return facts
    }

    private static func lookIntoAggregate(_ payload: Span<UInt8>, into facts: inout VideoPacketFacts) -> Bool {
        var offset = headerLength
        while offset < payload.count {
            guard offset + 2 <= payload.count else { return false }
            let length = Int(payload[offset]) << 8 | Int(payload[offset + 1])
            offset += 2
            guard length >= headerLength, offset + length <= payload.count else { return false }
            let unit = payload.extracting(offset..<(offset + length))
            look(atType: type(unit[0]), of: unit, bodyAt: headerLength, into: &facts)
            offset += length
        }
        return true
    }

    private static func look(
        atType type: UInt8, of unit: Span<UInt8>, bodyAt start: Int, into facts: inout VideoPacketFacts
    ) {
        let type = H265NALUnitType(rawValue: type)
        facts.isKeyframeStart =
            facts.isKeyframeStart || type.isKeyframe || type == .videoParameterSet || type == .sequenceParameterSet
        if type == .sequenceParameterSet {
            facts.take(H265SequenceParameterSet.resolution(unit, at: start))
        }
    }

    private static func type(_ firstByte: UInt8) -> UInt8 { firstByte >> 1 & 0x3F }

    private static let headerLength = H265NALUnitType.headerLength
    /// Of RFC 7798 (§4.4.2, §4.4.3): AP and FU.
    private static let aggregate: UInt8 = 48
    private static let fragment: UInt8 = 49
}
