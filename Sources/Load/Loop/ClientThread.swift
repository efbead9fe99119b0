import CLinux
import DTLS
import Foundation
import Glibc
import Synchronization

/// A thread that runs a ``ClientLoop``. Others reach the loop by handing in what it shall do.
final class ClientThread: Sendable {
    private let wake: Int32
    private let mailbox = Mutex<[@Sendable (ClientLoop) -> Void]>([])
    private let isStopping = Mutex(false)

    /// - Parameters:
    ///   - number: For the thread's name.
    ///   - report: Is told, on the thread, of every client that has joined or failed.
    init(
        number: Int, identity: DTLSIdentity, seed: UInt64, report: @escaping @Sendable (PeerEvent) -> Void
    ) {
        wake = clinux_eventfd()
        Thread.detachNewThread { [self] in
            clinux_name_thread("load \(number)")
            let loop = ClientLoop(wake: wake, identity: identity, seed: seed, report: report)
            while !isStopping.withLock({ $0 }) {
                guard loop.turn() else { continue }
                clinux_eventfd_drain(wake)
                let tasks = mailbox.withLock { tasks in
                    defer { tasks = [] }
                    return tasks
                }
                for task in tasks { task(loop) }
            }
            Glibc.close(wake)
        }
    }

    /// Lets the loop do something between two turns.
    func perform<Result: Sendable>(_ body: @escaping @Sendable (ClientLoop) -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            mailbox.withLock { $0.append { loop in continuation.resume(returning: body(loop)) } }
            clinux_eventfd_signal(wake)
        }
    }

    /// Closes all clients and ends the thread.
    func stop() async {
        await perform { [self] loop in
            loop.close()
            isStopping.withLock { $0 = true }
        }
    }
}
