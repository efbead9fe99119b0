import Glibc
import MediaPlane
import Net
import Synchronization
import Testing

/// One worker of a simulation: the real ``MediaLoop`` with a real socket, and the sockets that its peers talk to it by.
final class VirtualWorker {
    let loop: MediaLoop
    /// Where it is, as its peers know it.
    let address: SocketAddress
    /// Whether it gets no turns, as if it had no processor: its socket and its mailbox fill.
    var isHeld = false
    /// The way out of it.
    let bottleneck: Bottleneck
    private(set) var sockets: [LoopbackSocket] = []
    private let mailbox: Mailbox
    /// Datagrams that sockets of ours handed to the worker's, and took from it.
    private var given: UInt64 = 0
    private var taken: UInt64 = 0
    private var wake = Instant.distantPast

    init(_ loop: MediaLoop, at address: SocketAddress, mailbox: Mailbox, bottleneck: Bottleneck) {
        (self.loop, self.address, self.mailbox, self.bottleneck) = (loop, address, mailbox, bottleneck)
    }

    /// A new address that only this worker is reached from.
    func addSocket() -> LoopbackSocket {
        let socket = LoopbackSocket(to: address.port)
        sockets.append(socket)
        return socket
    }

    /// When it wants a turn although nothing comes.
    var deadline: Instant { isHeld ? .distantFuture : wake }

    func wantsTurn(at now: Instant) -> Bool {
        !isHeld && (now >= wake || hasUnread || mailCount > 0)
    }

    /// Messages of other workers that wait for its next turn.
    var mailCount: Int { mailbox.count }

    private var hasUnread: Bool { given > loop.counters.receivedDatagrams }

    /// Whether it should have its turn before more comes: its socket surely holds so much.
    var isFull: Bool { !isHeld && given - loop.counters.receivedDatagrams >= Self.maximumBacklog }

    /// A datagram reaches its socket.
    func give(_ datagram: [UInt8], by socket: LoopbackSocket) {
        guard socket.send(datagram) else {
            Issue.record("the system did not take a datagram")
            return
        }
        given += 1
    }

    /// A turn, and what it sends.
    /// - Parameter body: the turn; called again while datagrams are on their way.
    func turn(
        now: Instant, _ body: (MediaLoop) -> Void, transmit: (_ datagram: [UInt8], _ destination: SocketAddress) -> Void
    ) {
        let limit = ContinuousClock.now + Self.realTimeLimit
        repeat {
            body(loop)
        } while hasUnread && ContinuousClock.now < limit
        while taken < sent, ContinuousClock.now < limit {
            for socket in sockets {
                while let datagram = socket.receive() {
                    taken += 1
                    transmit(datagram, socket.address)
                }
            }
        }
        #expect(!hasUnread && taken == sent, "loopback lost a datagram")
        let patience = loop.patience
        wake = patience < 0 ? .distantFuture : now.advanced(by: .nanoseconds(patience))
    }

    private var sent: UInt64 { loop.counters.sentControl + loop.sending.packets }

    /// How long loopback may take when the machine is busy.
    private static let realTimeLimit = Duration.seconds(10)
    /// Datagrams given to the worker before it has a turn.
    private static let maximumBacklog: UInt64 = 64
}

/// When, in virtual time, the kernel stamped a datagram: it stamps with the time of day of the machine that the test runs on.
final class StampBook: Sendable {
    private struct Entry {
        var real: Int64
        var virtual: Int64
    }

    private let entries = Mutex<[Entry]>([])

    /// From now on, what the kernel stamps belongs to a moment of virtual wall-clock time.
    func note(_ virtual: Int64) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let real = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        entries.withLock { entries in
            if entries.last?.virtual != virtual { entries.append(Entry(real: real, virtual: virtual)) }
        }
    }

    /// The virtual wall-clock time of a stamp; 0 when it is from before the beginning.
    func virtualTime(of stamp: Int64) -> Int64 {
        entries.withLock { $0.last { $0.real <= stamp }?.virtual ?? 0 }
    }
}
