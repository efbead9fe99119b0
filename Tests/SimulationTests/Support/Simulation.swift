import DTLS
import MediaPlane
import Net
import SFU
import Synchronization
import TestSupport
import Testing
import WebRTC

/// Whoever has an address in a simulation.
protocol VirtualHost: AnyObject {
    /// When ``handleTimeout(now:)`` is to be called next.
    var deadline: Instant { get }
    func handleTimeout(now: Instant)
    func receive(_ datagram: [UInt8], at address: SocketAddress, now: Instant)
}

/// The engine and its peers in virtual time: the real ``MediaLoop`` of each worker on the test's own thread with a real
/// socket, and between it and each peer's socket a ``VirtualNetwork``, which loses, delays, reorders and repeats as its seed
/// says.
///
/// Loopback loses nothing and takes no virtual time, nor does mail between workers. Everything else, clocks and the
/// engine's random numbers included, follows from the seed; only keys differ from run to run.
final class Simulation {
    let time: VirtualTime
    let workers: [VirtualWorker]
    let directory: StreamDirectory
    var random: SeededRandom
    private(set) var network: VirtualNetwork
    private let log: EventLog
    private let stamps: StampBook
    private var socketsByAddress: [SocketAddress: LoopbackSocket] = [:]
    private var workersByAddress: [SocketAddress: VirtualWorker] = [:]
    private var hosts: [any VirtualHost] = []
    private var hostsByAddress: [SocketAddress: any VirtualHost] = [:]

    /// - Parameters:
    ///   - conditions: of every link, both ways.
    ///   - workers: how many the engine has.
    ///   - agesPackets: whether the engine is told when each datagram reached its socket; it takes all for new otherwise, as
    ///     the system's time stamps are none of a simulation's.
    ///   - engineRandom: where the first worker's SSRCs and first numbers come from; by default the seed.
    init(
        seed: UInt64 = 1, conditions: LinkConditions = LinkConditions(delay: .milliseconds(10)), workers count: Int = 1,
        settings: MediaSettings = MediaSettings(), agesPackets: Bool = true,
        engineRandom: (any RandomNumberGenerator)? = nil
    ) throws {
        let (time, log, stamps) = (VirtualTime(), EventLog(), StampBook())
        (self.time, self.log, self.stamps) = (time, log, stamps)
        var random = SeededRandom(seed: seed)
        network = VirtualNetwork(seed: random.next(), conditions: conditions)
        let (directory, mailboxes) = (StreamDirectory(workers: count), (0..<count).map { _ in Mailbox() })
        self.directory = directory
        let stampClock: @Sendable (Int64) -> Int64 = { stamps.virtualTime(of: $0) }
        workers = try (0..<count).map { index in
            let usualRandom = SeededRandom(seed: random.next())
            let socket = try UDPSocket(port: 0)
            let address = SocketAddress(ip: .loopbackV4, port: socket.port)
            let bottleneck = Bottleneck.make(socket.descriptor)
            let loop = MediaLoop(
                socket: socket, identity: try Identities.engine.get(), settings: settings, directory: directory,
                index: index, mailboxes: mailboxes, clocks: { time.loopTime },
                stamps: agesPackets ? stampClock : nil,
                random: index == 0 ? engineRandom ?? usualRandom : usualRandom, call: Bottleneck.call,
                report: { log.append($0) })
            return VirtualWorker(loop, at: address, mailbox: mailboxes[index], bottleneck: bottleneck)
        }
        self.random = random
        for worker in workers { workersByAddress[worker.address] = worker }
    }

    // MARK: Reads

    var now: Instant { network.now }

    /// The first worker's loop.
    var loop: MediaLoop { workers[0].loop }

    /// What the engine reported so far.
    var events: [MediaEvent] { log.events }

    /// Those of the first worker.
    var counters: LoopCounters { loop.counters }

    /// The way out of the first worker.
    var bottleneck: Bottleneck { workers[0].bottleneck }

    /// Why a session ended; nil while it lives.
    func closeReason(of key: SessionKey) -> PeerCloseReason? {
        for case .closed(key, _, let reason) in events { return reason }
        return nil
    }

    /// What viewers of a path are told that there is to play; nil when nobody publishes there now.
    func live(_ path: StreamPath = .test) -> LiveStream? {
        directory.worker(of: path).flatMap { workers[$0].loop.live(path) }
    }

    // MARK: Hosts

    /// Gives `host` an address of its own, from which it talks to one worker.
    func attach(_ host: any VirtualHost, to worker: Int = 0) -> SocketAddress {
        let socket = workers[worker].addSocket()
        socketsByAddress[socket.address] = socket
        workersByAddress[socket.address] = workers[worker]
        hostsByAddress[socket.address] = host
        if !hosts.contains(where: { $0 === host }) { hosts.append(host) }
        return socket.address
    }

    /// Where the worker is that an address talks to.
    private func engine(of address: SocketAddress) -> SocketAddress {
        (workersByAddress[address] ?? workers[0]).address
    }

    /// Sends a datagram to the engine over the virtual network.
    func send(_ datagram: [UInt8], from address: SocketAddress) {
        network.send(datagram, from: address, to: engine(of: address))
    }

