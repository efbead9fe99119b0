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

    /// When the kernel received a datagram, in nanoseconds before now. A batch is taken at one moment, but estimates live on
    /// the distances between its packets.
    /// - Parameters:
    ///   - stamp: the kernel's, in nanoseconds since 1970.
    ///   - drained: when the socket was last found empty.
    func age(of stamp: Int64, since drained: Instant) -> Int64 {
        let age = wallClock &- stamp
        // Nothing has waited longer than since the socket was last found empty: a clock was set.
        let oldest = max(0, now.nanoseconds(since: drained)) &+ Self.clockSlack
        return (0...oldest).contains(age) ? age : 0
    }

    /// What the system's clocks show.
    @Sendable package static func ofSystem() -> LoopTime {
        LoopTime(
            now: Instant(nanoseconds: clinux_monotonic_nanoseconds()), wallClock: clinux_realtime_nanoseconds())
    }

    /// Nanoseconds between the readings of two clocks.
    private static let clockSlack: Int64 = 1_000_000
}
