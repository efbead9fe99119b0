/// What one RTP payload of video says of itself, as far as forwarding needs it. Plain data.
package struct VideoPacketFacts: Equatable, Sendable {
    /// Whether the payload breaks its format, so that nobody could decode it. The other facts are then meaningless.
    package var isMalformed = false
    /// Whether a decoder that joins can begin with this packet. With H.264 and H.265 that is true of several packets of one
    /// keyframe; ``KeyframeStartFilter`` picks the first.
    package var isKeyframeStart = false
    /// Pixels of the highest layer that this packet describes; 0 when it does not say.
    package var width = 0
    package var height = 0
    /// Whether this is known to be the first packet of a frame: of VP8, VP9 (there: of a layer's frame) and, at keyframes,
    /// AV1. The payloads of H.264 and H.265 do not say.
    package var startsFrame = false
    /// Whether this is known to be the last packet of a layer's frame. VP9 alone says; elsewhere the RTP marker does.
    package var endsFrame = false
    /// 0 for the base layer, and where the payload does not say.
    package var temporalLayer: UInt8 = 0
    /// 0 for the base layer, and where the payload does not say.
    package var spatialLayer: UInt8 = 0
    /// Whether a receiver of lower temporal layers may begin to take this one here (VP8: Y, VP9: U).
    package var isSwitchingPoint = false
    /// Counts frames, of VP8 and VP9, in 7 or 15 bits; nil when absent.
    package var pictureID: PictureID?
    /// Counts frames of the lowest temporal layer, of VP8 and VP9 (TL0PICIDX); nil when absent.
    package var baseLayerIndex: UInt8?

    package init() {}

    /// Looks into a payload. Bounded, without allocation, for any bytes.
    ///
    /// - Parameters:
    ///   - codec: a codec of video; of another there are no facts.
    ///   - payload: an RTP payload without header and padding. Of an empty one, as probes have, there are no facts.
    package static func inspect(codec: CodecName, payload: Span<UInt8>) -> VideoPacketFacts {
        guard payload.count > 0 else { return VideoPacketFacts() }
        return switch codec {
        case .vp8: VP8Payload.inspect(payload)
        case .vp9: VP9Payload.inspect(payload)
        case .h264: H264Payload.inspect(payload)
        case .h265: H265Payload.inspect(payload)
        case .av1: AV1Payload.inspect(payload)
        case .jpeg, .opus, .g722, .pcmu, .pcma, .aac, .mp3, .flac, .ac3, .eac3, .l16: VideoPacketFacts()
        }
    }

    static var malformed: VideoPacketFacts {
        var facts = VideoPacketFacts()
        facts.isMalformed = true
        return facts
    }

    mutating func take(_ resolution: Resolution?) {
        guard let resolution else { return }
        width = resolution.width
        height = resolution.height
    }
}

/// The picture identifier of VP8 and VP9, which wraps at its own width.
package struct PictureID: Equatable, Sendable {
    package var value: UInt16
    /// Whether it has 15 bits rather than 7.
    package var isLong: Bool

    package init(value: UInt16, isLong: Bool) {
        self.value = value
        self.isLong = isLong
    }
}

/// The size of a picture in pixels, 1...65,536 either way.
struct Resolution: Equatable, Sendable {
    let width: Int
    let height: Int

    /// Nil outside of the range.
    init?(width: Int, height: Int) {
        guard Self.range.contains(width), Self.range.contains(height) else { return nil }
        self.width = width
        self.height = height
    }

    private static let range = 1...65_536
}