    /// Changes both directions between the engine and an address from now on.
    func setConditions(_ conditions: LinkConditions, of address: SocketAddress) {
        network.setConditions(conditions, from: address, to: engine(of: address))
        network.setConditions(conditions, from: engine(of: address), to: address)
    }

    /// Changes the way from an address to the engine alone.
    func setConditions(_ conditions: LinkConditions, from address: SocketAddress) {
        network.setConditions(conditions, from: address, to: engine(of: address))
    }

    func statistics(to address: SocketAddress) -> LinkStatistics {
        network.statistics(from: engine(of: address), to: address)
    }

    func statistics(from address: SocketAddress) -> LinkStatistics {
        network.statistics(from: address, to: engine(of: address))
    }

    // MARK: Time

    /// Lets `duration` pass.
    func run(for duration: Duration) {
        run(until: now.advanced(by: duration))
    }

    /// Lets time pass until `goal` holds, at most `limit`.
    /// - Returns: whether it does.
    @discardableResult
    func run(atMost limit: Duration, until goal: () -> Bool) -> Bool {
        let end = now.advanced(by: limit)
        while !goal(), now < end { run(until: min(end, now.advanced(by: Self.patienceForGoals))) }
        return goal()
    }

    func run(until end: Instant) {
        time.move(to: now)
        defer { time.release() }
        var idleRounds = 0
        while true {
            serve()
            let before = now
            let engine = workers.reduce(end) { min($0, $1.deadline) }
            let next = hosts.reduce(engine) { min($0, $1.deadline) }
            if let datagram = network.step(until: max(next, now)) {
                time.move(to: now)
                deliver(datagram)
                while network.nextArrival == now, let another = network.step(until: now) { deliver(another) }
            } else {
                time.move(to: now)
                guard now < end else { break }
            }
            idleRounds = now > before ? 0 : idleRounds + 1
            guard idleRounds < Self.maximumRoundsAtOnce else {
                Issue.record("somebody wants to be woken again and again at the same moment")
                return
            }
        }
        serve()
    }

    /// Acts as the owner of a worker, at the present moment; the worker sends what comes of it.
    func command<Result>(on worker: Int = 0, _ body: (MediaLoop) throws -> Result) rethrows -> Result {
        time.move(to: now)
        defer { time.release() }
        workers[worker].loop.readClocks()
        let result = try body(workers[worker].loop)
        if !workers[worker].isHeld { turn(workers[worker]) }
        serveWorkers()
        return result
    }

    /// Lets datagrams reach the socket of the worker that `address` talks to, together and at once.
    /// - Parameter body: has the worker's turn, and may look on; called again while datagrams are on their way.
    func hand(_ datagrams: [[UInt8]], from address: SocketAddress, turn body: (MediaLoop) -> Void) {
        guard let worker = workersByAddress[address] else { return }
        time.move(to: now)
        defer { time.release() }
        for datagram in datagrams { give(datagram, from: address, to: worker) }
        turn(worker, body)
    }

    private func serve() {
        for host in hosts where host.deadline <= now { host.handleTimeout(now: now) }
        serveWorkers()
    }

    /// Lets workers have their turns until nobody has mail left.
    private func serveWorkers() {
        for _ in 0..<Self.maximumRoundsAtOnce {
            let waiting = workers.filter { $0.wantsTurn(at: now) }
            guard !waiting.isEmpty else { return }
            for worker in waiting { turn(worker) }
        }
        Issue.record("the workers write to each other without end")
    }

    private func turn(_ worker: VirtualWorker, _ body: (MediaLoop) -> Void = { $0.turn(socketIsReady: true) }) {
        worker.turn(now: now, body) { network.send($0, from: worker.address, to: $1) }
    }

    private func deliver(_ datagram: VirtualNetwork.Datagram) {
        if let host = hostsByAddress[datagram.destination] {
            host.receive(datagram.payload, at: datagram.destination, now: now)
        } else if let worker = workersByAddress[datagram.destination] {
            give(datagram.payload, from: datagram.source, to: worker)
            if worker.isFull { turn(worker) }
        }
    }

    /// A datagram reaches a worker's socket.
    private func give(_ datagram: [UInt8], from address: SocketAddress, to worker: VirtualWorker) {
        guard let socket = socketsByAddress[address], !datagram.isEmpty else { return }
        stamps.note(time.wallClock)
        worker.give(datagram, by: socket)
    }

    private static let patienceForGoals = Duration.milliseconds(5)
    private static let maximumRoundsAtOnce = 10_000
}

/// Certificates, made once for all simulations.
enum Identities {
    static let engine = Result { try DTLSIdentity() }
    static let peer = Result { try DTLSIdentity() }
    static let stranger = Result { try DTLSIdentity() }
}

/// What the engine reported.
private final class EventLog: Sendable {
    private let list = Mutex<[MediaEvent]>([])

    var events: [MediaEvent] { list.withLock { $0 } }

    func append(_ event: MediaEvent) {
        list.withLock { $0.append(event) }
    }
}
