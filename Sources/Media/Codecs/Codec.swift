/// What a track carries.
package enum MediaKind: String, Sendable, CaseIterable {
    case audio
    case video
}

/// A codec as SDP names it: encoding name, clock rate, channels and format parameters (RFC 8866 §6.6, §6.15).
package struct Codec: Hashable, Sendable {
    package var name: CodecName
    /// RTP timestamp units in a second.
    package var clockRate: Int
    /// Audio channels; 1 for video.
    package var channels: Int
    /// What follows the payload type in `a=fmtp`, in order and untouched, e.g. `minptime=10;useinbandfec=1`.
    package var formatParameters: String

    package init(_ name: CodecName, clockRate: Int, channels: Int = 1, formatParameters: String = "") {
        self.name = name
        self.clockRate = clockRate
        self.channels = channels
        self.formatParameters = formatParameters
    }

    package var kind: MediaKind { name.kind }
}

/// The codecs that Turnout carries. Raw values are the encoding names registered for RTP; FLAC has none.
package enum CodecName: String, Sendable, CaseIterable {
    case opus
    case g722 = "G722"
    case pcmu = "PCMU"
    case pcma = "PCMA"
    case aac = "MPEG4-GENERIC"
    case mp3 = "MPA"
    case flac = "FLAC"
    case ac3 = "AC3"
    case eac3 = "EAC3"
    case l16 = "L16"
    case vp8 = "VP8"
    case vp9 = "VP9"
    case h264 = "H264"
    case h265 = "H265"
    case av1 = "AV1"
    case jpeg = "JPEG"

    /// Encoding names compare without regard to case (RFC 8866 §6.6).
    package init?(encodingName: some StringProtocol) {
        guard let match = Self.allCases.first(where: { $0.rawValue.utf8.equalsIgnoringCase(encodingName.utf8) })
        else { return nil }
        self = match
    }

    package var kind: MediaKind {
        switch self {
        case .opus, .g722, .pcmu, .pcma, .aac, .mp3, .flac, .ac3, .eac3, .l16: .audio
        case .vp8, .vp9, .h264, .h265, .av1, .jpeg: .video
        }
    }

    /// The name that people know it by, e.g. `H.264`.
    package var displayName: String {
        switch self {
        case .opus: "Opus"
        case .g722: "G.722"
        case .pcmu: "G.711 µ-law"
        case .pcma: "G.711 A-law"
        case .aac: "AAC"
        case .mp3: "MP3"
        case .flac: "FLAC"
        case .ac3: "AC-3"
        case .eac3: "E-AC-3"
        case .l16: "PCM"
        case .vp8: "VP8"
        case .vp9: "VP9"
        case .h264: "H.264"
        case .h265: "H.265"
        case .av1: "AV1"
        case .jpeg: "Motion JPEG"
        }
    }
}
