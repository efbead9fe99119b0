import CLinux
import Net
import Synchronization

/// What the sockets of a loop send by: as many ``Trains`` as there were senders at the same time.
final class TrainPool: Sendable {
    /// `sendmmsg`.
    let call: SendCall

    private let idle = Mutex<[Trains]>([])

    init(call: @escaping SendCall) {
        self.call = call
    }

    /// Trains for one sender.
    func take() -> Trains {
        idle.withLock { $0.popLast() } ?? Trains()
    }

    func give(back trains: Trains) {
        idle.withLock { $0.append(trains) }
    }
}
