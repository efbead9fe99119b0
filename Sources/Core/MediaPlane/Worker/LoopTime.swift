import CLinux
package import Net

/// The time, as a turn of the loop sees it.
package struct LoopTime: Sendable {
    /// On the monotonic clock.
    package var now: Instant
    /// Nanoseconds since 1970.
    package var wallClock: Int64

    package init(now: Instant, wallClock: Int64) {
        self.now = now
        self.wallClock = wallClock
    }

    /// What the system's clocks show.
    @Sendable package static func ofSystem() -> LoopTime {
        LoopTime(
            now: Instant(nanoseconds: clinux_monotonic_nanoseconds()), wallClock: clinux_realtime_nanoseconds())
    }
}
