import Codecs
import Net

/// The packets of one publisher on their way to a stream: in order, and as frames where somebody reads those.
///
/// Belongs to whoever hands the packets in: one caller at a time.
final class PacketSource {
    private let target: any PacketTarget
    private var tracks: [PacketTrack]
    private var lastKeyframeWish: [Int: Instant] = [:]

    init(_ formats: [PacketFormat?], to target: any PacketTarget) {
        self.target = target
        tracks = formats.map { PacketTrack($0) }
    }

    /// When something has to be done although nothing comes in.
    var deadline: Instant { tracks.reduce(.distantFuture) { min($0, $1.deadline) } }

    // MARK: The source

    /// - Parameter index: of a track, at most that of the next new one.
    func update(_ format: PacketFormat?, track index: Int) {
        if tracks.indices.contains(index) {
            guard tracks[index].update(format) else { return }
        } else if index == tracks.count {
            tracks.append(PacketTrack(format))
        } else {
            return
        }
        describe()
    }

    /// A track's numbers and timestamps begin anew.
    func beginAnew(track: Int) {
        guard tracks.indices.contains(track) else { return }
        tracks[track].beginAnew()
    }

    func noteGap(track: Int) {
        guard tracks.indices.contains(track) else { return }
        tracks[track].noteGap()
    }

    /// Tells the stream what the tracks are.
    func describe() {
        target.describe(tracks.map(\.description))
    }

    // MARK: Packets

    func receive(
        _ payload: Span<UInt8>, sequence: Int64, timestamp: UInt32, marker: Bool, captureTime: Int64, track: Int,
        now: Instant
    ) {
        guard tracks.indices.contains(track) else { return }
        tracks[track].receive(
            payload, sequence: sequence, timestamp: timestamp, marker: marker, captureTime: captureTime, now: now)
    }

    /// Gives up what was waited for long enough.
    func advance(now: Instant) {
        for index in tracks.indices { tracks[index].expire(now: now) }
        flush(now: now)
    }

    /// Hands on what came in.
    func flush(now: Instant) {
        let wanted = target.framesWanted
        for index in tracks.indices {
            setUnpacking(wanted.contains(index), track: index, now: now)
            if tracks[index].hasNewsOfReordering, target.noteReordering(track: index) {
                tracks[index].noteReorderingIsKnown()
            }
            for batch in tracks[index].takeBatches() {
                target.push(batch, track: index)
                unpack(batch, track: index, age: 0)
            }
        }
    }

    private func setUnpacking(_ isWanted: Bool, track: Int, now: Instant) {
        guard isWanted != tracks[track].isUnpacked else { return }
        guard isWanted else { return tracks[track].endUnpacking() }
        tracks[track].beginUnpacking()
        guard tracks[track].isUnpacked else { return }
        for batch in target.recentPackets(of: track) {
            unpack(batch, track: track, age: max(1, now.nanoseconds(since: batch.arrival)))
        }
    }

    private func unpack(_ batch: PacketBatch, track: Int, age: Int64) {
        guard tracks[track].isUnpacked else { return }
        // The sound's error, for video to follow.
        let error = tracks.first { $0.isAudio && $0.isAlive }?.clockError
        var items: [PacketTrackItem] = []
        tracks[track].unpack(batch, following: error) { items.append($0) }
        for item in items {
            switch item {
            case .format: describe()
            case .frame(let frame, let captureTime):
                target.push(frame, track: track, FrameOrigin(age: age, captureTime: captureTime))
            }
        }
    }

    // MARK: Keyframes

    /// The tracks of which a keyframe is waited for, here or by who reads, as often as their publisher should be asked.
    func takeKeyframeWishes(now: Instant) -> [Int] {
        let wishes = target.keyframeWishes
        return tracks.indices.filter { index in
            guard tracks[index].needsKeyframe || wishes.contains(index) else { return false }
            if let last = lastKeyframeWish[index], last.duration(to: now) < Self.wishInterval { return false }
            lastKeyframeWish[index] = now
            return true
        }
    }

    private static let wishInterval = Duration.milliseconds(500)
}

/// Where a ``PacketSource`` hands its packets and frames to.
protocol PacketTarget {
    func describe(_ tracks: [SourceTrack])
    func push(_ batch: PacketBatch, track: Int)
    func push(_ frame: Frame, track: Int, _ origin: FrameOrigin)
    /// Frames of a track are shown in another order than they come in.
    /// - Returns: false when nobody takes note of it yet.
    func noteReordering(track: Int) -> Bool
    /// The tracks of which somebody reads frames.
    var framesWanted: Set<Int> { get }
    /// The tracks of which somebody waits for a keyframe.
    var keyframeWishes: Set<Int> { get }
    /// The latest packets of a track, of video from a keyframe on.
    func recentPackets(of track: Int) -> [PacketBatch]
}

/// One source's side of a stream.
struct StreamEntrance: PacketTarget {
    let stream: FrameStream
    let source: FrameSource

    func describe(_ tracks: [SourceTrack]) { stream.describe(tracks, from: source) }
    func push(_ batch: PacketBatch, track: Int) { stream.push(batch, track: track, from: source) }
    func push(_ frame: Frame, track: Int, _ origin: FrameOrigin) {
        stream.push(frame, track: track, from: source, origin)
    }
    func noteReordering(track: Int) -> Bool { stream.noteReordering(track: track, from: source) }
    var framesWanted: Set<Int> { stream.framesWanted(from: source) }
    var keyframeWishes: Set<Int> { stream.keyframeWishes(from: source) }
    func recentPackets(of track: Int) -> [PacketBatch] { stream.recentPackets(of: track, from: source) }
}
