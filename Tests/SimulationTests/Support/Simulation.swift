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

/// The engine and its peers in virtual time: the real ``MediaLoop`` on the test's own thread with a real socket, and
/// between it and each peer's socket a ``VirtualNetwork``, which loses, delays, reorders and repeats as its seed says.
///
/// Loopback loses nothing and takes no virtual time. Everything else, clocks and the engine's random numbers included,
/// follows from the seed; only keys differ from run to run.
final class Simulation {
    let time: VirtualTime
    let loop: MediaLoop
    let directory = StreamDirectory(workers: 1)
    /// Where the engine is, as the peers know it.
    let engine: SocketAddress
    var random: SeededRandom
    private(set) var network: VirtualNetwork
    private let log: EventLog
    private var sockets: [LoopbackSocket] = []
    private var socketsByAddress: [SocketAddress: LoopbackSocket] = [:]
    private var hosts: [any VirtualHost] = []
    private var hostsByAddress: [SocketAddress: any VirtualHost] = [:]
    /// Datagrams that sockets of ours handed to the engine's, and took from it.
    private var given: UInt64 = 0
    private var taken: UInt64 = 0
    private var engineWake = Instant.distantPast

    /// - Parameters:
    ///   - conditions: of every link, both ways.
    ///   - engineRandom: where the engine's SSRCs and first numbers come from; by default the seed.
    init(
        seed: UInt64 = 1, conditions: LinkConditions = LinkConditions(delay: .milliseconds(10)),
        settings: MediaSettings = MediaSettings(), engineRandom: (any RandomNumberGenerator)? = nil
    ) throws {
        let (time, log) = (VirtualTime(), EventLog())
        (self.time, self.log) = (time, log)
        var random = SeededRandom(seed: seed)
        network = VirtualNetwork(seed: random.next(), conditions: conditions)
        let usualRandom = SeededRandom(seed: random.next())
        self.random = random
        let socket = try UDPSocket(port: 0)
        engine = SocketAddress(ip: .loopbackV4, port: socket.port)
        loop = MediaLoop(
            socket: socket, identity: try Identities.engine.get(), settings: settings, directory: directory,
            clocks: { time.loopTime }, random: engineRandom ?? usualRandom,
            report: { log.append($0) })
    }

    // MARK: Reads

    var now: Instant { network.now }

    /// What the engine reported so far.
    var events: [MediaEvent] { log.events }

    var counters: LoopCounters { loop.counters }

    /// Why a session ended; nil while it lives.
    func closeReason(of key: SessionKey) -> PeerCloseReason? {
        for case .closed(key, _, let reason) in events { return reason }
        return nil
    }

    // MARK: Hosts

    /// Gives `host` an address of its own.
    func attach(_ host: any VirtualHost) -> SocketAddress {
        let socket = LoopbackSocket(to: engine.port)
        sockets.append(socket)
        socketsByAddress[socket.address] = socket
        hostsByAddress[socket.address] = host
        if !hosts.contains(where: { $0 === host }) { hosts.append(host) }
        return socket.address
    }

    /// Sends a datagram to the engine over the virtual network.
    func send(_ datagram: [UInt8], from address: SocketAddress) {
        network.send(datagram, from: address, to: engine)
    }

    /// Changes both directions between the engine and an address from now on.
    func setConditions(_ conditions: LinkConditions, of address: SocketAddress) {
        network.setConditions(conditions, from: address, to: engine)
        network.setConditions(conditions, from: engine, to: address)
    }

    /// Changes the way from an address to the engine alone.
    func setConditions(_ conditions: LinkConditions, from address: SocketAddress) {
        network.setConditions(conditions, from: address, to: engine)
    }

    func statistics(to address: SocketAddress) -> LinkStatistics {
        network.statistics(from: engine, to: address)
    }

    func statistics(from address: SocketAddress) -> LinkStatistics {
        network.statistics(from: address, to: engine)
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
            let next = hosts.reduce(min(end, engineWake)) { min($0, $1.deadline) }
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

    /// Acts as the engine's owner, at the present moment; the engine sends what comes of it.
    func command<Result>(_ body: (MediaLoop) throws -> Result) rethrows -> Result {
        time.move(to: now)
        defer { time.release() }
        loop.readClocks()
        let result = try body(loop)
        turnEngine()
        return result
    }

    /// Lets datagrams reach the engine's socket together and at once.
    /// - Parameter turn: has the engine's turn, and may look on; called again while datagrams are on their way.
    func hand(_ datagrams: [[UInt8]], from address: SocketAddress, turn: (MediaLoop) -> Void) {
        time.move(to: now)
        defer { time.release() }
        for datagram in datagrams { giveToEngine(datagram, from: address) }
        turnEngine(turn)
    }

    private func serve() {
        for host in hosts where host.deadline <= now { host.handleTimeout(now: now) }
        if now >= engineWake || given > loop.counters.receivedDatagrams { turnEngine() }
    }

    private func deliver(_ datagram: VirtualNetwork.Datagram) {
        if datagram.destination == engine {
            giveToEngine(datagram.payload, from: datagram.source)
            // The engine has its turn when all that arrive now have, or when there are as many as its socket surely holds.
            if given - loop.counters.receivedDatagrams >= Self.maximumBacklog { turnEngine() }
        } else {
            hostsByAddress[datagram.destination]?.receive(datagram.payload, at: datagram.destination, now: now)
        }
    }

    /// A datagram reaches the engine's socket.
    private func giveToEngine(_ datagram: [UInt8], from address: SocketAddress) {
        guard let socket = socketsByAddress[address], !datagram.isEmpty else { return }
        guard socket.send(datagram) else {
            Issue.record("the system did not take a datagram")
            return
        }
        given += 1
    }

    private func turnEngine(_ turn: (MediaLoop) -> Void = { $0.turn(socketIsReady: true) }) {
        let limit = ContinuousClock.now + Self.realTimeLimit
        repeat {
            turn(loop)
        } while loop.counters.receivedDatagrams < given && ContinuousClock.now < limit
        takeFromEngine(until: limit)
        #expect(loop.counters.receivedDatagrams == given && taken == sentByEngine, "loopback lost a datagram")
        let patience = loop.patience
        engineWake = patience < 0 ? .distantFuture : now.advanced(by: .nanoseconds(patience))
    }

    private func takeFromEngine(until limit: ContinuousClock.Instant) {
        while taken < sentByEngine, ContinuousClock.now < limit {
            for socket in sockets {
                while let datagram = socket.receive() {
                    taken += 1
                    network.send(datagram, from: engine, to: socket.address)
                }
            }
        }
    }

    private var sentByEngine: UInt64 { loop.counters.sentControl + loop.sending.packets }

    /// How long loopback may take when the machine is busy.
    private static let realTimeLimit = Duration.seconds(10)
    /// Datagrams given to the engine before it has a turn.
    private static let maximumBacklog: UInt64 = 64
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
