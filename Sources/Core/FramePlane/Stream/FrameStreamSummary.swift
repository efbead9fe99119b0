package import Codecs
package import SFU
import Transcoding

/// A path's frames, at one moment, as the API shows them.
package struct FrameStreamSummary: Sendable {
    package var path: StreamPath
    /// Whether it has a publisher, whatever that speaks.
    package var isPublished: Bool
    /// Who brings its frames; nil for one that has no publisher, or a peer as its publisher.
    package var publisher: FrameClient?
    /// The tracks that the publisher sends.
    package var tracks: [FrameTrackSummary]
    package var derived: [DerivedTrackSummary]
    package var readers: [ReaderSummary]
    /// Why tracks cannot be given to everybody, one sentence each.
    package var notes: [String]

    package init(
        path: StreamPath, isPublished: Bool, publisher: FrameClient?, tracks: [FrameTrackSummary],
        derived: [DerivedTrackSummary], readers: [ReaderSummary], notes: [String]
    ) {
        self.path = path
        self.isPublished = isPublished
        self.publisher = publisher
        self.tracks = tracks
        self.derived = derived
        self.readers = readers
        self.notes = notes
    }
}

/// A publisher's track.
package struct FrameTrackSummary: Sendable {
    /// What is in it; nil as long as nobody knows.
    package var format: TrackFormat?
    /// What its packets are; nil when it comes as frames.
    package var packetFormat: PacketFormat?
    /// Of a track of packets, those that were made of them for readers.
    package var frames: UInt64
    /// 0 of a track of frames.
    package var packets: UInt64
    package var bytes: UInt64
    /// Whether frames are shown in another order than they are decoded in (B-frames).
    package var isReordered: Bool

    package init(
        format: TrackFormat?, packetFormat: PacketFormat? = nil, frames: UInt64, packets: UInt64 = 0, bytes: UInt64,
        isReordered: Bool
    ) {
        self.format = format
        self.packetFormat = packetFormat
        self.frames = frames
        self.packets = packets
        self.bytes = bytes
        self.isReordered = isReordered
    }
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

    package init(codec: CodecName, source: CodecName, frames: UInt64, lostFrames: Int, cpuTime: Duration) {
        self.codec = codec
        self.source = source
        self.frames = frames
        self.lostFrames = lostFrames
        self.cpuTime = cpuTime
    }
}

/// A reader of frames.
package struct ReaderSummary: Sendable {
    package var client: FrameClient
    /// How many clients it stands for.
    package var audience: Int
    package var frames: UInt64
    package var droppedFrames: UInt64
    package var codecs: [CodecName]

    package init(client: FrameClient, audience: Int, frames: UInt64, droppedFrames: UInt64, codecs: [CodecName]) {
        self.client = client
        self.audience = audience
        self.frames = frames
        self.droppedFrames = droppedFrames
        self.codecs = codecs
    }
}

extension FrameStreamState {
    func summary(of path: StreamPath) -> FrameStreamSummary {
        FrameStreamSummary(
            path: path, isPublished: source != nil, publisher: nil,
            tracks: tracks.compactMap { track in
                guard track.source != SourceTrack() else { return nil }
                return FrameTrackSummary(
                    format: track.format, packetFormat: track.packetFormat, frames: track.frames,
                    packets: track.packets, bytes: track.bytes, isReordered: track.isReordered)
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
