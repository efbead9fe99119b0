import Codecs
import MediaPlane
import Net
import SFU

/// Makes frames of a stream that is published as packets, while somebody reads them.
///
/// Belongs to the ``PacketBridge``.
final class PacketSource {
    let identity: StreamIdentity
    let stream: FrameStream
    let onEnd: @Sendable () -> Void
    private var tracks: [PacketTrack] = []
    /// Where each track whose format is known stands among the stream's.
    private var places: [Int?] = []
    private var isDescribed = false
    private let began: Instant
    /// Frames that came before all formats were known.
    private var early: [(frame: Frame, track: Int)] = []
    private var lastKeyframeWish: [Int: Instant] = [:]

    /// - Parameter onEnd: for whoever sees that the stream of packets is over.
    init(_ live: LiveStream, to stream: FrameStream, now: Instant, onEnd: @escaping @Sendable () -> Void) {
        identity = live.identity
        self.onEnd = onEnd
        self.stream = stream
        began = now
        tracks = live.tracks.map { PacketTrack($0) }
    }

    /// Whether somebody reads what it makes: another publisher may feed the stream by now.
    var isNeeded: Bool { stream.source == .packets(identity) && stream.hasReaders }

    /// When something has to be done although nothing comes in.
    var deadline: Instant {
        // Without a frame in time the first one that comes is the beginning.
        let waiting = isDescribed || early.isEmpty ? Instant.distantFuture : began.advanced(by: Self.longestWait)
        return tracks.reduce(waiting) { min($0, $1.deadline) }
    }

    /// - Parameter index: of the track, among those of the stream on the media plane.
    func mirror(_ description: TrackDescription, at index: Int) {
        if tracks.indices.contains(index) {
            let former = tracks[index].format
            tracks[index].update(description)
            if former != nil, tracks[index].format == nil { early.removeAll { $0.track == index } }
        } else if index == tracks.count {
            tracks.append(PacketTrack(description))
        }
        if isDescribed { describe() }
    }

    func noteGap(track: Int) {
        guard tracks.indices.contains(track) else { return }
        tracks[track].noteGap()
    }

    func receive(_ record: PacketRecord, _ bytes: UnsafeRawBufferPointer, track: Int, now: Instant) {
        guard tracks.indices.contains(track) else { return }
        let start = min(Int(record.payloadOffset), bytes.count)
        let end = min(start + Int(record.payloadLength), bytes.count)
        var items: [PacketTrackItem] = []
        tracks[track].receive(
            record, payload: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), now: now,
            following: target(of: track)
        ) { items.append($0) }
        give(items, track: track, now: now)
    }

    /// Gives out what need not wait any longer.
    func advance(now: Instant) {
        for track in tracks.indices {
            var items: [PacketTrackItem] = []
            tracks[track].release(now: now, following: target(of: track)) { items.append($0) }
            give(items, track: track, now: now)
        }
        if !isDescribed, began.duration(to: now) >= Self.longestWait { describe() }
    }

    /// The tracks of which a keyframe is waited for, here or by who reads, as often as their publisher should be asked.
    func takeKeyframeWishes(now: Instant) -> [Int] {
        let wishes = stream.keyframeWishes(from: .packets(identity))
        return tracks.indices.filter { index in
            let isWished = places.indices.contains(index) && (places[index].map(wishes.contains) ?? false)
            guard tracks[index].needsKeyframe || isWished else { return false }
            if let last = lastKeyframeWish[index], last.duration(to: now) < Self.wishInterval { return false }
            lastKeyframeWish[index] = now
            return true
        }
    }

    /// Nobody reads any more, or the stream is over.
    func end() {
        stream.end(.packets(identity))
    }

    /// The error of the sound, for video to follow.
    private func target(of track: Int) -> Int64? {
        guard tracks[track].kind == .video else { return nil }
        return tracks.first { $0.kind == .audio && $0.isAlive }?.clockError
    }

    private func give(_ items: [PacketTrackItem], track: Int, now: Instant) {
        for item in items {
            switch item {
            case .format:
                if isDescribed || tracks.allSatisfy({ !$0.isAlive || $0.format != nil }) { describe() }
            case .frame(let frame):
                if isDescribed {
                    push(frame, track)
                } else if early.count < Self.mostEarly {
                    early.append((frame, track))
                    if tracks.allSatisfy({ !$0.isAlive || $0.format != nil }) { describe() }
                }
            }
        }
    }

    private func describe() {
        var formats: [TrackFormat] = []
        places = tracks.map { track in
            guard let format = track.format else { return nil }
            formats.append(format)
            return formats.count - 1
        }
        guard !formats.isEmpty else { return }
        isDescribed = true
        stream.describe(formats, from: .packets(identity))
        let waiting = early
        early = []
        for (frame, track) in waiting { push(frame, track) }
    }

    private func push(_ frame: Frame, _ track: Int) {
        guard places.indices.contains(track), let place = places[track] else { return }
        stream.push(frame, track: place, from: .packets(identity))
    }

    /// For the formats of all tracks. A browser's first keyframe takes a round trip and a few frames.
    private static let longestWait = Duration.milliseconds(1_500)
    private static let wishInterval = Duration.milliseconds(500)
    /// Frames: more than come in ``longestWait``.
    private static let mostEarly = 512
}
