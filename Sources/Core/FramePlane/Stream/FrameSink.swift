import Codecs
import Net

/// Whoever takes frames of a stream: a reader, the packets that viewers get, a derived track.
///
/// Both are called in order and with the stream's lock held: they must not block, nor call the stream.
protocol FrameSink: AnyObject, Sendable {
    /// What the tracks are that it gets from now on. Called again for the same tracks when a format becomes known or
    /// changes.
    func describe(_ tracks: [SinkTrack])

    /// Another publisher's frames follow: video goes on with a keyframe, also where the tracks are the same.
    func restart()

    /// A frame of a track, by its index in the latest ``describe(_:)``; never of one whose format is not known.
    /// - Returns: whether it could do with a keyframe of that track now.
    func accept(_ frame: Frame, track: Int, _ moment: FrameMoment) -> Bool

    /// Packets of a track that the sink gets as packets.
    /// - Parameter age: nanoseconds since they came in; 0 for those that come now.
    /// - Returns: whether it could do with a keyframe of that track now.
    func accept(_ batch: PacketBatch, track: Int, age: Int64) -> Bool
}

/// A track as a sink gets it.
struct SinkTrack: Equatable, Sendable {
    /// nil of formats that are only carried, which come as packets.
    var codec: CodecName?
    /// nil as long as it is not known, which is so at the beginning of a derived track, and may be for ever of packets.
    var format: TrackFormat?
    /// What its packets are; nil when it comes as frames.
    var packets: PacketFormat?

    var isVideo: Bool { codec.map { $0.kind == .video } ?? (packets?.media == .video) }
}

/// What a sink can do with.
struct SinkWants: Sendable {
    var accepted: Set<CodecName>
    /// Whether frames may be shown in another order than they are decoded in.
    var takesReordered: Bool
    /// Whether it must know all formats before the first frame.
    var needsFormats: Bool
    /// Whether it has no use for what is kept of derived tracks.
    var isLive = false
    /// Which tracks it takes as packets, where the publisher sends packets.
    var takesPackets: @Sendable (PacketFormat) -> Bool = { _ in false }
}

/// When a frame came, and what its time means.
struct FrameMoment: Sendable {
    /// Nanoseconds since it came in; 0 for one that comes now.
    var age: Int64
    var clock: StreamClock
}

/// Maps a stream's timeline to our wall clock. All tracks share it: that is what keeps them in step.
struct StreamClock: Sendable {
    /// Counts how often the mapping changed.
    private(set) var revision = 0
    private var offset: Int64 = 0

    /// The moment of a time, in nanoseconds since 1970.
    func wallClock(of time: MediaTime) -> Int64 {
        time.nanoseconds &+ offset
    }

    /// Sets the mapping, where the publisher says it.
    /// - Parameter offset: nanoseconds from the timeline to our wall clock.
    mutating func set(offset: Int64) {
        guard revision == 0 || (self.offset &- offset).magnitude > Self.precision else { return }
        self.offset = offset
        revision += 1
    }

    /// Sets the mapping anew where a frame comes much sooner or later than it says: a publisher's clock that jumped, or one
    /// that does not run with ours.
    mutating func observe(_ time: MediaTime, wallClock: Int64) {
        let error = self.wallClock(of: time) &- wallClock
        guard revision == 0 || !(-Self.tolerance...Self.tolerance).contains(error) else { return }
        offset = wallClock &- time.nanoseconds
        revision += 1
    }

    /// Nanoseconds.
    private static let tolerance: Int64 = 5_000_000_000
    /// Nanoseconds: what is less nobody hears.
    private static let precision: UInt64 = 1_000_000
}
