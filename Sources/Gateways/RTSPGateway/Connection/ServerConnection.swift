import FramePlane
import GatewaySupport
import NIOCore
import NIOSSL
import Net
import RTSP
import SFU

/// One client's connection on its event loop: between the socket, the protocol machine, and what the client publishes or plays.
///
/// Teardown: ``close(_:)`` ends the work (publication or playing), sends what the machine still has to say and closes the
/// channel; the channel's end removes the session. Whatever comes first does it once.
final class ServerConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    let services: GatewayServices
    let groups: PlayerGroups
    let channel: any Channel
    let session: RTSPSession
    let isSecure: Bool
    var machine: RTSPServerConnection
    var work = Work.none
    /// What the client showed in the query of a URL.
    var token: String?
    var random = SystemRandomNumberGenerator()
    private var events: [RTSPServerEvent] = []
    private var timer: (deadline: Instant, task: Scheduled<Void>)?
    private var ticking: RepeatedTask?
    private var isReading = true
    /// Whether events are being handled: whoever answers one of them leaves it to the loop to go on.
    private var isAdvancing = false
    /// Requests of this client that were refused, as far as they are reported.
    private var refusals = 0
    private(set) var isClosing = false
    /// Whether the client published or played, or tried to.
    private var hasWorked = false

    enum Work {
        case none
        case publishing(Publishing)
        case playing(Playing)
        case file(FilePlaying)
    }

    init(
        services: GatewayServices, groups: PlayerGroups, channel: any Channel, session: RTSPSession, isSecure: Bool
    ) {
        self.services = services
        self.groups = groups
        self.channel = channel
        self.session = session
        self.isSecure = isSecure
        machine = RTSPServerConnection(
            realm: RTSPAuthentication.realm, offersBasic: true, random: &random, now: .now)
    }

    /// Sets an accepted channel up; closes it at once when there are too many even to be told so. On its event loop.
    static func open(
        on channel: any Channel, services: GatewayServices, groups: LoopBoundGroups, tls: NIOSSLContext?
    ) throws {
        let remote = channel.remoteAddress?.text ?? "unknown"
        let box = NIOLoopBoundBox<ServerConnection?>(nil, eventLoop: channel.eventLoop)
        let session = services.sessions.open(
            remote: remote, maximum: services.settings.maximumConnections + RTSPGatewayLimits.refusals
        ) { sentence in
            channel.eventLoop.execute { box.value?.close(.ended(sentence)) }
        }
        guard let session else {
            services.report(.tooManyConnections, session: "", remote: remote, path: "")
            return channel.close(promise: nil)
        }
        services.counters.connections.count()
        let connection = ServerConnection(
            services: services, groups: groups.groups(of: channel.eventLoop), channel: channel, session: session,
            isSecure: tls != nil)
        box.value = connection
        channel.closeFuture.whenComplete { _ in
            box.value = nil
            services.sessions.remove(session)
        }
        if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
        try channel.pipeline.syncOperations.addHandler(connection)
    }

    // MARK: The channel

    func channelActive(context: ChannelHandlerContext) {
        flush()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        let buffer = unwrapInboundIn(data)
        services.counters.bytesReceived.count(buffer.readableBytes)
        advance { machine, events throws(RTSPError) in
            try buffer.withBytes { bytes throws(RTSPError) in
                try machine.receive(bytes, now: .now, into: &events)
            }
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if channel.isWritable, case .file(let playing) = work { playing.continueSending() }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isClosing {
            isClosing = true
            let path = endWork()
            if let path { report(.ended("The client left."), path: path) }
        }
        timer?.task.cancel()
        ticking?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Most programs end by closing the socket whatever there is to read in it.
        close(.ended(error is IOError ? "The client's connection broke." : "The connection failed: \(error)."))
    }

    // MARK: The machine

    /// Goes on after a question was answered.
    func proceed() {
        // A client may send any number of requests that are answered at once: each would go deeper.
        guard !isAdvancing else { return }
        advance { machine, events throws(RTSPError) in try machine.proceed(now: .now, into: &events) }
    }

    private func advance(
        _ step: (inout RTSPServerConnection, inout [RTSPServerEvent]) throws(RTSPError) -> Void
    ) {
        guard !isClosing else { return }
        isAdvancing = true
        var fault: RTSPError?
        do throws(RTSPError) {
            try step(&machine, &events)
            while !events.isEmpty, !isClosing {
                handleEvents()
                guard !machine.isWaiting, !isClosing else { break }
                // Only what was answered at once goes on here.
                try machine.proceed(now: .now, into: &events)
            }
        } catch {
            fault = error
        }
        // What came before the fault counts.
        handleEvents()
        isAdvancing = false
        if let fault { return close(.faulty("\(fault)")) }
        flush()
    }

    private func handleEvents() {
        guard !events.isEmpty else { return }
        let arrived = events
        events.removeAll(keepingCapacity: true)
        for event in arrived where !isClosing { handle(event) }
        endMedia()
    }

    /// Sends what the machine has to say, and sees to its timer and to the reading.
    func flush() {
        guard !isClosing else { return }
        send(machine.takeOutput())
        setReading(!machine.isWaiting)
        arm()
    }

    /// Sends bytes behind everything before them.
    func send(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        services.counters.bytesSent.count(bytes.count)
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    /// While somebody thinks about a question, what the client sends waits in the kernel.
    private func setReading(_ reads: Bool) {
        guard reads != isReading else { return }
        isReading = reads
        try? channel.syncOptions?.setOption(.autoRead, value: reads)
    }

    // MARK: Time

    private func arm() {
        let deadline = machine.deadline
        // One that moved away is looked at when the timer fires: it moves with every message.
        if let timer, timer.deadline <= deadline { return }
        timer?.task.cancel()
        guard deadline < .distantFuture else { return }
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let task = channel.eventLoop.scheduleTask(deadline: NIODeadline(deadline)) { connection.value.handleTimer() }
        timer = (deadline, task)
    }

    private func handleTimer() {
        timer = nil
        guard !isClosing else { return }
        noteActivity()
        if let timeout = machine.handleTimeout(now: .now) { return close(.ended(timeout.sentence)) }
        flush()
    }

    /// Looks after what the client does, again and again from now on.
    func startTicking(every interval: Duration) {
        ticking?.cancel()
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        ticking = channel.eventLoop.scheduleRepeatedTask(
            initialDelay: TimeAmount(interval), delay: TimeAmount(interval)
        ) { _ in connection.value.tick() }
    }

    // MARK: The end

    /// Ends the connection, with what the log is to say about it.
    func close(_ reason: RTSPGatewayEvent.Kind) {
        guard !isClosing else { return }
        isClosing = true
        timer?.task.cancel()
        let path = endWork()
        // Of a session that ended before, the end of its connection is no news.
        if case .ended = reason, path == nil, hasWorked {} else { report(reason, path: path ?? "") }
        let channel = channel
        // An empty write is through when everything before it is.
        channel.writeAndFlush(ByteBuffer(bytes: machine.takeOutput())).whenComplete { _ in
            // Closed at once, a socket with unread bytes would take back what was written.
            channel.close(mode: .output, promise: nil)
            channel.eventLoop.scheduleTask(in: TimeAmount(RTSPGatewayLimits.farewell)) {
                channel.close(promise: nil)
            }
        }
        setReading(true)
        channel.eventLoop.scheduleTask(in: TimeAmount(RTSPGatewayLimits.goodbye)) { channel.close(promise: nil) }
    }

    /// Reports that a request was refused, unless many were: a client may go on asking for ever.
    func reportRefusal(_ sentence: String) {
        guard refusals < RTSPGatewayLimits.reportedRefusals else { return services.counters.requestsRefused.count() }
        refusals += 1
        report(.refused(sentence), path: "")
    }

    func report(_ kind: RTSPGatewayEvent.Kind, path: String) {
        services.report(kind, session: session.id, remote: session.remote, path: path)
    }

    /// - Returns: the path that the client published or played, if it did.
    func endWork() -> String? {
        ticking?.cancel()
        ticking = nil
        defer {
            work = .none
            session.finish()
        }
        if case .none = work {} else { hasWorked = true }
        switch work {
        case .none:
            return nil
        case .publishing(let publishing):
            publishing.end(services)
            return publishing.path.text
        case .playing(let playing):
            playing.end(services)
            return playing.path.text
        case .file(let playing):
            playing.end()
            return playing.name
        }
    }
}

extension RTSPServerTimeout {
    fileprivate var sentence: String {
        switch self {
        case .slowRequest: "The client did not send a whole request in the time there is for it."
        case .notStarted: "The client neither published nor played in the time there is for it."
        case .silent: "The client is silent."
        }
    }
}
