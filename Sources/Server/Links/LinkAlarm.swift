import Synchronization

/// Wakes one sleeper before its time. An alarm that rings while nobody sleeps is kept for the next.
final class LinkAlarm: Sendable {
    private let state = Mutex(State.quiet)

    private enum State {
        case quiet
        case rung
        case sleeping(CheckedContinuation<Void, Never>)
    }

    func ring() {
        let sleeper: CheckedContinuation<Void, Never>? = state.withLock { state in
            defer {
                if case .sleeping = state { state = .quiet } else { state = .rung }
            }
            return if case .sleeping(let continuation) = state { continuation } else { nil }
        }
        sleeper?.resume()
    }

    /// What rang so far does not count.
    func reset() {
        state.withLock { state in
            if case .rung = state { state = .quiet }
        }
    }

    /// Returns after the time, or when it rings, or when the task is cancelled.
    func wait(upTo time: Duration, _ environment: LinkEnvironment) async {
        let timer = Task { [self] in
            try await environment.sleep(time)
            ring()
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isAwake = state.withLock { state in
                    if case .rung = state {
                        state = .quiet
                        return true
                    }
                    state = .sleeping(continuation)
                    return false
                }
                if isAwake { continuation.resume() }
            }
        } onCancel: {
            ring()
        }
        timer.cancel()
    }
}
