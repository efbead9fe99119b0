import Bytes
import FramePlane
import GatewaySupport
import NIOCore
import NIOSSL
import Net
import RTMP
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
    let session: RTMPSession
    var machine: RTMPServerConnection
    var work = Work.none
    /// What the client said about itself.
    var client = RTMPConnectRequest(app: "")
    private var events: [RTMPServerEvent] = []
    private var timer: (deadline: Instant, task: Scheduled<Void>)?
    private var isReading = true
    private var isClosing = false
    /// Whether the client published or played, or tried to.
    private var hasWorked = false

    enum Work {
        case none
        /// The client asked for something, and somebody thinks about it.
        case asking(streamID: UInt32, path: String)
        case publishing(RTMPPublisher, streamID: UInt32, path: String)
        case playing(Player, PlayerGroup, streamID: UInt32, path: String)
    }

    init(
        services: GatewayServices, groups: PlayerGroups, channel: any Channel,
        session: RTMPSession, random: inout some RandomNumberGenerator
    ) {
        self.services = services
        self.groups = groups
        self.channel = channel
        self.session = session
        machine = RTMPServerConnection(random: &random, now: .now)
    }

    /// Sets an accepted channel up; closes it at once when there are too many even to be told so. On its event loop.
    static func open(
        on channel: any Channel, services: GatewayServices, groups: LoopBoundGroups, tls: NIOSSLContext?
    ) throws {
        let remote = channel.remoteAddress?.text ?? "unknown"
        let box = NIOLoopBoundBox<ServerConnection?>(nil, eventLoop: channel.eventLoop)
        let session = services.sessions.open(
            remote: remote, maximum: services.settings.maximumConnections + RTMPGatewayLimits.refusals
        ) {
            sentence in
            channel.eventLoop.execute { box.value?.dismiss(sentence) }
        }
        guard let session else {
            services.report(.tooManyConnections, session: "", remote: remote, path: "")
            return channel.close(promise: nil)
        }
        services.counters.connections.count()
        var random = SystemRandomNumberGenerator()
        let connection = ServerConnection(
            services: services, groups: groups.groups(of: channel.eventLoop), channel: channel, session: session,
            random: &random)
        box.value = connection
        channel.closeFuture.whenComplete { _ in
            box.value = nil
            services.sessions.remove(session)
        }
        if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
        try channel.pipeline.syncOperations.addHandler(connection)
    }

    func channelActive(context: ChannelHandlerContext) {
        flush()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        let buffer = unwrapInboundIn(data)
        session.bytesReceived.count(buffer.readableBytes)
        services.counters.bytesReceived.count(buffer.readableBytes)
        advance { machine, events throws(RTMPError) in
            try buffer.withBytes { bytes throws(RTMPError) in
                try machine.receive(bytes, now: .now, into: &events)
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isClosing {
            isClosing = true
            let path = endWork()
            if let path { report(.ended("The client left."), path: path) }
        }
        timer?.task.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Most programs end by closing the socket whatever there is to read in it.
        close(.ended(error is IOError ? "The client's connection broke." : "The connection failed: \(error)."))
    }

    /// Goes on after a question was answered.
    func proceed() {
        advance { machine, events throws(RTMPError) in try machine.proceed(now: .now, into: &events) }
    }

    private func advance(
        _ step: (inout RTMPServerConnection, inout [RTMPServerEvent]) throws(RTMPError) -> Void
    ) {
        var fault: RTMPError?
        do throws(RTMPError) {
            try step(&machine, &events)
            while !events.isEmpty, !isClosing {
                let arrived = events
                events.removeAll(keepingCapacity: true)
                for event in arrived where !isClosing { handle(event) }
                // Only what was answered at once goes on here.
                guard case .connect? = arrived.last, !isClosing else { break }
                try machine.proceed(now: .now, into: &events)
            }
        } catch {
            fault = error
        }
        // What came before the fault counts.
        for event in events where !isClosing { handle(event) }
        events.removeAll(keepingCapacity: true)
        if let fault { return close(.faulty("\(fault)")) }
        flush()
    }

    /// Sends what the machine has to say, and sees to its timer and to the reading.
    func flush() {
        guard !isClosing else { return }
        send(machine.takeOutput())
        setReading(!machine.isWaiting)
        arm()
    }

    /// Ends the connection because the server ends. Whoever understands that comes back by itself.
    func dismiss(_ sentence: String) {
        machine.requestReconnect(url: nil, description: sentence)
        switch work {
        case .playing(_, _, let streamID, _): machine.endPlay(streamID)
        case .publishing(_, let streamID, _), .asking(let streamID, _):
            machine.refuse(streamID, code: RTMPStatus.connectClosed, description: sentence)
        case .none: break
        }
        close(.ended(sentence))
    }

    /// Ends the connection, with what the log is to say about it.
    func close(_ reason: RTMPGatewayEvent.Kind) {
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
            channel.eventLoop.scheduleTask(in: TimeAmount(RTMPGatewayLimits.farewell)) {
                channel.close(promise: nil)
            }
        }
        setReading(true)
        channel.eventLoop.scheduleTask(in: TimeAmount(RTMPGatewayLimits.goodbye)) { channel.close(promise: nil) }
    }

    func report(_ kind: RTMPGatewayEvent.Kind, path: String) {
        services.report(kind, session: session.id, remote: session.remote, path: path)
    }

    /// - Returns: the path that the client published or played, if it did.
    func endWork() -> String? {
        defer {
            work = .none
            session.finish()
        }
        if case .none = work {} else { hasWorked = true }
        switch work {
        case .none:
            return nil
        case .asking(_, let path):
            return path
        case .publishing(let publisher, _, let path):
            publisher.end()
            return path
        case .playing(let player, let group, _, let path):
            group.leave(player)
            return path
        }
    }

    private func send(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        session.bytesSent.count(bytes.count)
        services.counters.bytesSent.count(bytes.count)
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    /// While somebody thinks about a question, what the client sends waits in the kernel.
    private func setReading(_ reads: Bool) {
        guard reads != isReading else { return }
        isReading = reads
        try? channel.syncOptions?.setOption(.autoRead, value: reads)
    }

    private func arm() {
        let deadline = machine.deadline
        // One that moved away is looked at when the timer fires: it moves with every message.
        if let timer, timer.deadline <= deadline { return }
        timer?.task.cancel()
        guard deadline < .distantFuture else { return }
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let task = channel.eventLoop.scheduleTask(deadline: NIODeadline(deadline)) {
            connection.value.handleTimer()
        }
        timer = (deadline, task)
    }

    private func handleTimer() {
        timer = nil
        guard !isClosing else { return }
        if machine.deadline <= .now, let timeout = machine.handleTimeout(now: .now) {
            switch timeout {
            case .notReady:
                return close(.ended("The client neither published nor played in the time there is for it."))
            case .silent:
                return close(.ended("The client is silent."))
            }
        }
        flush()
    }
}
