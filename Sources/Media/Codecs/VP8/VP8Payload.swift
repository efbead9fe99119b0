/// The VP8 payload descriptor and the beginning of a frame (RFC 7741 §4.2, §4.3; RFC 6386 §9.1).
enum VP8Payload {
    static func inspect(_ payload: Span<UInt8>) -> VideoPacketFacts {
        var facts = VideoPacketFacts()
        guard let frame = readDescriptor(payload, into: &facts), frame < payload.count else { return .malformed }
        guard facts.startsFrame else { return facts }
        // The frame's first bit is 0 in a keyframe.
        facts.isKeyframeStart = payload[frame] & 1 == 0
        if facts.isKeyframeStart { facts.take(keyframeResolution(payload, at: frame)) }
        return facts
    }

    /// Returns where the frame's bytes begin; nil when the descriptor is cut.
    private static func readDescriptor(_ payload: Span<UInt8>, into facts: inout VideoPacketFacts) -> Int? {
        let first = payload[0]
        // S, and partition index 0.
        facts.startsFrame = first & 0x10 != 0 && first & 0x07 == 0
        guard first & 0x80 != 0 else { return 1 }

        guard payload.count > 1 else { return nil }
        let (hasPictureID, hasBaseLayerIndex) = (payload[1] & 0x80 != 0, payload[1] & 0x40 != 0)
        let (hasTemporalLayer, hasKeyIndex) = (payload[1] & 0x20 != 0, payload[1] & 0x10 != 0)
        var offset = 2
        if hasPictureID {
            guard let pictureID = PictureID(payload, at: &offset) else { return nil }
            facts.pictureID = pictureID
        }
        if hasBaseLayerIndex {
            guard offset < payload.count else { return nil }
            facts.baseLayerIndex = payload[offset]
            offset += 1
        }
        if hasTemporalLayer || hasKeyIndex {
            guard offset < payload.count else { return nil }
            if hasTemporalLayer {
                facts.temporalLayer = payload[offset] >> 6
                facts.isSwitchingPoint = payload[offset] & 0x20 != 0
            }
            offset += 1
        }
        return offset
    }

    /// From the ten bytes that a keyframe begins with: three of frame tag, the start code, then width and height with 14
    /// bits each, least significant byte first, above which are two bits of scale.
    static func keyframeResolution(_ payload: Span<UInt8>, at frame: Int) -> Resolution? {
        guard frame + 10 <= payload.count,
            payload[frame + 3] == 0x9D, payload[frame + 4] == 0x01, payload[frame + 5] == 0x2A
        else { return nil }
        return Resolution(
            width: Int(payload[frame + 6]) | Int(payload[frame + 7] & 0x3F) << 8,
            height: Int(payload[frame + 8]) | Int(payload[frame + 9] & 0x3F) << 8)
    }
}

extension PictureID {
    /// Reads the seven or fifteen bits at `offset` of a descriptor of VP8 or VP9, whose first bit says which, and moves
    /// behind them; nil when they are cut.
    init?(_ payload: Span<UInt8>, at offset: inout Int) {
        guard offset < payload.count else { return nil }
        let first = payload[offset]
        if first & 0x80 == 0 {
            self.init(value: UInt16(first), isLong: false)
            offset += 1
        } else {
            guard offset + 1 < payload.count else { return nil }
            self.init(value: UInt16(first & 0x7F) << 8 | UInt16(payload[offset + 1]), isLong: true)
            offset += 2
        }
    }
}
