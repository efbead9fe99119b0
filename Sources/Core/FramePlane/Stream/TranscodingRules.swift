import Codecs
import Transcoding

/// Which derived tracks may be made for the readers of a path.
package struct TranscodingRules: Sendable, Equatable {
    /// AAC and other audio becomes Opus for WebRTC viewers.
    package var toOpus = true
    /// Opus and other audio becomes AAC for readers that take no other.
    package var toAAC = true
    /// Video whose frames are reordered (B-frames) is encoded anew without for WebRTC viewers.
    package var withoutBFrames = true
    /// VP8, VP9, AV1, H.265 and JPEG become H.264 for readers that take no other.
    package var toH264 = true

    package init() {}

    /// What to make of a track for readers who take `accepted`.
    /// - Parameter reorders: whether its frames are reordered, which such readers cannot take; false where they can.
    func decision(for format: TrackFormat, accepting accepted: Set<CodecName>, reorders: Bool) -> TrackDecision {
        if accepted.contains(format.codec), !reorders { return .asItIs }
        switch format.kind {
        case .audio where accepted.contains(.opus):
            return toOpus ? .derived(.opus) : .refused(refusal(of: format, "transcode.to_opus"))
        case .audio where accepted.contains(.aac):
            return toAAC ? .derived(.aac) : .refused(refusal(of: format, "transcode.to_aac"))
        case .video where accepted.contains(.h264):
            if reorders, accepted.contains(format.codec) {
                guard withoutBFrames else {
                    return .refused(
                        "The stream's \(format.codec.displayName) has B-frames, which browsers cannot play, and "
                            + "transcode.without_b_frames is off for this path.")
                }
            } else if !toH264 {
                return .refused(refusal(of: format, "transcode.to_h264"))
            }
            return .derived(.h264)
        default:
            return .refused(
                "The stream's \(format.kind.rawValue) is \(format.codec.displayName), which is not taken here.")
        }
    }

    /// What a sink gets of tracks of these formats, in their order.
    func tracks(of formats: [TrackFormat], for wants: SinkWants) -> [SinkTrack] {
        formats.compactMap { format in
            let reorders = !wants.takesReordered && (format.reordersFrames ?? false)
            return switch decision(for: format, accepting: wants.accepted, reorders: reorders) {
            case .asItIs: SinkTrack(codec: format.codec, format: format)
            case .derived(let target): SinkTrack(codec: target.codec, format: nil)
            case .refused: nil
            }
        }
    }

    private func refusal(of format: TrackFormat, _ setting: String) -> String {
        "The stream's \(format.kind.rawValue) is \(format.codec.displayName), which is not taken here, and "
            + "\(setting) is off for this path."
    }
}

/// What becomes of a track for a reader.
enum TrackDecision: Equatable {
    case asItIs
    case derived(TranscodingTarget)
    /// With a sentence that says why.
    case refused(String)
}
