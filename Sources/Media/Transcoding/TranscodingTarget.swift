package import Codecs

/// What a derived track is made for.
package enum TranscodingTarget: Hashable, Sendable, CaseIterable {
    /// For WebRTC viewers.
    case opus
    /// For readers of RTMP, HLS and the like.
    case aac
    /// For everybody: without B-frames.
    case h264

    package var codec: CodecName {
        switch self {
        case .opus: .opus
        case .aac: .aac
        case .h264: .h264
        }
    }
}
