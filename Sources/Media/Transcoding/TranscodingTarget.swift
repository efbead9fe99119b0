import CLibAV
package import Codecs

/// What a track can be turned into.
package enum TranscodingTarget: String, Hashable, Sendable, CaseIterable {
    /// Opus, 48 kHz stereo, 20 ms a frame: what browsers take.
    case opus
    /// AAC-LC, 48 kHz stereo, 1024 samples a frame: what RTMP players take.
    case aac
    /// H.264 in the Constrained Baseline profile, shown in the order it is decoded: what both take.
    case h264

    /// The codec of the frames that come out.
    package var codec: CodecName {
        switch self {
        case .opus: .opus
        case .aac: .aac
        case .h264: .h264
        }
    }

    /// Whether tracks of `codec` can become `target` with the decoders and encoders of this machine's libraries. A
    /// codec can become itself: H.264 loses its B-frames that way.
    package static func canTranscode(from codec: CodecName, to target: TranscodingTarget) -> Bool {
        guard codec.kind == target.codec.kind, LibAV.decoder(of: codec) != nil else { return false }
        return switch target {
        case .opus: true
        case .aac: AACEncoder.codec != nil
        case .h264: H264Encoder.codec != nil
        }
    }
}

/// A transcoder for tracks of this format.
/// - Throws: ``TranscodingError/unavailable(_:)`` for what ``TranscodingTarget/canTranscode(from:to:)`` denies, and
///   ``TranscodingError/failed(_:)`` when the decoder refuses the format's configuration.
package func makeTranscoder(
    from format: TrackFormat, to target: TranscodingTarget
) throws(TranscodingError) -> any Transcoder {
    guard TranscodingTarget.canTranscode(from: format.codec, to: target) else {
        throw .unavailable(LibAV.decoder(of: format.codec) == nil ? format.codec : target.codec)
    }
    return switch target {
    case .opus: try AudioTranscoder(from: format, encoder: OpusEncoder())
    case .aac: try AudioTranscoder(from: format, encoder: AACEncoder())
    case .h264: try VideoTranscoder(from: format)
    }
}
