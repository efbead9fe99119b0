package import SFU
import Synchronization

/// Which worker a path lives on.
///
/// **Placement.** A stream lives on one worker: its publisher's, and all its subscribers' sessions are there too, so that a
/// batch of packets is fanned out by the thread that received it. The first publisher of a path is placed on the worker
/// with the fewest paths; who comes later goes where the path is. A path stays as long as a publisher's session or the
/// stream itself refers to it.
package final class StreamDirectory: Sendable {
    private struct Entry {
        var worker: Int
        var references: Int
    }

    private struct State {
        var entries: [StreamPath: Entry] = [:]
        /// Paths on each worker.
        var load: [Int]
    }

    private let state: Mutex<State>

    package init(workers: Int) {
        state = Mutex(State(load: Array(repeating: 0, count: workers)))
    }

    /// The worker that `path` is on, or is placed on now; refers to it until ``release(_:)``.
    package func acquire(_ path: StreamPath) -> Int {
        state.withLock { state in
            if let worker = state.entries[path]?.worker {
                state.entries[path]?.references += 1
                return worker
            }
            let worker = state.load.indices.min { state.load[$0] < state.load[$1] } ?? 0
            state.entries[path] = Entry(worker: worker, references: 1)
            state.load[worker] += 1
            return worker
        }
    }

    /// Gives one reference back.
    package func release(_ path: StreamPath) {
        state.withLock { state in
            guard var entry = state.entries[path] else { return }
            entry.references -= 1
            state.entries[path] = entry.references > 0 ? entry : nil
            if entry.references == 0 { state.load[entry.worker] -= 1 }
        }
    }

    /// The worker that `path` is on; nil when nobody has published there.
    package func worker(of path: StreamPath) -> Int? {
        state.withLock { $0.entries[path]?.worker }
    }
}
