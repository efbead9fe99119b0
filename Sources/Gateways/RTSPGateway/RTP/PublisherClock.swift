import Net

/// A publisher's clock next to ours: the one offset by which the times in its sender reports become times of our wall
/// clock. All tracks of a publisher share it, so that sound and picture keep the distance that the publisher gave them.
///
/// The offset is the smallest that was seen, which is that of the report that had the shortest way. It may grow by
/// ``greatestDrift``, for a clock that is slower than ours, and is found anew where a clock was set back.
package struct PublisherClock: Sendable {
    /// Our wall clock less the publisher's, in nanoseconds, and when it was found.
    private var offset: (nanoseconds: Int64, at: Instant)?
    /// When what the publisher plays began, in nanoseconds of our wall clock since 1970: what the timestamps of
    /// RTP-Info mean.
    var playStart: Int64?

    package init() {}

    /// The time of a sender report on our wall clock, in nanoseconds since 1970.
    /// - Parameter wallClock: ours, when the report came.
    mutating func wallClock(of ntp: NTPTime, wallClock: Int64, now: Instant) -> Int64 {
        let time = ntp.unixNanoseconds
        let seen = wallClock &- time
        guard let offset else {
            offset = (seen, now)
            return wallClock
        }
        let elapsed = max(now.nanoseconds(since: offset.at), 0)
        let highest = offset.nanoseconds &+ elapsed / 1_000_000 &* Self.greatestDrift
        // A delay of ten seconds is none: the publisher's clock was set.
        let isSet = seen &- offset.nanoseconds >= Self.longestDelay
        let found = isSet ? seen : min(seen, highest)
        self.offset = (found, now)
        return time &+ found
    }

    /// Millionths: twice what an ordinary quartz is off by.
    private static let greatestDrift: Int64 = 200
    /// Nanoseconds that a report may take longer than another. Over TCP it waits behind what is congested.
    private static let longestDelay: Int64 = 10_000_000_000
}
