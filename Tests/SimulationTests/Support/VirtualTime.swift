import CVirtualClock
import MediaPlane
import Net
import Synchronization

/// The time of a simulation: what the engine, the peers and OpenSSL believe it is. Moves only when it is told to.
final class VirtualTime: Sendable {
    private let nanoseconds = Atomic<Int64>(0)

    var now: Instant { Instant(nanoseconds: nanoseconds.load(ordering: .relaxed)) }

    /// Nanoseconds since 1970.
    var wallClock: Int64 { Self.origin + now.nanoseconds }

    /// What a turn of the engine's loop reads.
    var loopTime: LoopTime { LoopTime(now: now, wallClock: wallClock) }

    /// Moves to `instant`, also for OpenSSL on this thread until ``release()``.
    func move(to instant: Instant) {
        nanoseconds.store(instant.nanoseconds, ordering: .relaxed)
        cvirtualclock_set(wallClock / 1_000)
    }

    /// Gives real time back to whatever this thread does next.
    func release() {
        cvirtualclock_clear()
    }

    /// When simulations begin, on the wall clock: an evening in November 2023.
    private static let origin: Int64 = 1_700_000_000_000_000_000
}
