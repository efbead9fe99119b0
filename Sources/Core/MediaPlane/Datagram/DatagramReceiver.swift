import Glibc
package import Net
import Synchronization

/// A session's sockets for plain datagrams: one handler and one deadline for all of them.
///
/// **Closing.** ``close(then:)`` may be called on any thread, also by the handler, and never waits for the handler. When it
/// returns, the sockets are closed, their ports are free, and sending by them sends nothing. A call of the handler that is
/// under way on the loop's thread goes on, one that was about to begin may still begin; `then` is called on the loop's
/// thread after the last one, and no call follows it. Closing again does nothing.
package final class DatagramReceiver: Sendable {
    /// Takes what came in, and returns when it wants to be called next.
    package typealias Handler = @Sendable (borrowing DatagramBatch) -> Instant?

    /// When its handler is to be called. Unsafe to share, and not shared: it is the loop's thread's alone.
    nonisolated(unsafe) var timer: DatagramTimer?

    private let loop: DatagramLoop
    private let state: Mutex<State>

    init(loop: DatagramLoop, handler: @escaping Handler) {
        self.loop = loop
        state = Mutex(State(handler: handler))
    }

    /// Opens a socket on all addresses of both families.
    /// - Parameters:
    ///   - port: 0 lets the system choose one.
    ///   - tag: what its batches are known by.
    ///   - largestDatagram: bytes; larger ones are counted and dropped.
    /// - Throws: ``SocketError``.
    package func open(
        port: UInt16, tag: Int, largestDatagram: Int = usualLimit
    ) throws(SocketError) -> DatagramSocket {
        try adopt(UDPSocket(port: port), tag: tag, largestDatagram: largestDatagram)
    }

    /// Opens two sockets, for RTP on an even port and for RTCP on the next one (RFC 3550 §11).
    /// - Parameters:
    ///   - firstPort: an even number; 0 lets the system choose.
    ///   - tag: what RTP's batches are known by; RTCP's are by the next number.
    ///   - largestDatagram: bytes; larger ones are counted and dropped.
    /// - Throws: ``SocketError``; ``SocketError/portTaken(_:)`` names the one of the two that is.
    package func openPair(
        firstPort: UInt16, tag: Int, largestDatagram: Int = usualLimit
    ) throws(SocketError) -> (rtp: DatagramSocket, rtcp: DatagramSocket) {
        let pair = try PortPair.open(firstPort: firstPort)
        let rtp = try adopt(pair.first, tag: tag, largestDatagram: largestDatagram)
        do {
            return (rtp, try adopt(pair.second, tag: tag &+ 1, largestDatagram: largestDatagram))
        } catch {
            rtp.close()
            throw error
        }
    }

    /// Lets the loop's thread call the handler soon, with no datagrams: the way to set a first deadline, or an earlier one.
    package func wake() {
        _ = loop.attend(to: self)
    }

    /// Closes its sockets; see the overview.
    /// - Parameter completion: called on the loop's thread after the handler's last call; on the calling thread when the
    ///   loop was stopped before.
    package func close(then completion: (@Sendable () -> Void)? = nil) {
        let sockets: [DatagramSocket]? = state.withLock { state in
            guard !state.isClosed else { return nil }
            state.isClosed = true
            state.completion = completion
            defer { state.sockets = [] }
            return state.sockets
        }
        guard let sockets else { return }
        for socket in sockets { socket.close() }
        if !loop.attend(to: self) { end()?() }
    }

    // MARK: For the loop and sockets

    /// What came of a call.
    enum Outcome {
        case next(Instant?)
        /// The handler is not called any more, and this is still to be called.
        case closed((@Sendable () -> Void)?)
    }

    /// Calls the handler, unless it is closed; on the loop's thread.
    func call(_ batch: borrowing DatagramBatch) -> Outcome {
        guard let handler = state.withLock({ $0.isClosed ? nil : $0.handler }) else { return .closed(end()) }
        return .next(handler(batch))
    }

    /// Lets go of the handler and all that it holds.
    /// - Returns: what is to be called at the end, once.
    private func end() -> (@Sendable () -> Void)? {
        // What it holds ends outside of the lock: it may close this again.
        let (handler, completion) = state.withLock { ($0.handler.take(), $0.completion.take()) }
        return withExtendedLifetime(handler) { completion }
    }

    /// Forgets a socket that was closed by itself.
    func remove(_ socket: DatagramSocket) {
        state.withLock { state in state.sockets.removeAll { $0 === socket } }
    }

    private func adopt(
        _ socket: consuming UDPSocket, tag: Int, largestDatagram: Int
    ) throws(SocketError) -> DatagramSocket {
        let socket = DatagramSocket(
            socket, tag: tag, largestDatagram: largestDatagram, receiver: self, loop: loop)
        try socket.start()
        let isClosed = state.withLock { state in
            if !state.isClosed { state.sockets.append(socket) }
            return state.isClosed
        }
        guard !isClosed else {
            socket.close()
            throw .system(errno: ESHUTDOWN)
        }
        return socket
    }

    private struct State {
        /// Nil after the end.
        var handler: Handler?
        var sockets: [DatagramSocket] = []
        var isClosed = false
        var completion: (@Sendable () -> Void)?

        init(handler: @escaping Handler) {
            self.handler = handler
        }
    }

    /// Bytes of the largest datagram that is taken unless said otherwise (our choice): what fits into an Ethernet frame, and
    /// something for links that carry more.
    package static let usualLimit = 2_048
}
