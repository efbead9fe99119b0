import Codecs

/// Formats whose payload is a frame as it is: Opus (RFC 7587), G.711 and G.722 (RFC 3551 §4.5).
struct WholePayloadFormat: PayloadFormat {
    private let format: TrackFormat
    private var isAnnounced = false

    init(_ codec: Codec) {
        format =
            switch codec.name {
            case .opus: .opus(channels: codec.channels)
            // Its RTP clock is half of its sampling rate, by an old mistake (RFC 3551 §4.5.2).
            case .g722: TrackFormat(.g722, sampleRate: 16_000, channels: codec.channels)
            default: TrackFormat(codec.name, sampleRate: codec.clockRate, channels: codec.channels)
            }
    }

    var needsKeyframe: Bool { false }

    mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload) {
        if !isAnnounced {
            isAnnounced = true
            items.append(.format(format))
        }
        items.append(.frame(bytes: [UInt8](copying: payload), timestamp: timestamp, isKeyframe: true))
    }

    /// Each payload stands for itself.
    mutating func noteLoss() {}
}
