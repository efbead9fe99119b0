import CLinux
package import DTLS
import Net
import RTP
import SFU
import WebRTC

/// A worker's media: the sessions and streams that live on it, its socket, and the cycle that carries packets from one to
/// the other. Confined to the worker's thread.
///
/// The cycle: receive a batch (``MediaLoop+Receive``), let sessions and tracks take it in, fan each touched track out to
/// its subscriptions (``MediaLoop+FanOut``), flush once.
package final class MediaLoop {
    /// The worker's place among all.
    let index: Int
    let socket: UDPSocket
    let identity: DTLSIdentity
    let settings: MediaSettings
    let directory: StreamDirectory
    let report: @Sendable (MediaEvent) -> Void
    private let clocks: @Sendable () -> LoopTime
    /// What the kernel's time stamps mean on the wall clock of ``clocks``; nil when both are the system's.
    let stamps: (@Sendable (Int64) -> Int64)?

    // Sessions, and the ways that lead to them.
    var sessions: [Session?] = []
    var freeSlots: [Int32] = []
    var slotsByKey: [SessionKey: Int32] = [:]
    var slotsByAddress: [SocketAddress: Int32] = [:]
    var slotsByFragment: [UInt64: Int32] = [:]
    var slotsByPublisher: [PublisherID: Int32] = [:]
    var feeds: [PublisherID: FeedPublisher] = [:]
    /// When a feed may have to be asked for a keyframe; distant while nobody waits for one.
    var nextFeedRequest = Instant.distantFuture
    var streams: [StreamPath: Stream] = [:]
    /// When the grace time of a stream without a publisher may be over; distant while there is none.
    var nextStreamEnd = Instant.distantFuture
    var nextPublisher: UInt64 = 1
    var nextStream: UInt64 = 1

    // Other workers.
    let mailbox: Mailbox
    var mail: [WorkerMessage] = []
    /// What this turn has for each worker.
    var relayOutboxes: [RelayOutbox]
    /// Streams of other workers that have viewers here.
    var replicas: [StreamIdentity: Replica] = [:]
    private let load: WorkerLoad

    // The cycle's own.
    var random: any RandomNumberGenerator
    var wheel: TimerWheel
    var due: [Int32] = []
    var outbox = Outbox()
    var handshakes = HandshakeQueue()
    /// What a viewer asked for in the RTCP packet at hand.
    var requests: [ViewerRequest] = []
    var receiveBatch = ReceiveBatch()
    var sendBatch: SendBatch
    var processorShare: ProcessorShare
    /// Tracks with packets to fan out.
    var touched: [Track] = []
    let operations = UnsafeMutablePointer<ForwardOperation>.allocate(capacity: MediaLoop.operationCapacity)
    package internal(set) var counters = LoopCounters()
    var now: Instant
    /// Nanoseconds since 1970 at ``now``.
    var wallClock: Int64
    /// The last moment after which the socket was found empty.
    var drained: Instant
    var overload = OverloadGuard()

    /// - Parameters:
    ///   - index: into `mailboxes`, which has one for each worker, and one for the tap where there is one.
    ///   - load: where this worker tells how busy it is.
    ///   - clocks: read at the beginning of each turn; a simulation brings its own.
    ///   - stamps: from the kernel's time stamps, nanoseconds since 1970, to the same on the wall clock of `clocks`.
    ///   - random: where SSRCs and first numbers come from; a simulation brings its own.
    ///   - call: `sendmmsg`; a simulation brings its own.
    ///   - report: called for every event; must not block.
    package init(
        socket: consuming UDPSocket, identity: DTLSIdentity, settings: MediaSettings, directory: StreamDirectory,
        index: Int = 0, mailboxes: [Mailbox] = [Mailbox()], load: WorkerLoad = WorkerLoad(),
        clocks: @escaping @Sendable () -> LoopTime = LoopTime.ofSystem,
        stamps: (@Sendable (Int64) -> Int64)? = nil,
        random: any RandomNumberGenerator = SystemRandomNumberGenerator(),
        call: @escaping SendCall = clinux_sendmmsg,
        report: @escaping @Sendable (MediaEvent) -> Void
    ) {
        precondition(mailboxes.indices.contains(index), "a worker without a mailbox")
        self.index = index
        mailbox = mailboxes[index]
        relayOutboxes = mailboxes.map { RelayOutbox(mailbox: $0) }
        self.load = load
        self.socket = socket
        self.identity = identity
        self.settings = settings
        self.directory = directory
        self.report = report
        self.clocks = clocks
        self.stamps = stamps
        self.random = random
        let time = clocks()
        now = time.now
        wallClock = time.wallClock
        drained = time.now
        wheel = TimerWheel(now: time.now)
        sendBatch = SendBatch(descriptor: self.socket.descriptor, call: call, clocks: clocks)
        processorShare = ProcessorShare(now: time.now)
    }

    deinit {
        operations.deallocate()
    }

    /// Nanoseconds until ``turn(socketIsReady:)`` wants to be called although nothing came in; negative for never.
    package var patience: Int64 {
        if !handshakes.isEmpty { return 0 }
        let now = clocks().now
        var timer = wheel.nanosecondsToNext(from: now)
        if let delay = sendBatch.retryDelay { timer = min(timer ?? .max, delay) }
        let other = min(nextStreamEnd, overload.deadline, nextFeedRequest)
        guard other < .distantFuture else { return timer ?? -1 }
        return min(timer ?? .max, max(0, other.nanoseconds(since: now)))
    }

    /// One turn: what came in, from peers and from other workers, then what is due.
    package func turn(socketIsReady: Bool) {
        readClocks()
        let began = now
        if socketIsReady { receive() }
        receiveMail()
        continueHandshakes()
        fireTimers()
        flush()
        if sendBatch.hasLosses { stopLostVideo() }
        measureProcessorShare()
        load.add(clocks().now.nanoseconds(since: began))
    }

    /// Reads the clocks, before a command that comes between two turns.
    package func readClocks() {
        let time = clocks()
        now = time.now
        wallClock = time.wallClock
    }

    // MARK: Timers

    private func fireTimers() {
        due.removeAll(keepingCapacity: true)
        wheel.advance(to: now, into: &due)
        for slot in due {
            // An entry that an earlier deadline overtook, or of a session that is gone, says nothing.
            guard let session = session(at: slot), session.wheelSlot <= wheel.current else { continue }
            session.wheelSlot = .max
            attend(session)
        }
        if now >= nextStreamEnd { endExpiredStreams() }
        if now >= nextFeedRequest { attendFeeds() }
        if overload.relax(now: now) { shed() }
    }

    /// Does what a session's deadlines ask for, and sets its timer anew.
    func attend(_ session: Session) {
        if now >= session.peer.deadline {
            session.peer.handleTimeout(now: now, outbox: &outbox)
            sendOutbox(from: session)
        }
        if session.peer.isClosed {
            remove(session)
            return
        }
        if session.wasConnected { sendFeedback(session) }
        reschedule(session)
    }

    /// Puts a session into the timer wheel if its deadline moved forward.
    func reschedule(_ session: Session) {
        let slot = wheel.slot(for: session.deadline)
        guard slot < session.wheelSlot else { return }
        session.wheelSlot = slot
        wheel.add(session.slot, at: slot)
    }

    // MARK: Small things

    /// Tells those who place viewers whether there is room for one more.
    func tellSessions() {
        load.tell(isFull: slotsByKey.count >= settings.maximumSessions)
    }

    func session(at slot: Int32) -> Session? {
        let index = Int(slot)
        return sessions.indices.contains(index) ? sessions[index] : nil
    }

    /// Sends what a session left in the outbox.
    func sendOutbox(from session: Session) {
        outbox.drain { datagram in send(datagram.bytes, to: datagram.destination, from: session.local) }
    }

    /// Sends one datagram that is no media.
    func send(_ datagram: [UInt8], to peer: SocketAddress, from local: clinux_pktinfo) {
        if socket.send(datagram, to: peer, from: local) {
            counters.sentControl &+= 1
        } else {
            counters.sendFailures &+= 1
        }
    }

    /// The most packets that one call plans for one subscription: as many as a cache holds.
    static let operationCapacity = PacketCache.videoCapacity
}
