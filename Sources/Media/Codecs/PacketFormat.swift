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

    /// The codec that is in the packets; nil of a format that is only carried. Several formats may carry one codec.
    package var codec: CodecName? {
        if "MP4A-LATM".utf8.equalsIgnoringCase(encodingName.utf8) { return .aac }
        return CodecName(encodingName: encodingName)
    }
}
