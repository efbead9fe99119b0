import Synchronization

/// Lets one event a second through and counts the others, so that nobody outside can fill the log.
final class LogThrottle: Sendable {
    private struct State {
        var next: ContinuousClock.Instant?
        var suppressed = 0
    }

    private let state = Mutex(State())

    /// How many events were held back since the last one that passed; nil when this one is held back too.
    func pass(at now: ContinuousClock.Instant = .now) -> Int? {
        state.withLock { state in
            if let next = state.next, now < next {
                state.suppressed += 1
                return nil
            }
            defer { state = State(next: now.advanced(by: .seconds(1))) }
            return state.suppressed
        }
    }
}
