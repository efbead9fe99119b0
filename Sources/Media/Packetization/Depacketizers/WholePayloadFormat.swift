import Codecs

/// Formats whose payload is a frame as it is: Opus (RFC 7587), and samples: G.711, G.722 and L16 (RFC 3551 §4.5).
struct WholePayloadFormat: PayloadFormat {
    private let format: TrackFormat
    private var isAnnounced = false

    /// Nil for numbers of channels and rates that nobody plays.
    init?(_ packets: PacketFormat) {
        guard let codec = packets.codec, Self.channels.contains(packets.channels),
            Self.sampleRates.contains(packets.clockRate)
        else { return nil }
        format =
            switch codec {
            case .opus: .opus(channels: packets.channels)
            // Its RTP clock is half of its sampling rate, by an old mistake (RFC 3551 §4.5.2).
            case .g722: TrackFormat(.g722, sampleRate: 16_000, channels: packets.channels)
            default: TrackFormat(codec, sampleRate: packets.clockRate, channels: packets.channels)
            }
    }

    var needsKeyframe: Bool { false }
    var describedFormat: TrackFormat? { format }

    mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload) {
        // Half a sample, or one of some channels only, is none.
        let count = payload.count - payload.count % sampleSize
        guard count > 0 else { throw MalformedPayload() }
        if !isAnnounced {
            isAnnounced = true
            items.append(.format(format))
        }
        let samples = payload.extracting(0..<count)
        items.append(.frame(bytes: [UInt8](copying: samples), timestamp: timestamp, isKeyframe: true))
    }

    /// Each payload stands for itself.
    mutating func noteLoss() {}

    /// Bytes that a payload's length is a multiple of.
    private var sampleSize: Int { format.codec == .l16 ? 2 * format.channels : 1 }

    /// Channels of samples (our choice): as many as have places (RFC 3551 §4.1 names those of 6, 7.1 has 8).
    private static let channels = 1...8
    /// Samples in a second (our choice).
    private static let sampleRates = 4_000...384_000
}
