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
    /// What the session description says of the track, before any packet; complete, with the configuration of its decoder.
    /// Nil when only packets tell it: without parameter sets, and of AV1, VP8, VP9 and MP3.
    package let format: TrackFormat?
    /// Payloads that were refused: cut, reserved, or of a mode that was not agreed on.
    package private(set) var malformedCount = 0

    private var payloadFormat: any PayloadFormat

    /// Nil for formats that are only carried, and for parameters that ask for what is not taken: interleaving
    /// (RFC 6184 §6.4, RFC 7798 §4.5, RFC 3640 §3.2.3.2), AAC without its configuration, more than 8 channels of samples.
    package init?(_ format: PacketFormat) {
        guard let payloadFormat = Self.payloadFormat(of: format) else { return nil }
        self.payloadFormat = payloadFormat
        self.format = payloadFormat.describedFormat
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

    private static func payloadFormat(of format: PacketFormat) -> (any PayloadFormat)? {
        switch format.codec {
        case .h264: H264PayloadFormat(format)
        case .h265: H265PayloadFormat(format)
        case .av1: AV1PayloadFormat()
        case .vp8: VP8PayloadFormat()
        case .vp9: VP9PayloadFormat()
        case .jpeg: JPEGPayloadFormat(format)
        case .aac where format.isLATM: LATMPayloadFormat(format)
        case .aac: AACPayloadFormat(format)
        case .mp3: MPEGAudioPayloadFormat(format)
        case .opus, .pcmu, .pcma, .g722, .l16: WholePayloadFormat(format)
        case .flac, .ac3, .eac3, nil: nil
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
    /// What the session description says of the frames, where that is all a decoder needs.
    var describedFormat: TrackFormat? { get }

    /// - Parameter payload: at least one byte.
    mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload)

    mutating func noteLoss()
}

extension PayloadFormat {
    var describedFormat: TrackFormat? { nil }
}

/// A payload that its format has no meaning for.
struct MalformedPayload: Error {}
