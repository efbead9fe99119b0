package import Codecs

/// Cuts the frames of one track into RTP payloads, in the payload format of the track's codec.
///
/// Frames go in one after the other, in decoding order, in the form that ``TrackFormat`` names; their payloads come out in the
/// order of their sequence numbers. The caller writes the RTP headers: the payloads of a frame have its presentation time as
/// timestamp, in units of ``clockRate(of:sampleRate:)``, and later where ``PayloadList/timestampOffsets`` says so. The last one
/// of a frame has the marker (of samples, Opus and MP3, RTP has the marker begin a talkspurt instead).
///
/// | codec | payload format | what of it is used |
/// |---|---|---|
/// | H.264 | RFC 6184 | packetization-mode 1: single NAL units, STAP-A, FU-A |
/// | H.265 | RFC 7798 | one stream, no decoding order numbers: single NAL units, AP, FU |
/// | AV1 | AV1 RTP specification 1.0 | everything but layers, which are left as they are |
/// | VP8 | RFC 7741 | picture numbers of 15 bits |
/// | VP9 | RFC 9628 | non-flexible mode without layers, picture numbers of 15 bits, the size on keyframes |
/// | JPEG | RFC 2435 | types 0, 1, 64 and 65, tables in band |
/// | AAC | RFC 3640 | mode AAC-hbr, one access unit at a time |
/// | Opus | RFC 7587 | |
/// | MP3 | RFC 2250 | |
/// | G.711, G.722, L16 | RFC 3551 | cut between samples |
///
/// Payloads of a frame have as equal sizes as there can be (``EqualFragments``).
///
/// A frame that breaks its form yields the payloads of those of its units that are whole, and none when none is.
package struct Packetizer: Sendable {
    private var packetizer: CodecPacketizer

    /// - Parameters:
    ///   - format: the track's; parameter sets that its configuration lacks, or that cannot be read from it, are not sent.
    ///     Another format is another packetizer, which counts pictures from 0 again.
    ///   - maximumPayload: bytes of a payload; taken into ``payloadLimits``.
    /// - Returns: nil for a codec that is not sent by RTP here: FLAC, AC-3 and E-AC-3.
    package init?(format: TrackFormat, maximumPayload: Int = Packetizer.webRTCPayload) {
        let limits = Packetizer.payloadLimits
        let maximum = min(max(maximumPayload, limits.lowerBound), limits.upperBound)
        switch format.codec {
        case .h264: packetizer = .h264(NALUnitPacketizer(H264PayloadForm(format), maximumPayload: maximum))
        case .h265: packetizer = .h265(NALUnitPacketizer(H265PayloadForm(format), maximumPayload: maximum))
        case .av1: packetizer = .av1(AV1Packetizer(maximumPayload: maximum))
        case .vp8: packetizer = .vp8(VP8Packetizer(maximumPayload: maximum))
        case .vp9: packetizer = .vp9(VP9Packetizer(format, maximumPayload: maximum))
        case .aac: packetizer = .aac(AACPacketizer(maximumPayload: maximum))
        case .jpeg: packetizer = .jpeg(JPEGPacketizer(maximumPayload: maximum))
        case .mp3: packetizer = .mpegAudio(MPEGAudioPacketizer(maximumPayload: maximum))
        case .opus: packetizer = .whole(WholeFramePacketizer(maximumPayload: maximum))
        case .pcmu, .pcma, .g722, .l16: packetizer = .samples(SamplePacketizer(format, maximumPayload: maximum))
        case .flac, .ac3, .eac3: return nil
        }
    }

    /// Cuts a frame.
    /// - Parameters:
    ///   - frame: its bytes may be anything.
    ///   - payloads: emptied first, then filled.
    package mutating func packetize(_ frame: Frame, into payloads: inout PayloadList) {
        payloads.removeAll()
        packetizer.packetize(frame, into: &payloads)
    }

    /// RTP timestamp units in a second, 1 or more.
    /// - Parameters:
    ///   - codec: any; of those without a payload format here, what their own would have.
    ///   - sampleRate: ``TrackFormat/sampleRate``; 0 while it is unknown.
    package static func clockRate(of codec: CodecName, sampleRate: Int) -> Int {
        switch codec {
        // RFC 7587 §4.1: always, whatever the encoder was fed.
        case .opus: 48_000
        // RFC 3551 §4.5.2: half of what is sampled, by an old mistake.
        case .g722: 8_000
        case .pcmu, .pcma: sampleRate > 0 ? sampleRate : 8_000
        case .aac, .l16, .flac, .ac3, .eac3: sampleRate > 0 ? sampleRate : 90_000
        case .mp3, .vp8, .vp9, .h264, .h265, .av1, .jpeg: 90_000
        }
    }

    /// Bytes of a payload that passes everywhere (our choice): IPv6 promises 1,280 bytes, of which IPv6 and UDP take 48, the
    /// RTP header 12, header extensions about 20 (a transport-wide number and an absolute time, with their framing, and room
    /// for two more), a retransmission's original number 2 and the tag of SRTP 16. A relay by TURN (4 more) then still passes
    /// wherever the usual 1,500 bytes do.
    package static let webRTCPayload = 1_180

    /// Bytes that a payload may be limited to (our choice): room for the largest header of any format, and sizes that the 16
    /// bits of an aggregate can name.
    package static let payloadLimits = 100...65_000
}

/// The packetizers there are.
private enum CodecPacketizer: Sendable {
    case h264(NALUnitPacketizer<H264PayloadForm>)
    case h265(NALUnitPacketizer<H265PayloadForm>)
    case av1(AV1Packetizer)
    case vp8(VP8Packetizer)
    case vp9(VP9Packetizer)
    case aac(AACPacketizer)
    case jpeg(JPEGPacketizer)
    case mpegAudio(MPEGAudioPacketizer)
    case whole(WholeFramePacketizer)
    case samples(SamplePacketizer)

    mutating func packetize(_ frame: Frame, into payloads: inout PayloadList) {
        switch self {
        case .h264(let packetizer): packetizer.packetize(frame, into: &payloads)
        case .h265(let packetizer): packetizer.packetize(frame, into: &payloads)
        case .av1(let packetizer): packetizer.packetize(frame, into: &payloads)
        case .vp8(var packetizer):
            packetizer.packetize(frame, into: &payloads)
            self = .vp8(packetizer)
        case .vp9(var packetizer):
            packetizer.packetize(frame, into: &payloads)
            self = .vp9(packetizer)
        case .aac(let packetizer): packetizer.packetize(frame, into: &payloads)
        case .jpeg(let packetizer): packetizer.packetize(frame, into: &payloads)
        case .mpegAudio(let packetizer): packetizer.packetize(frame, into: &payloads)
        case .whole(let packetizer): packetizer.packetize(frame, into: &payloads)
        case .samples(let packetizer): packetizer.packetize(frame, into: &payloads)
        }
    }
}
