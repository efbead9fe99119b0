import CLinux
import Glibc
import Net
import Synchronization

/// A thread that receives plain datagrams for gateways: any number of UDP sockets in one epoll, each batch handed to
/// whoever opened its socket.
///
/// A gateway makes a ``DatagramReceiver`` for each of its sessions, with a handler, and opens sockets by it. The thread
/// calls the handler with what came in, when its deadline has passed, and when another thread asked for it. Sending is done
/// by the sockets themselves, on any thread.
///
/// The loop lives until ``stop()``; receivers live until they are closed.
package final class DatagramLoop: Sendable {
    /// Messages and tables to send them by, which all sockets share.
    let trains: TrainPool

    private let poll: Int32
    private let wakeDescriptor: Int32
    private let registry = Mutex(Registry())

    /// Starts the thread.
    /// - Parameters:
    ///   - name: of the thread; the system keeps 15 bytes.
    ///   - call: `sendmmsg`; a test brings its own kernel.
    /// - Throws: ``SocketError/system(errno:)``.
    package init(name: String, call: @escaping SendCall = clinux_sendmmsg) throws(SocketError) {
        trains = TrainPool(call: call)
        poll = clinux_epoll_create()
        wakeDescriptor = clinux_eventfd()
        guard poll >= 0, wakeDescriptor >= 0 else { throw .system(errno: -min(poll, wakeDescriptor)) }
        let result = clinux_epoll_add(poll, wakeDescriptor, Self.wakeTag)
        guard result >= 0 else { throw .system(errno: -result) }
        guard NamedThread.start(name, { self.run() }) else { throw .system(errno: EAGAIN) }
    }

    deinit {
        if poll >= 0 { close(poll) }
        if wakeDescriptor >= 0 { close(wakeDescriptor) }
    }

    /// Somebody who receives datagrams by sockets of its own.
    /// - Parameter handler: called on the loop's thread with what one socket received, or with nothing: see
    ///   ``DatagramBatch``. It returns when it wants to be called next although nothing comes in; nil when it does not. What
    ///   it returns takes the place of what it returned before; it is never early, and late by 10 ms at most while the machine is not busy. It must not wait. It and all that it holds stay alive until
    ///   the receiver is closed.
    package func makeReceiver(_ handler: @escaping DatagramReceiver.Handler) -> DatagramReceiver {
        DatagramReceiver(loop: self, handler: handler)
    }

    /// Closes all receivers, and ends the thread soon.
    package func stop() {
        let receivers = registry.withLock { registry in
            registry.isStopped = true
            return registry.sockets.values.map(\.receiver)
        }
        for receiver in receivers { receiver.close() }
        clinux_eventfd_signal(wakeDescriptor)
    }

    /// What all sockets did since the loop's start, closed ones with them.
    package var counters: DatagramCounters {
        // One lock, so that a socket that closes meanwhile is counted once.
        registry.withLock { registry in
            registry.sockets.values.reduce(into: registry.closed) { $0 += $1.counters }
        }
    }

    /// Sockets that are open.
    package var socketCount: Int { registry.withLock { $0.sockets.count } }

    // MARK: For receivers and sockets

    /// Watches a new socket.
    /// - Returns: what it is known by.
    /// - Throws: ``SocketError/system(errno:)``.
    func add(_ socket: DatagramSocket, descriptor: Int32) throws(SocketError) -> UInt64 {
        let (tag, result) = registry.withLock { registry in
            guard !registry.isStopped else { return (Self.wakeTag, -ESHUTDOWN) }
            registry.lastTag += 1
            let result = clinux_epoll_add(poll, descriptor, registry.lastTag)
            if result >= 0 { registry.sockets[registry.lastTag] = socket }
            return (registry.lastTag, result)
        }
        guard result >= 0 else { throw .system(errno: -result) }
        return tag
    }

    /// Watches a socket no more. It is still open.
    func remove(_ tag: UInt64, descriptor: Int32) {
        clinux_epoll_forget(poll, descriptor)
        registry.withLock { registry in
            guard let socket = registry.sockets.removeValue(forKey: tag) else { return }
            registry.closed += socket.counters
        }
    }

    /// Lets the thread see to a receiver that was woken or closed.
    /// - Returns: false when there is no thread any more.
    func attend(to receiver: DatagramReceiver) -> Bool {
        let (hasThread, isFirst) = registry.withLock { registry in
            guard !registry.hasEnded else { return (false, false) }
            registry.attention.append(receiver)
            return (true, registry.attention.count == 1)
        }
        if isFirst { clinux_eventfd_signal(wakeDescriptor) }
        return hasThread
    }

    // MARK: The thread

    private func run() {
        var turns = DatagramTurns(now: LoopTime.ofSystem().now)
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.readyAtOnce) { tags in
            var ready: [DatagramSocket] = []
            var attention: [DatagramReceiver] = []
            while true {
                let count = Int(
                    clinux_epoll_wait_tags(
                        poll, tags.baseAddress, Int32(Self.readyAtOnce), turns.patience(from: LoopTime.ofSystem().now)))
                if tags[..<count].contains(Self.wakeTag) { clinux_eventfd_drain(wakeDescriptor) }
                registry.withLock { registry in
                    for tag in tags[..<count] {
                        if let socket = registry.sockets[tag] { ready.append(socket) }
                    }
                    swap(&attention, &registry.attention)
                }
                for socket in ready { turns.receive(from: socket, at: LoopTime.ofSystem()) }
                for receiver in attention { turns.attend(to: receiver, at: LoopTime.ofSystem()) }
                turns.callDue(at: LoopTime.ofSystem())
                ready.removeAll(keepingCapacity: true)
                attention.removeAll(keepingCapacity: true)
                let hasEnded = registry.withLock { registry in
                    registry.hasEnded = registry.isStopped && registry.attention.isEmpty
                    return registry.hasEnded
                }
                if hasEnded { return }
            }
        }
    }

    /// What other threads change.
    private struct Registry {
        /// By what epoll calls them. A number is never used twice, so that a late event meets nobody else.
        var sockets: [UInt64: DatagramSocket] = [:]
        var lastTag = DatagramLoop.wakeTag
        /// Receivers that were woken or closed.
        var attention: [DatagramReceiver] = []
        /// What sockets did that are closed now.
        var closed = DatagramCounters()
        var isStopped = false
        /// Set by the thread, as the last thing that it does.
        var hasEnded = false
    }

    private static let wakeTag: UInt64 = 0
    /// Sockets looked at in one turn (our choice); further ones have their turn next.
    private static let readyAtOnce = 64
}
