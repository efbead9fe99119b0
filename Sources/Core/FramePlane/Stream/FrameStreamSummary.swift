package import Codecs
package import SFU
import Transcoding

/// A path's frames, at one moment, as the API shows them.
package struct FrameStreamSummary: Sendable {
    package var path: StreamPath
    /// The tracks that the publisher sends.
    package var tracks: [FrameTrackSummary]
    package var derived: [DerivedTrackSummary]
    package var readers: [ReaderSummary]
    /// Why tracks cannot be given to everybody, one sentence each.
    package var notes: [String]
}

/// A publisher's track.
package struct FrameTrackSummary: Sendable {
    package var format: TrackFormat
    package var frames: UInt64
    package var bytes: UInt64
    /// Whether frames are shown in another order than they are decoded in (B-frames).
    package var isReordered: Bool
}

/// A track that is derived from another.
package struct DerivedTrackSummary: Sendable {
    package var codec: CodecName
    /// What it is made from.
    package var source: CodecName
    package var frames: UInt64
    /// Frames that could not be decoded, or came too fast.
    package var lostFrames: Int
    /// CPU time that making it has taken.
    package var cpuTime: Duration
}

/// A reader of frames.
package struct ReaderSummary: Sendable {
    package var client: FrameClient
    /// How many clients it stands for.
    package var audience: Int
    package var frames: UInt64
    package var droppedFrames: UInt64
    package var codecs: [CodecName]
}

extension FrameStreamState {
    func summary(of path: StreamPath) -> FrameStreamSummary {
        FrameStreamSummary(
            path: path,
            tracks: tracks.compactMap { track in
                track.format.map {
                    FrameTrackSummary(
                        format: $0, frames: track.frames, bytes: track.bytes, isReordered: track.isReordered)
                }
            },
            derived: derived.map { id, state in
                DerivedTrackSummary(
                    codec: id.target.codec, source: state.worker.sourceFormat.codec, frames: state.output.frames,
                    lostFrames: state.worker.lostFrames, cpuTime: state.worker.cpuTime)
            },
            readers: attachments.compactMap { ($0.sink as? FrameReader)?.summary },
            notes: attachments.flatMap(\.refusals).reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    }
}
