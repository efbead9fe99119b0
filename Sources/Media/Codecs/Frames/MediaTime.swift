/// A moment on a publisher's timeline, in nanoseconds since whatever moment it counts from: exact for milliseconds (RTMP)
/// as for 90 kHz (RTP, MPEG-TS), within half a nanosecond for any other clock.
package struct MediaTime: Hashable, Comparable, Sendable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    package init(milliseconds: Int64) {
        nanoseconds = milliseconds &* 1_000_000
    }

    /// A number of a clock's ticks, rounded to the nearest nanosecond. Wraps silently after 292 years.
    /// - Parameter rate: ticks in a second, at least 1.
    package init(ticks: Int64, rate: Int) {
        let rate = Int64(max(rate, 1))
        let (seconds, rest) = ticks.quotientAndRemainder(dividingBy: rate)
        let product = rest &* 1_000_000_000
        nanoseconds = seconds &* 1_000_000_000 &+ (product &+ (product < 0 ? -rate : rate) / 2) / rate
    }

    /// The nearest number of milliseconds.
    package var milliseconds: Int64 { ticks(rate: 1_000) }

    /// The nearest number of a clock's ticks.
    /// - Parameter rate: ticks in a second, 1...1,000,000,000.
    package func ticks(rate: Int) -> Int64 {
        // Seconds and rest apart, so that no product overflows.
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let product = rest &* Int64(rate)
        return seconds &* Int64(rate) &+ (product &+ (product < 0 ? -500_000_000 : 500_000_000)) / 1_000_000_000
    }

    package static func < (one: MediaTime, other: MediaTime) -> Bool {
        one.nanoseconds < other.nanoseconds
    }

    /// The nanoseconds from `other` to this.
    package static func - (time: MediaTime, other: MediaTime) -> Int64 {
        time.nanoseconds &- other.nanoseconds
    }

    package static func + (time: MediaTime, nanoseconds: Int64) -> MediaTime {
        MediaTime(nanoseconds: time.nanoseconds &+ nanoseconds)
    }
}
