import CLinux
import DTLS
import Glibc
import Net

/// The clients of one thread: receives for them, wakes them in time, sends what they say.
///
/// A datagram's time is the kernel's. So a thread whose clients have all joined may let datagrams gather for
/// ``gathering`` and take many at once, which costs less, and measures the same; only publishers' packets leave on time.
/// While somebody joins it does not wait: the answers of a handshake are made at once.
final class ClientLoop {
    /// How long packets were under way.
    private(set) var latency = Histogram()
    /// Datagrams that the kernel did not take.
    private(set) var failedSends = 0
    /// The clients, in the order in which they came.
    private(set) var peers: [ClientPeer] = []

    private var sockets: [ClientSocket] = []
    /// What was reported of each client.
    private var states: [ClientPeer.State] = []
    /// By client, in nanoseconds.
    private var deadlines: [Int64] = []
    /// The publishers among the clients: what they send is on time.
    private var publishers: [Int] = []
    private var buffers = DatagramBuffers()
    private var outbox = ClientOutbox()
    private var random: SplitMix64
    private let identity: DTLSIdentity
    private let poll: Int32
    private let report: @Sendable (PeerEvent) -> Void
    private var moment = ClientLoop.readClocks()
    private var lastTurn: Int64 = 0
    private var joining = 0
    private let ready = UnsafeMutablePointer<UInt32>.allocate(capacity: ClientLoop.readyCapacity)

    /// - Parameters:
    ///   - wake: An eventfd that ends a wait.
    ///   - report: Is told of every client that has joined or failed.
    init(
        wake: Int32, identity: DTLSIdentity, seed: UInt64, report: @escaping @Sendable (PeerEvent) -> Void
    ) {
        self.identity = identity
        self.report = report
        random = SplitMix64(seed: seed)
        poll = clinux_poll()
        _ = clinux_poll_add(poll, wake, Self.wakeNumber)
    }

    deinit {
        ready.deallocate()
        Glibc.close(poll)
    }

    /// Takes a client in.
    func add(_ configuration: ClientConfiguration, socket: ClientSocket) {
        moment = Self.readClocks()
        let peer: ClientPeer
        do throws(DTLSError) {
            switch configuration.name.role {
            case .publisher:
                peer = try PublisherPeer(configuration, identity: identity, now: moment.now, random: &random)
            case .viewer:
                peer = try ViewerPeer(configuration, identity: identity, now: moment.now, random: &random)
            }
        } catch {
            socket.close()
            report(.failed(configuration.name, "no DTLS connection could be made (\(error))", hadJoined: false))
            return
        }
        _ = clinux_poll_add(poll, socket.descriptor, UInt32(peers.count))
        if configuration.name.role == .publisher { publishers.append(peers.count) }
        peers.append(peer)
        sockets.append(socket)
        states.append(.joining)
        deadlines.append(moment.now.nanoseconds)
        joining += 1
    }

    /// Waits for datagrams and deadlines, and does what they ask for.
    /// - Returns: whether somebody has signalled the eventfd.
    func turn() -> Bool {
        gather()
        let next = deadlines.min() ?? .max
        let pause = min(max(next - Self.readClocks().now.nanoseconds, 0), Self.longestPause)
        let count = Int(clinux_poll_wait(poll, ready, Int32(Self.readyCapacity), pause))
        moment = Self.readClocks()
        lastTurn = moment.now.nanoseconds
        var isWoken = false
        for index in 0..<count {
            if ready[index] == Self.wakeNumber { isWoken = true } else { receive(Int(ready[index])) }
        }
        for index in deadlines.indices where deadlines[index] <= moment.now.nanoseconds { handleTimeout(index) }
        return isWoken
    }

    /// Publishers make no more media.
    func stopPublishers() {
        for peer in peers { (peer as? PublisherPeer)?.stop() }
        for index in peers.indices { deadlines[index] = peers[index].deadline.nanoseconds }
    }

    /// Everybody says goodbye, and the sockets are closed.
    func close() {
        moment = Self.readClocks()
        for index in peers.indices {
            peers[index].close(now: moment.now, outbox: &outbox)
            flush(index)
            sockets[index].close()
        }
        deadlines = []
        publishers = []
    }

    /// Begins to measure anew.
    func resetLatency() {
        latency = Histogram()
    }

    /// Takes everything that has come to a client: it will not be told of again.
    private func receive(_ index: Int) {
        let peer = peers[index]
        var count = 0
        repeat {
            count = buffers.receive(from: sockets[index].descriptor)
            for number in 0..<count {
                let (bytes, source, arrival) = buffers.datagram(number)
                let age = arrival == 0 ? 0 : max(0, moment.wallClock - arrival)
                let arrivalMoment = Moment(
                    now: Instant(nanoseconds: moment.now.nanoseconds - age), wallClock: moment.wallClock - age)
                peer.receive(
                    bytes, from: source, at: arrivalMoment, random: &random, latency: &latency, outbox: &outbox)
            }
        } while count == DatagramBuffers.capacity
        settle(index)
    }

    private func handleTimeout(_ index: Int) {
        // Marks are compared with the kernel's times, so each client looks at the clock itself.
        peers[index].handleTimeout(Self.readClocks(), random: &random, outbox: &outbox)
        settle(index)
    }

    private func settle(_ index: Int) {
        flush(index)
        let peer = peers[index]
        deadlines[index] = peer.deadline.nanoseconds
        switch (states[index], peer.state) {
        case (.joining, .joined):
            joining -= 1
            report(.joined(peer.name, peer.timeline))
        case (.joining, .failed(let reason)):
            joining -= 1
            report(.failed(peer.name, reason, hadJoined: false))
        case (.joined, .failed(let reason)):
            report(.failed(peer.name, "\(reason), after it had joined", hadJoined: true))
        default: return
        }
        states[index] = peer.state
    }

    private func flush(_ index: Int) {
        guard !outbox.datagrams.isEmpty else { return }
        failedSends += buffers.send(outbox.datagrams, from: sockets[index].descriptor)
        outbox.removeAll()
    }

    /// Lets datagrams gather since the last turn, unless somebody is waiting.
    private func gather() {
        guard joining == 0 else { return }
        let until = publishers.reduce(lastTurn + Self.gathering) { min($0, deadlines[$1]) }
        let pause = until - Self.readClocks().now.nanoseconds
        if pause > 0 { clinux_sleep(pause) }
    }

    private static func readClocks() -> Moment {
        Moment(
            now: Instant(nanoseconds: clinux_monotonic_nanoseconds()), wallClock: clinux_realtime_nanoseconds())
    }

    private static let wakeNumber = UInt32.max
    private static let readyCapacity = 256
    /// Nanoseconds.
    private static let gathering: Int64 = 4_000_000
    private static let longestPause: Int64 = 100_000_000
}

/// What became of a client.
enum PeerEvent: Sendable {
    case joined(PeerName, JoinTimeline)
    case failed(PeerName, String, hadJoined: Bool)
}
