/// The H.264 payload structures (RFC 6184 §5.2): single NAL units, aggregates and fragments.
enum H264Payload {
    static func inspect(_ payload: Span<UInt8>) -> VideoPacketFacts {
        var facts = VideoPacketFacts()
        switch payload[0] & typeMask {
        case 1...23:
            look(at: payload, into: &facts)
        case singleTimeAggregate:
            guard lookIntoAggregate(payload, into: &facts) else { return .malformed }
        case fragment:
            guard payload.count >= 3 else { return .malformed }
            // Only the fragment with the start bit has the beginning of the unit.
            guard payload[1] & 0x80 != 0 else { return facts }
            look(atType: payload[1] & typeMask, of: payload, bodyAt: 2, into: &facts)
        case 0, 30, 31:
            return .malformed
        default:
            // STAP-B, MTAP and FU-B belong to the interleaved mode, which is never negotiated.
            return .malformed
        }
        return facts
    }

    private static func lookIntoAggregate(_ payload: Span<UInt8>, into facts: inout VideoPacketFacts) -> Bool {
        var offset = 1
        guard payload.count > offset else { return false }
        while offset < payload.count {
            guard offset + 2 <= payload.count else { return false }
            let length = Int(payload[offset]) << 8 | Int(payload[offset + 1])
            offset += 2
            guard length > 0, offset + length <= payload.count else { return false }
            look(at: payload.extracting(offset..<(offset + length)), into: &facts)
            offset += length
        }
        return true
    }

    private static func look(at unit: Span<UInt8>, into facts: inout VideoPacketFacts) {
        look(atType: unit[0] & typeMask, of: unit, bodyAt: 1, into: &facts)
    }

    private static func look(
        atType type: UInt8, of unit: Span<UInt8>, bodyAt start: Int, into facts: inout VideoPacketFacts
    ) {
        switch H264NALUnitType(rawValue: type) {
        case .sequenceParameterSet:
            facts.isKeyframeStart = true
            facts.take(H264SequenceParameterSet.resolution(unit, at: start))
        case .instantaneousRefreshSlice:
            facts.isKeyframeStart = true
        default:
            break
        }
    }

    private static let typeMask: UInt8 = 0x1F
    /// Of RFC 6184 (table 1): STAP-A and FU-A.
    private static let singleTimeAggregate: UInt8 = 24
    private static let fragment: UInt8 = 28
}
