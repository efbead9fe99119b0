import CLibAV
import Codecs

/// What the users of libavcodec share.
enum LibAV {
    /// The library's decoder of a codec; nil when it was built without, or has only one that needs hardware.
    static func decoder(of codec: CodecName) -> UnsafePointer<AVCodec>? {
        _ = isSilent
        return switch codec {
        case .opus: avcodec_find_decoder(AV_CODEC_ID_OPUS)
        case .g722: avcodec_find_decoder(AV_CODEC_ID_ADPCM_G722)
        case .pcmu: avcodec_find_decoder(AV_CODEC_ID_PCM_MULAW)
        case .pcma: avcodec_find_decoder(AV_CODEC_ID_PCM_ALAW)
        case .aac: avcodec_find_decoder(AV_CODEC_ID_AAC)
        case .mp3: avcodec_find_decoder(AV_CODEC_ID_MP3)
        case .flac: avcodec_find_decoder(AV_CODEC_ID_FLAC)
        case .ac3: avcodec_find_decoder(AV_CODEC_ID_AC3)
        case .eac3: avcodec_find_decoder(AV_CODEC_ID_EAC3)
        case .l16: avcodec_find_decoder(AV_CODEC_ID_PCM_S16BE)
        case .vp8: avcodec_find_decoder(AV_CODEC_ID_VP8)
        case .vp9: avcodec_find_decoder(AV_CODEC_ID_VP9)
        case .h264: avcodec_find_decoder(AV_CODEC_ID_H264)
        case .h265: avcodec_find_decoder(AV_CODEC_ID_HEVC)
        case .jpeg: avcodec_find_decoder(AV_CODEC_ID_MJPEG)
        // The library's own decoder of AV1 only hands bitstreams to hardware.
        case .av1: avcodec_find_decoder_by_name("libdav1d") ?? avcodec_find_decoder_by_name("libaom-av1")
        }
    }

    /// An encoder's context with its parameters still to be set; to be freed by `avcodec_free_context`.
    static func makeContext(
        _ codec: UnsafePointer<AVCodec>?, of name: CodecName
    ) throws(TranscodingError) -> UnsafeMutablePointer<AVCodecContext> {
        _ = isSilent
        guard let codec, let context = avcodec_alloc_context3(codec) else { throw .unavailable(name) }
        // Whoever calls has a thread for this; the library starts none.
        context.pointee.thread_count = 1
        return context
    }

    /// Throws what the library calls its error code.
    static func check(_ result: Int32, _ action: StaticString) throws(TranscodingError) {
        guard result < 0 else { return }
        let words = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { text in
            text.initialize(repeating: 0)
            guard let start = text.baseAddress, av_strerror(result, start, text.count) == 0 else {
                return "error \(result)"
            }
            return String(cString: start)
        }
        throw .failed("\(action): \(words)")
    }

    /// What memory running out becomes.
    static func unwrap<Value>(_ value: Value?) throws(TranscodingError) -> Value {
        guard let value else { throw .failed("out of memory") }
        return value
    }

    /// Nothing of the library goes to standard error: what peers send must not fill a log.
    private static let isSilent: Void = av_log_set_level(AV_LOG_QUIET)
}
