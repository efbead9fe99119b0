import Codecs
import Files
import GatewaySupport
import MediaPlane
import Net

/// Plays a file in real time, as a player asks: what is due when, without a clock, a thread or a socket.
///
/// Times go two ways from the file's. **When** a frame is due follows from when playing began or went on: decode
/// times are as far apart as in the file. **What timestamp** it has follows from one timeline of what is sent, for
/// all tracks: it goes on over pauses as if there were none, and over seeks with the frame behind the last one sent,
/// as RFC 2326 appendix B wants; RTP-Info tells where in the file that is.
///
/// Calling contract: ``play(_:now:)`` and ``pause()`` as the player asks; ``next(now:)`` again and again, unless it
/// says to wait. The file is read in all of these, so they may wait for a disk.
struct FilePlayer<File: PlayableFile> {
    /// What to do next.
    enum Step: Equatable {
        case send(PlaybackPackets)
        /// Nothing before that.
        case wait(until: Instant)
        /// Nothing before the next ``FilePlayer/play(_:now:)``.
        case rest
        case end(PlaybackEnd)
    }

    private var file: File
    private var tracks: [PlaybackTrack]
    private var phase = Phase.resting
    /// Frames that were read and not sent yet.
    private var backlog: [FileFrame] = []
    /// Frames of tracks that have reached the end of the range before others have. At most ``longestOverlap``.
    private var beyond: [FileFrame] = []
    private var timeline = PlaybackTimeline()

    private enum Phase {
        case resting
        case playing(Playing)
        /// Everything was sent; nothing more is to be told of tracks before that index.
        case leaving(Int)
    }

    private struct Playing {
        var pace: PlaybackPace
        /// Where it ends, on the file's timeline; nil at the file's end.
        var end: MediaTime?
        /// Tracks that have reached the end.
        var finished: Set<Int> = []
        /// When everything was sent that there is: when the last of it is over.
        var over: Instant?
    }

    /// - Parameter tracks: what the player has set up; at least one.
    init(_ file: File, tracks: [PlaybackTrack]) {
        self.file = file
        self.tracks = tracks
    }

    // MARK: Asking

    /// Begins, goes on, or goes elsewhere while it plays.
    mutating func play(_ range: PlaybackRange, now: LoopTime) throws(PlaybackError) -> PlaybackStart {
        let end = try end(of: range)
        backlog = beyond + backlog
        beyond = []
        var landed: MediaTime?
        if let from = range.from { landed = try seek(to: file.start + from.wholeNanoseconds) }
        if try peek() == nil, landed == nil { landed = try seek(to: file.start) }
        guard let first = try peek()?.frame.decodeTime else { throw .invalidRange }
        let from = max(landed ?? first, file.start)
        if let end, from >= end { throw .invalidRange }

        if landed == nil, case .playing(var playing) = phase, playing.over == nil {
            // It does what is asked for already, but for where it ends.
            playing.end = end
            playing.finished = []
            phase = .playing(playing)
        } else {
            phase = .playing(Playing(pace: PlaybackPace(media: timeline.sent(first), now: now), end: end))
        }
        let sent = timeline.sent(from)
        return PlaybackStart(
            from: .nanoseconds(from - file.start),
            to: end.map { .nanoseconds($0 - file.start) } ?? file.duration.map { .nanoseconds($0) },
            tracks: tracks.indices.map { tracks[$0].begin(at: sent, captureTime: now.wallClock) })
    }

    /// Stops; the next play without a start goes on with the frame that would have come next.
    mutating func pause() {
        phase = .resting
    }

    private func end(of range: PlaybackRange) throws(PlaybackError) -> MediaTime? {
        let duration = file.duration.map { Duration.nanoseconds($0) }
        if let from = range.from {
            if from < .zero || duration.map({ from >= $0 }) == true { throw .invalidRange }
            if let to = range.to, to <= from { throw .invalidRange }
        }
        guard let to = range.to, duration.map({ to < $0 }) ?? true else { return nil }
        return file.start + to.wholeNanoseconds
    }

