package import Net
import Synchronization

/// Chooses the worker of each viewer by ``PlacementPolicy``, from how busy the workers have been lately.
package final class Placement: Sendable {
    private let loads: [WorkerLoad]
    private let policy: PlacementPolicy
    private let state: Mutex<State>

    private struct State {
        var sampled: Instant
        /// Busy nanoseconds at ``sampled``.
        var busy: [Int64]
        /// Share of the time before ``sampled``, 0...1.
        var shares: [Double]
        /// Viewers placed since, whose cost no share shows yet.
        var placed: [Int]
    }

    package init(loads: [WorkerLoad], policy: PlacementPolicy, now: Instant) {
        self.loads = loads
        self.policy = policy
        state = Mutex(
            State(
                sampled: now, busy: loads.map(\.busyNanoseconds), shares: loads.map { _ in 0 },
                placed: loads.map { _ in 0 }))
    }

    /// The worker for one more viewer of a stream.
    package func place(home: Int, relays: [Int], now: Instant) -> Int {
        state.withLock { state in
            sample(&state, now)
            let shares = loads.indices.map { worker in
                loads[worker].isFull
                    ? .infinity : state.shares[worker] + Double(state.placed[worker]) * Self.shareOfNewViewer
            }
            let worker = policy.worker(home: home, relays: relays, shares: shares)
            state.placed[worker] += 1
            return worker
        }
    }

    private func sample(_ state: inout State, _ now: Instant) {
        let elapsed = now.nanoseconds(since: state.sampled)
        guard elapsed >= Self.sampleInterval else { return }
        let busy = loads.map(\.busyNanoseconds)
        state.shares = zip(busy, state.busy).map { Double($0 - $1) / Double(elapsed) }
        state.placed = loads.map { _ in 0 }
        state.busy = busy
        state.sampled = now
    }

    /// Nanoseconds between two looks at the workers' loads, at least.
    private static let sampleInterval: Int64 = 250_000_000
    /// What a viewer is taken to cost before it shows: 2.5 Mbit/s make about 250 packets a second, of two microseconds.
    private static let shareOfNewViewer = 0.000_5
}
