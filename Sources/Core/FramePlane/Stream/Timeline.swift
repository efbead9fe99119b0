import Codecs
import Net

/// Lets a stream's times go on when its publisher changes: readers see one clock, however many publishers there were.
struct Timeline {
    private var offset: Int64 = 0
    /// The latest time that went out, and when.
    private var latest: (time: MediaTime, at: Instant)?
    private var beginsAnew = true
    /// Whether the first publisher's times are kept as they are.
    private var keepsTimes = true

    /// Another publisher's frames follow.
    /// - Parameter keepsTimes: whether its times mean something, so that the first publisher's are kept.
    mutating func begin(keepsTimes: Bool) {
        beginsAnew = true
        self.keepsTimes = keepsTimes
    }

    /// Moves a frame to the stream's time.
    mutating func place(_ frame: inout Frame, now: Instant) {
        if beginsAnew {
            beginsAnew = false
            if let latest {
                let silence = max(now.nanoseconds(since: latest.at), Self.shortestStep)
                offset = (latest.time + silence) - frame.decodeTime
            } else {
                offset = keepsTimes ? 0 : Self.origin &- frame.decodeTime.nanoseconds
            }
        }
        frame.decodeTime = frame.decodeTime + offset
        frame.presentationTime = frame.presentationTime + offset
        if latest.map({ $0.time < frame.decodeTime }) ?? true { latest = (frame.decodeTime, now) }
    }

    /// Nanoseconds: a track that begins a little before the first one is still not before zero.
    private static let origin: Int64 = 500_000_000
    /// Nanoseconds between the last frame of one publisher and the first of the next, at least.
    private static let shortestStep: Int64 = 1_000_000
}
