/// The VP9 payload descriptor (RFC 9628 §4.2) and the beginning of a keyframe.
///
/// The descriptor alone decides what is a keyframe, so that the choice also holds for payloads encrypted end to end; the
/// frame's own header, where it can be read, adds the resolution.
enum VP9Payload {
    static func inspect(_ payload: Span<UInt8>) -> VideoPacketFacts {
        let first = payload[0]
        let (isPredicted, hasLayers, isFlexible) = (first & 0x40 != 0, first & 0x20 != 0, first & 0x10 != 0)
        var facts = VideoPacketFacts()
        facts.startsFrame = first & 0x08 != 0
        facts.endsFrame = first & 0x04 != 0
        var offset = 1
        if first & 0x80 != 0 {
            guard let pictureID = PictureID(payload, at: &offset) else { return .malformed }
            facts.pictureID = pictureID
        }
        if hasLayers {
            guard readLayers(payload, at: &offset, isFlexible: isFlexible, into: &facts) else { return .malformed }
        }
        if isFlexible, isPredicted {
            guard skipReferences(payload, at: &offset) else { return .malformed }
        }
        if first & 0x02 != 0 {
            guard readScalabilityStructure(payload, at: &offset, into: &facts) else { return .malformed }
        }
        guard offset < payload.count else { return .malformed }
        // A higher spatial layer of a keyframe is predicted from the lower one, and so no beginning.
        facts.isKeyframeStart = !isPredicted && facts.startsFrame && facts.spatialLayer == 0
        if facts.isKeyframeStart, facts.width == 0 {
            facts.take(VP9FrameHeader.keyframeResolution(payload, at: offset))
        }
        return facts
    }

    /// TID, U, SID, D and, outside of flexible mode, TL0PICIDX.
    private static func readLayers(
        _ payload: Span<UInt8>, at offset: inout Int, isFlexible: Bool, into facts: inout VideoPacketFacts
    ) -> Bool {
        let length = isFlexible ? 1 : 2
        guard offset + length <= payload.count else { return false }
        facts.temporalLayer = payload[offset] >> 5
        facts.isSwitchingPoint = payload[offset] & 0x10 != 0
        facts.spatialLayer = payload[offset] >> 1 & 7
        if !isFlexible { facts.baseLayerIndex = payload[offset + 1] }
        offset += length
        return true
    }

    /// P_DIFF, at most three, each with a bit that says whether another follows.
    private static func skipReferences(_ payload: Span<UInt8>, at offset: inout Int) -> Bool {
        for _ in 0..<maximumReferences {
            guard offset < payload.count else { return false }
            let reference = payload[offset]
            offset += 1
            if reference & 1 == 0 { return true }
        }
        return false
    }

    /// The resolution of each spatial layer, of which the highest is kept, and the picture group, which is skipped.
    private static func readScalabilityStructure(
        _ payload: Span<UInt8>, at offset: inout Int, into facts: inout VideoPacketFacts
    ) -> Bool {
        guard offset < payload.count else { return false }
        let flags = payload[offset]
        offset += 1
        if flags & 0x10 != 0 {
            let layers = Int(flags >> 5) + 1
            guard offset + 4 * layers <= payload.count else { return false }
            let last = offset + 4 * (layers - 1)
            facts.take(
                Resolution(
                    width: Int(payload[last]) << 8 | Int(payload[last + 1]),
                    height: Int(payload[last + 2]) << 8 | Int(payload[last + 3])))
            offset += 4 * layers
        }
        guard flags & 0x08 != 0 else { return true }
        guard offset < payload.count else { return false }
        let pictures = Int(payload[offset])
        offset += 1
        for _ in 0..<pictures {
            guard offset < payload.count else { return false }
            offset += 1 + Int(payload[offset] >> 2 & 3)
        }
        return offset <= payload.count
    }

    private static let maximumReferences = 3
}
