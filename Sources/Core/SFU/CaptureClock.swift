/// Maps a source's RTP timestamps to our wall clock.
///
/// Until the first sender report the packet's arrival is taken for its capture. Afterwards the report's pair of NTP time
/// and timestamp rules (RFC 3550 §6.4.1), moved by one offset that all sources of a publisher share, so that its audio
/// and video keep the distance that the publisher gave them.
package struct CaptureClock: Sendable {
    /// Timestamp units in a second.
    package let rate: Int
    private var reference: (time: Int64, timestamp: UInt32)?
    private var isReported = false

    package init(rate: Int) {
        self.rate = max(rate, 1)
    }

    /// Takes the arrival of the first packet for its capture time, as long as no report has come.
    /// - Returns: whether this was the first.
    @discardableResult
    package mutating func observe(timestamp: UInt32, arrival wallClock: Int64) -> Bool {
        guard reference == nil else { return false }
        reference = (wallClock, timestamp)
        return true
    }

    /// Takes a sender report, its NTP time already moved to our wall clock (nanoseconds since 1970).
    package mutating func report(timestamp: UInt32, time: Int64) {
        reference = (time, timestamp)
        isReported = true
    }

    /// When the frame of `timestamp` was captured, in nanoseconds of our wall clock since 1970; nil before any packet.
    package func time(of timestamp: UInt32) -> Int64? {
        guard let reference else { return nil }
        let ticks = Int64(Int32(bitPattern: timestamp &- reference.timestamp))
        return reference.time &+ ticks * 1_000_000_000 / Int64(rate)
    }

    /// The timestamp of a moment on our wall clock; nil before any packet.
    package func timestamp(at time: Int64) -> UInt32? {
        guard let reference else { return nil }
        let elapsed = time &- reference.time
        // Seconds and rest apart, so that hours between reports do not overflow the product.
        let (seconds, rest) = elapsed.quotientAndRemainder(dividingBy: 1_000_000_000)
        let ticks = seconds &* Int64(rate) &+ rest * Int64(rate) / 1_000_000_000
        return reference.timestamp &+ UInt32(truncatingIfNeeded: ticks)
    }
}
