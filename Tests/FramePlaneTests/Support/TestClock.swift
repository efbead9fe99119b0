import MediaPlane
import Net
import Synchronization

/// The time that a stream is told: stands still until a test moves it.
final class TestClock: Sendable {
    private let nanoseconds = Atomic<Int64>(1_000_000_000)

    var now: Instant { Instant(nanoseconds: nanoseconds.load(ordering: .relaxed)) }

    func advance(_ milliseconds: Int64) {
        nanoseconds.add(milliseconds * 1_000_000, ordering: .relaxed)
    }

    @Sendable func read() -> LoopTime {
        LoopTime(now: now, wallClock: 1_700_000_000_000_000_000 + now.nanoseconds)
    }
}
