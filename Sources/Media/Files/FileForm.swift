import CLibAVFormat
import Codecs

/// The form that a stream's packets have in a file, and how to make frames of them.
enum FileForm {
    case h264(NALUnits.Form, AVCConfiguration)
    case h265(NALUnits.Form, HEVCConfiguration)
    case av1(AV1Configuration?)
    /// VP8 or VP9: what they are, keyframes alone show.
    case vp(CodecName, TrackFormat?)
    /// AAC whose frames have headers of their own, and of the latest its configuration.
    case transportAAC(AudioSpecificConfig?)
    /// Frames that are one packet each, as they are.
    case whole(TrackFormat)
    /// Samples without frames.
    case samples(TrackFormat, SampleForm)

    /// Nil for what Turnout has no name for, and for what lacks the configuration that its decoders need.
    init?(_ parameters: AVCodecParameters) {
        let configuration = Self.configuration(of: parameters)
        switch parameters.codec_type {
        case AVMEDIA_TYPE_VIDEO: self.init(video: parameters, configuration)
        case AVMEDIA_TYPE_AUDIO: self.init(audio: parameters, configuration)
        default: return nil
        }
    }

    /// Nil as long as no frame has shown it.
    var format: TrackFormat? {
        switch self {
        case .h264(_, let configuration): .h264(configuration)
        case .h265(_, let configuration): .h265(configuration)
        case .av1(let configuration): configuration.map(TrackFormat.av1)
        case .vp(_, let format): format
        case .transportAAC(let configuration): configuration.map(TrackFormat.aac)
        case .whole(let format), .samples(let format, _): format
        }
    }

    /// Makes frames of a packet: one, of samples several, or none.
    /// - Parameters:
    ///   - bytes: at most ``Frame/maximumSize``.
    ///   - isFlagged: whether the file calls it a keyframe.
    mutating func convert(_ bytes: Span<UInt8>, isFlagged: Bool) throws(CodecError) -> [FramePiece] {
        switch self {
        case .h264, .h265, .av1, .vp: try convertVideo(bytes, isFlagged: isFlagged)
        case .transportAAC(let known): try strip(bytes, known)
        case .whole: [FramePiece(bytes: bytes.copied)]
        case .samples(_, let form): form.cut(bytes)
        }
    }

    /// Takes over a configuration that comes in the middle of a file; nothing when it cannot be read.
    mutating func replaceConfiguration(_ bytes: [UInt8]) {
        switch self {
        case .h264: self = Self.h264(bytes) ?? self
        case .h265: self = Self.h265(bytes) ?? self
        case .av1: self = Self.av1(bytes)
        case .whole(let format) where format.codec == .aac:
            if let configuration = try? AudioSpecificConfig(parsing: bytes.span) { self = .whole(.aac(configuration)) }
        case .vp, .transportAAC, .whole, .samples: break
        }
    }

    private static func configuration(of parameters: AVCodecParameters) -> [UInt8] {
        guard let start = parameters.extradata, (1...Int32(longestConfiguration)).contains(parameters.extradata_size)
        else { return [] }
        return Array(UnsafeBufferPointer(start: start, count: Int(parameters.extradata_size)))
    }

    /// Bytes of a configuration (our choice): those of video may have as many.
    static let longestConfiguration = 64 << 10
}

/// A frame of a packet.
struct FramePiece {
    var bytes: [UInt8]
    var isKeyframe = true
    /// Nanoseconds from the packet's time to its own.
    var delay: Int64 = 0
}

extension Span<UInt8> {
    /// The bytes in memory of their own.
    var copied: [UInt8] { withUnsafeBufferPointer { Array($0) } }
}
