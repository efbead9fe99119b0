package import Foundation

/// The time and the chance that links live by.
package struct LinkEnvironment: Sendable {
    /// Time on a clock that never jumps, since some moment.
    package var uptime: @Sendable () -> Duration
    package var date: @Sendable () -> Date
    package var sleep: @Sendable (Duration) async throws -> Void
    /// 0...1, evenly spread.
    package var chance: @Sendable () -> Double

    package init(
        uptime: @escaping @Sendable () -> Duration, date: @escaping @Sendable () -> Date,
        sleep: @escaping @Sendable (Duration) async throws -> Void, chance: @escaping @Sendable () -> Double
    ) {
        self.uptime = uptime
        self.date = date
        self.sleep = sleep
        self.chance = chance
    }

    /// That of this machine.
    package static var system: LinkEnvironment {
        let start = ContinuousClock.now
        return LinkEnvironment(
            uptime: { start.duration(to: .now) }, date: { Date.now }, sleep: { try await Task.sleep(for: $0) },
            chance: { Double.random(in: 0...1) })
    }
}
