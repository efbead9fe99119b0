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

    /// What to make of a track for a sink.
    /// - Parameter isReordered: whether its frames are shown in another order than they are decoded in.
    func decision(for track: SourceTrack, _ wants: SinkWants, isReordered: Bool) -> TrackDecision {
        let reorders = isReordered && !wants.takesReordered
        if let packets = track.packets, !reorders, wants.takesPackets(packets) { return .packets }
        guard let codec = track.codec else {
            let name = track.packets?.encodingName ?? "of no kind"
            return .refused("One of the stream's tracks is \(name), which is only passed on to readers by RTSP.")
        }
        return decision(for: codec, accepting: wants.accepted, reorders: reorders)
    }

    /// What to make of a track's frames for readers who take `accepted`.
    /// - Parameter reorders: whether its frames are reordered, which such readers cannot take; false where they can.
    func decision(for codec: CodecName, accepting accepted: Set<CodecName>, reorders: Bool) -> TrackDecision {
        if accepted.contains(codec), !reorders { return .asItIs }
        switch codec.kind {
        case .audio where accepted.contains(.opus):
            return toOpus ? .derived(.opus) : .refused(refusal(of: codec, "transcode.to_opus"))
        case .audio where accepted.contains(.aac):
            return toAAC ? .derived(.aac) : .refused(refusal(of: codec, "transcode.to_aac"))
        case .video where accepted.contains(.h264):
            if reorders, accepted.contains(codec) {
                guard withoutBFrames else {
                    return .refused(
                        "The stream's \(codec.displayName) has B-frames, which browsers cannot play, and "
                            + "transcode.without_b_frames is off for this path.")
                }
            } else if !toH264 {
                return .refused(refusal(of: codec, "transcode.to_h264"))
            }
            return .derived(.h264)
        default:
            return .refused("The stream's \(codec.kind.rawValue) is \(codec.displayName), which is not taken here.")
        }
    }

    /// What a sink gets of a publisher's tracks, in their order.
    func tracks(of tracks: [SourceTrack], for wants: SinkWants) -> [SinkTrack] {
        tracks.compactMap { track in
            switch decision(for: track, wants, isReordered: track.format?.reordersFrames ?? false) {
            case .packets: SinkTrack(codec: track.codec, format: track.format, packets: track.packets)
            case .asItIs: SinkTrack(codec: track.codec, format: track.format)
            case .derived(let target): SinkTrack(codec: target.codec)
            case .refused: nil
            }
        }
    }

    private func refusal(of codec: CodecName, _ setting: String) -> String {
        "The stream's \(codec.kind.rawValue) is \(codec.displayName), which is not taken here, and "
            + "\(setting) is off for this path."
    }
}

/// What becomes of a track for a reader.
enum TrackDecision: Equatable {
    /// The publisher's packets.
    case packets
    /// The publisher's frames.
    case asItIs
    case derived(TranscodingTarget)
    /// With a sentence that says why.
    case refused(String)
}
