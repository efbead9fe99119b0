import Codecs
import GatewaySupport
import MediaPlane
import Net

/// The timeline of what is sent, which is that of no file: it goes on over seeks.
struct PlaybackTimeline {
    /// Nanoseconds from a file's time to the one that is sent.
    private var shift: Int64 = 0
    /// When what was sent is over; nil before the first frame.
    private var end: MediaTime?
    /// The latest decode time since the last jump, on the file's timeline.
    private var furthest: MediaTime?
    /// By track: when its latest frame was decoded, and for how long it is shown.
    private var latest: [Int: (decodeTime: MediaTime, length: Int64)] = [:]

    /// - Parameter time: on the file's timeline.
    func sent(_ time: MediaTime) -> MediaTime { time + shift }

    /// When the last frame of all is over, on the file's timeline; nil when nothing was sent.
    var endInFile: MediaTime? { end.map { $0 + -shift } }

    /// What comes next in the file. Where its times break off, as in recordings that were joined, they go on as if
    /// they had not: nobody waits for hours, or is sent hours at once.
    mutating func approach(_ decodeTime: MediaTime) {
        if let furthest, !(-Self.longestReturn...Self.longestGap).contains(decodeTime - furthest) {
            jump(to: decodeTime, grain: Self.wholeTicks)
        }
        furthest = furthest.map { max($0, decodeTime) } ?? decodeTime
    }

    /// A frame is sent.
    mutating func take(_ frame: Frame, track: Int) {
        var length = Self.firstLength
        if let former = latest[track] {
            let distance = frame.decodeTime - former.decodeTime
            length = (1...Self.longestLength).contains(distance) ? distance : former.length
        }
        latest[track] = (frame.decodeTime, length)
        let over = sent(frame.presentationTime) + length
        end = end.map { max($0, over) } ?? over
    }

    /// Goes to another place in the file: what is there follows what was sent.
    /// - Parameter grain: nanoseconds that the place is moved by a multiple of; at least 1.
    mutating func jump(to time: MediaTime, grain: Int64 = 1) {
        latest = [:]
        furthest = nil
        guard let end else { return }
        let distance = end - time
        let remainder = distance % grain
        shift = remainder > 0 ? distance &+ (grain &- remainder) : distance &- remainder
    }

    /// Nanoseconds that the first frame of a track is taken to be shown (our choice): as frames of sound are.
    private static let firstLength: Int64 = 20_000_000
    /// Nanoseconds between two frames that say how long the latter is shown (our choice). More is a gap.
    private static let longestLength: Int64 = 1_000_000_000
    /// Nanoseconds that tracks may lie apart in a file (our choice).
    private static let longestReturn: Int64 = 5_000_000_000
    /// Nanoseconds in which nothing happens in a file (our choice).
    private static let longestGap: Int64 = 60_000_000_000
    /// 10 ms: 900 ticks of 90 kHz, 441 of 44.1 kHz, 80 of 8 kHz. A shift of whole ticks of every usual clock leaves the
    /// distances of timestamps as they are in the file.
    static let wholeTicks: Int64 = 10_000_000
}

/// When frames are due since playing last began or went on, by their times on the timeline of what is sent.
struct PlaybackPace {
    /// What was due at ``origin``: a decode time.
    private let media: MediaTime
    private var origin: LoopTime
    /// The latest decode time of all tracks.
    private var furthest: MediaTime

    init(media: MediaTime, now: LoopTime) {
        (self.media, origin, furthest) = (media, now, media)
    }

    func due(_ decodeTime: MediaTime) -> Instant {
        Instant(nanoseconds: origin.now.nanoseconds &+ (decodeTime - media))
    }

    /// When a frame is shown, in nanoseconds of our wall clock since 1970.
    func captureTime(_ presentationTime: MediaTime) -> Int64 {
        origin.wallClock &+ (presentationTime - media)
    }

    /// What comes far too late, because the player or a disk was slow, moves everything behind it: a short break is
    /// made up for, a long one lasts.
    mutating func forgive(_ decodeTime: MediaTime, now: Instant) {
        // Where tracks lie far apart in a file, those behind are late by themselves.
        guard decodeTime >= furthest else { return }
        furthest = decodeTime
        let excess = now.nanoseconds(since: due(decodeTime)) &- Self.tolerance
        guard excess > 0 else { return }
        origin.now = Instant(nanoseconds: origin.now.nanoseconds &+ excess)
        origin.wallClock &+= excess
    }

    /// Nanoseconds that are made up for (our choice): less than players keep in store.
    private static let tolerance: Int64 = 1_000_000_000
}
