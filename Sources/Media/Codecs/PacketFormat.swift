/// What the RTP packets of a track are, as SDP says it (RFC 8866 §6.6, §6.15): of codecs that Turnout knows, and of formats
/// that it only carries.
package struct PacketFormat: Hashable, Sendable {
    package var media: Media
    /// As it is registered or was written, e.g. `H264`, `MP4A-LATM`, `vnd.onvif.metadata`.
    package var encodingName: String
    /// 0...127: the static one of RFC 3551 §6 where the format has one, otherwise as its publisher chose it.
    package var payloadType: UInt8
    /// RTP timestamp units in a second, at least 1.
    package var clockRate: Int
    /// Audio channels; 1 where nothing is said.
    package var channels: Int
    /// What follows the payload type in `a=fmtp`, untouched.
    package var formatParameters: String

    package init(
        _ media: Media, _ encodingName: String, payloadType: UInt8, clockRate: Int, channels: Int = 1,
        formatParameters: String = ""
    ) {
        self.media = media
        self.encodingName = encodingName
        self.payloadType = payloadType
        self.clockRate = clockRate
        self.channels = channels
        self.formatParameters = formatParameters
    }

    /// What an `m=` line says of itself (RFC 8866 §5.14, §8.2.2).
    package enum Media: String, Sendable, CaseIterable {
        case audio
        case video
        case text
        case application
    }

    /// The codec that is in the packets; nil of a format that is only carried, and where `m=` says another kind than the
    /// codec's. Several formats may carry one codec.
    package var codec: CodecName? {
        let name = isLATM ? .aac : CodecName(encodingName: encodingName)
        return name.flatMap { $0.kind.rawValue == media.rawValue ? $0 : nil }
    }

    /// Whether the packets are AAC as MPEG-4 multiplexes it (RFC 6416 §6), rather than in generic payloads (RFC 3640).
    package var isLATM: Bool { "MP4A-LATM".utf8.equalsIgnoringCase(encodingName.utf8) }
}

extension PacketFormat {
    /// The packets of a codec that WebRTC carries.
    package init(_ codec: Codec, payloadType: UInt8) {
        self.init(
            codec.kind == .audio ? .audio : .video, codec.name.rawValue, payloadType: payloadType,
            clockRate: codec.clockRate, channels: codec.channels, formatParameters: codec.formatParameters)
    }

    /// What WebRTC calls these packets; nil for formats that it has no packets of, of codecs too that Turnout knows.
    package var asCodec: Codec? {
        switch codec {
        case .opus, .g722, .pcmu, .pcma, .vp8, .vp9, .h264, .h265, .av1:
            codec.map {
                Codec($0, clockRate: clockRate, channels: channels, formatParameters: formatParameters)
            }
        case .aac, .mp3, .flac, .ac3, .eac3, .l16, .jpeg, nil:
            nil
        }
    }
}