    private mutating func seek(to time: MediaTime) throws(PlaybackError) -> MediaTime {
        backlog = []
        // Should the file fail there, nothing can go on where it was.
        phase = .resting
        do {
            let landed = try file.seek(to: time)
            timeline.jump(to: landed, grain: PlaybackTimeline.wholeTicks)
            return landed
        } catch {
            throw .file(error)
        }
    }

    // MARK: Going on

    mutating func next(now: LoopTime) -> Step {
        switch phase {
        case .resting: return .rest
        case .leaving(let index):
            guard index < tracks.count else {
                phase = .resting
                return .end(.complete)
            }
            phase = .leaving(index + 1)
            return .send(tracks[index].goodbye(wallClock: now.wallClock, track: index))
        case .playing(var playing):
            for index in tracks.indices {
                let report = tracks[index].takeReport(now: now.now, wallClock: now.wallClock, track: index)
                if let report { return .send(report) }
            }
            do throws(PlaybackError) {
                let step = try next(&playing, now)
                phase = .playing(playing)
                guard let over = playing.over, now.now >= over else { return step }
                phase = .leaving(0)
                return next(now: now)
            } catch {
                phase = .resting
                guard case .file(.unplayable(let sentence)) = error else {
                    return .end(.failed("The file cannot be read on."))
                }
                return .end(.failed(sentence))
            }
        }
    }

    private mutating func next(_ playing: inout Playing, _ now: LoopTime) throws(PlaybackError) -> Step {
        if let over = playing.over { return .wait(until: over) }
        while let item = try peek() {
            let decodeTime = item.frame.decodeTime
            if let end = playing.end, decodeTime >= end {
                playing.finished.insert(item.track)
                if playing.finished.count == tracks.count || decodeTime - end > Self.longestLag
                    || beyond.count >= Self.longestOverlap
                {
                    return finish(&playing, at: end)
                }
                beyond.append(backlog.removeFirst())
                continue
            }
            timeline.approach(decodeTime)
            let due = playing.pace.due(timeline.sent(decodeTime))
            guard now.now >= due else { return .wait(until: due) }
            playing.pace.forgive(timeline.sent(decodeTime), now: now.now)
            backlog.removeFirst()
            let packets = send(item, playing.pace)
            if !packets.packets.isEmpty { return .send(packets) }
        }
        return finish(&playing, at: timeline.endInFile ?? file.start)
    }

    private func finish(_ playing: inout Playing, at end: MediaTime) -> Step {
        let over = playing.pace.due(timeline.sent(end))
        playing.over = over
        return .wait(until: over)
    }

    private mutating func send(_ item: FileFrame, _ pace: PlaybackPace) -> PlaybackPackets {
        if let format = item.format { tracks[item.track].change(to: format) }
        timeline.take(item.frame, track: item.track)
        let shown = timeline.sent(item.frame.presentationTime)
        return tracks[item.track].packets(
            of: item.frame, track: item.track, time: shown, captureTime: pace.captureTime(shown))
    }

    /// The next frame of a track that was set up, with the number it has here; nil at the end of the file.
    private mutating func peek() throws(PlaybackError) -> FileFrame? {
        do {
            while backlog.isEmpty {
                guard var item = try file.read() else { return nil }
                guard let track = tracks.firstIndex(where: { $0.index == item.track }) else { continue }
                item.track = track
                backlog.append(item)
            }
        } catch {
            throw .file(error)
        }
        return backlog.first
    }
}

// Generic types hold no stored constants.
extension FilePlayer {
    /// Nanoseconds that a track may lie behind another one in a file, and still get to the end of a range (our choice).
    private static var longestLag: Int64 { 1_000_000_000 }
    /// Frames: as many as the fastest tracks have in that time.
    private static var longestOverlap: Int { 4_096 }
}
