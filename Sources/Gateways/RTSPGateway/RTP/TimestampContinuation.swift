/// Lets the timestamps of a track go on where its source restarts with others.
struct TimestampContinuation: Sendable {
    /// Units in a second.
    private let rate: Int64
    private var offset: UInt32 = 0
    /// The latest one, as it went on, and when it came in nanoseconds of our wall clock.
    private var latest: (timestamp: UInt32, arrival: Int64)?

    init(rate: Int) {
        self.rate = Int64(clamping: max(rate, 1))
    }

    /// - Parameter isRestart: whether this is the first behind a break. What is then further than ``longestDifference``
    ///   from
    ///   where it should be by its arrival is moved there; otherwise only packets were lost.
    mutating func extend(_ timestamp: UInt32, isRestart: Bool, arrival wallClock: Int64) -> UInt32 {
        var continued = timestamp &+ offset
        if isRestart, let latest {
            let elapsed = min(max(wallClock &- latest.arrival, 0), Self.longestBreak)
            let expected = latest.timestamp &+ UInt32(truncatingIfNeeded: ticks(elapsed))
            let difference = Int64(Int32(bitPattern: continued &- expected))
            if abs(difference) > ticks(Self.longestDifference) {
                offset = expected &- timestamp
                continued = expected
            }
        }
        latest = (continued, wallClock)
        return continued
    }

    private func ticks(_ nanoseconds: Int64) -> Int64 {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return seconds &* rate &+ rest &* rate / 1_000_000_000
    }

    /// Nanoseconds.
    private static let longestDifference: Int64 = 1_000_000_000
    /// Nanoseconds: a day, which a publisher without a time-out may be silent for.
    private static let longestBreak: Int64 = 86_400_000_000_000
}
