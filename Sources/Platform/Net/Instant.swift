/// A point on a monotonic clock, in nanoseconds since an origin that only differences make sense of.
///
/// Protocol machines never read a clock: they are handed the present as one of these, which a test makes up.
package struct Instant: InstantProtocol, Hashable, Sendable {
    /// Nanoseconds since the clock's origin.
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    package func advanced(by duration: Duration) -> Instant {
        Instant(nanoseconds: nanoseconds &+ duration.wholeNanoseconds)
    }

    package func duration(to other: Instant) -> Duration {
        .nanoseconds(other.nanoseconds &- nanoseconds)
    }

    /// Nanoseconds from `earlier` to this instant; negative when it is the later one.
    package func nanoseconds(since earlier: Instant) -> Int64 {
        nanoseconds &- earlier.nanoseconds
    }

    /// The first instant from this one on that is a multiple of `step`, which is above zero, from the clock's origin.
    package func roundedUp(to step: Duration) -> Instant {
        let step = max(1, step.wholeNanoseconds)
        let remainder = nanoseconds % step
        return Instant(nanoseconds: remainder <= 0 ? nanoseconds &- remainder : nanoseconds &+ (step &- remainder))
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    package static let distantPast = Instant(nanoseconds: .min / 4)
    package static let distantFuture = Instant(nanoseconds: .max / 4)
}

extension Duration {
    /// The duration in nanoseconds, towards zero; saturates at the ends of `Int64`.
    package var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, sumOverflow) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        return sumOverflow ? (seconds < 0 ? .min : .max) : sum
    }

    /// The duration in seconds, for display and for arithmetic that tolerates rounding.
    package var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
