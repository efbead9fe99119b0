import Codecs

/// What a tag says its codec is.
enum FLVCodec: Hashable {
    case carried(CodecName)
    /// One that Turnout does not carry, by name.
    case unsupported(String)

    /// - Parameter videoNumber: `CodecID` (Adobe FLV specification §E.4.3.1), 0...15.
    init(videoNumber: UInt8) {
        switch videoNumber {
        case 2: self = .unsupported("Sorenson H.263")
        case 3, 6: self = .unsupported("Screen video")
        case 4, 5: self = .unsupported("On2 VP6")
        case 7: self = .carried(.h264)
        // Never specified by Adobe: encoders and CDNs of the time before Enhanced RTMP agreed on it.
        case 12: self = .carried(.h265)
        default: self = .unsupported("video codec \(videoNumber)")
        }
    }

    /// - Parameter audioNumber: `SoundFormat` (§E.4.2.1), 0...15.
    init(audioNumber: UInt8) {
        switch audioNumber {
        case 0, 3: self = .unsupported("linear PCM")
        case 1: self = .unsupported("ADPCM")
        case 2, 14: self = .carried(.mp3)
        case 4, 5, 6: self = .unsupported("Nellymoser")
        case 7: self = .carried(.pcma)
        case 8: self = .carried(.pcmu)
        case 10: self = .carried(.aac)
        case 11: self = .unsupported("Speex")
        default: self = .unsupported("audio codec \(audioNumber)")
        }
    }

    /// - Parameter fourCC: `VideoFourCc` or `AudioFourCc` (Enhanced RTMP v2).
    init(fourCC: UInt32, of kind: MediaKind) {
        if let name = CodecName.allCases.first(where: { $0.kind == kind && $0.fourCC == fourCC }) {
            self = .carried(name)
        } else {
            self = .unsupported(Self.text(of: fourCC))
        }
    }

    /// The FourCC as it reads, with dots for what is not to be shown: it is a peer's.
    private static func text(of fourCC: UInt32) -> String {
        let letters = stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: fourCC >> UInt32($0)) }
        return String(decoding: letters.map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
    }
}

extension CodecName {
    /// The codec's number in a tag header without FourCC (`CodecID`, `SoundFormat`); nil where it has none.
    var flvNumber: UInt8? {
        switch self {
        case .h264: 7
        case .mp3: 2
        case .pcma: 7
        case .pcmu: 8
        case .aac: 10
        default: nil
        }
    }

    /// The codec's FourCC (Enhanced RTMP v2, "Enhanced Audio", "Enhanced Video"); nil where it has none.
    var fourCC: UInt32? {
        switch self {
        case .h264: 0x6176_6331  // avc1
        case .h265: 0x6876_6331  // hvc1
        case .av1: 0x6176_3031  // av01
        case .vp9: 0x7670_3039  // vp09
        case .vp8: 0x7670_3038  // vp08
        case .aac: 0x6D70_3461  // mp4a
        case .opus: 0x4F70_7573  // Opus
        case .flac: 0x664C_6143  // fLaC
        case .ac3: 0x6163_2D33  // ac-3
        case .eac3: 0x6563_2D33  // ec-3
        case .mp3: 0x2E6D_7033  // .mp3
        case .pcma, .pcmu, .g722, .l16, .jpeg: nil
        }
    }
}
