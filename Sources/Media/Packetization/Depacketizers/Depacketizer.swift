package import Codecs

/// Puts the frames of a track together from RTP payloads.
///
/// Packets are given in order, and ``noteLoss()`` says where some are missing. Frames come out in the canonical form of
/// ``TrackFormat``, in decoding order. A frame of video is handed out only when it is whole: with its marker, or when
/// the timestamp changes. After a loss, and at the beginning, nothing of video comes before the next keyframe. Before
/// the first frame, and wherever it changed, comes the format.
///
/// A payload that is malformed counts as lost. Nothing is buffered but the frame in progress and its parameter sets.
package struct Depacketizer: Sendable {
    /// Payloads that were refused: cut, reserved, or of a mode that was not agreed on.
    package private(set) var malformedCount = 0

    private var payloadFormat: any PayloadFormat

    /// Nil for codecs without a payload format here, and for parameters that ask for what is not taken: interleaving
    /// (RFC 6184 §6.4, RFC 7798 §4.5, RFC 3640 §3.2.3.2), or AAC without its configuration.
    package init?(codec: Codec) {
        guard let payloadFormat = Self.payloadFormat(of: codec) else { return nil }
        self.payloadFormat = payloadFormat
    }

    /// Whether nothing can be handed out before a keyframe, so that one should be asked for. False for audio.
    package var needsKeyframe: Bool { payloadFormat.needsKeyframe }

    /// Takes the payload of the next packet, and appends what it completes.
    /// - Parameter payload: without padding; one without a byte says nothing.
    /// - Parameter timestamp: the packet's timestamp, unwrapped, in units of the codec's clock.
    package mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) {
        guard !payload.isEmpty else { return }
        do {
            try payloadFormat.receive(payload: payload, timestamp: timestamp, marker: marker, into: &items)
        } catch {
            malformedCount += 1
            payloadFormat.noteLoss()
        }
    }

    /// Says that packets are missing between those before and those that follow.
    package mutating func noteLoss() {
        payloadFormat.noteLoss()
    }

    private static func payloadFormat(of codec: Codec) -> (any PayloadFormat)? {
        switch codec.name {
        case .h264: H264PayloadFormat(codec)
        case .h265: H265PayloadFormat(codec)
        case .av1: AV1PayloadFormat()
        case .vp8: VP8PayloadFormat()
        case .vp9: VP9PayloadFormat()
        case .aac: AACPayloadFormat(codec)
        case .opus, .pcmu, .pcma, .g722: WholePayloadFormat(codec)
        case .mp3, .flac, .ac3, .eac3: nil
        }
    }
}

/// What comes out of a ``Depacketizer``.
package enum DepacketizedItem: Equatable, Sendable {
    /// Of the frames that follow.
    case format(TrackFormat)
    /// A frame in the form of ``TrackFormat``, at most ``Frame/maximumSize`` bytes, with its presentation time in units
    /// of the codec's clock.
    case frame(bytes: [UInt8], timestamp: Int64, isKeyframe: Bool)
}

/// How the payloads of one codec become frames.
protocol PayloadFormat: Sendable {
    var needsKeyframe: Bool { get }

    /// - Parameter payload: at least one byte.
    mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload)

    mutating func noteLoss()
}

/// A payload that its format has no meaning for.
struct MalformedPayload: Error {}
