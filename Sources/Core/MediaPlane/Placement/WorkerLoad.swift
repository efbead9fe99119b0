import Synchronization

/// How busy a worker is: told by the worker after each turn, read by whoever places a viewer.
package final class WorkerLoad: Sendable {
    private let busy = Atomic<Int64>(0)
    private let full = Atomic<Bool>(false)

    package init() {}

    /// Adds the nanoseconds of a turn.
    package func add(_ nanoseconds: Int64) {
        busy.add(nanoseconds, ordering: .relaxed)
    }

    /// - Parameter isFull: whether the worker has as many sessions as it may have.
    package func tell(isFull: Bool) {
        full.store(isFull, ordering: .relaxed)
    }

    /// Whether the worker takes no more sessions.
    package var isFull: Bool { full.load(ordering: .relaxed) }

    /// Nanoseconds spent in turns since the start. By the clock on the wall, not by that of the processor: a worker that
    /// waits for a processor is as busy as one that has it.
    package var busyNanoseconds: Int64 { busy.load(ordering: .relaxed) }
}
