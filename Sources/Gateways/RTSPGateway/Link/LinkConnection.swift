import FramePlane
import GatewaySupport
import NIOCore
import NIOSSL
import Net
import RTSP
import SFU

/// Our client's connection to another server on its event loop: between the socket, the protocol machine, and the
/// stream that is pushed or pulled.
///
/// Teardown: ``finish(_:)`` fulfils the outcome, ends the work, says goodbye to the server and closes the channel.
final class LinkConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    let services: GatewayServices
    let channel: any Channel
    let plan: LinkPlan
    let timing: LinkTiming
    let session: RTSPSession
    var machine: RTSPClientConnection
    var work = Work.connecting
    var tracks: [LinkTrack] = []
    /// How many of ``tracks`` the server has set up.
    var tracksSetUp = 0
    /// The URL that those of tracks are relative to.
    var base: String
    /// nil by TCP.
    var sockets: LinkSockets?
    var random = SystemRandomNumberGenerator()
    var watch: MediaWatch
    /// What came on the connection before there is somebody who takes it: in front of the answer to PLAY, and while our
    /// side is asked, as little as is read at once.
    var early: [EarlyPacket] = []
    private let outcome: EventLoopPromise<LinkOutcome>
    private let progress: @Sendable (RTSPLinkProgress) -> Void
    private var timer: (deadline: Instant, task: Scheduled<Void>)?
    private var ticking: RepeatedTask?
    private var reported: (progress: RTSPLinkProgress, at: Instant)?

    enum Work {
        /// The server has not agreed yet.
        case connecting
        /// The stream that is to be pushed.
        case announcing(PlayerGroup)
        /// Our side is asked.
        case opening(RTPInfoHeader?)
        case pushing(Player, PlayerGroup)
        case pulling(RTSPPublisher)
        case over
    }

    struct EarlyPacket {
        var channel: UInt8
        var bytes: [UInt8]
    }

    /// - Parameter group: the players that a push is one of; nil for a pull.
    init(
        _ plan: LinkPlan, group: PlayerGroup?, timing: LinkTiming, services: GatewayServices, channel: any Channel,
        session: RTSPSession, outcome: EventLoopPromise<LinkOutcome>,
        progress: @escaping @Sendable (RTSPLinkProgress) -> Void
    ) {
        self.plan = plan
        self.timing = timing
        self.services = services
        self.channel = channel
        self.session = session
        self.outcome = outcome
        self.progress = progress
        base = plan.link.url.text
        watch = MediaWatch(now: .now)
        var purpose = RTSPClientPlan.play
        if let group {
            var description = group.description(name: plan.link.path.text)
            description.controlForm = .streamID
            tracks = description.formats.enumerated().map { index, format in
                let url = RTSPURL.control(description.control(ofTrack: index), base: plan.link.url.text)
                return LinkTrack(index: index, format: format, url: url, transport: TransportSpecification(.tcp))
            }
            tracks.removeAll { plan.omitted.contains($0.index) }
            purpose = .publish(description: Array(description.sdp().utf8))
            work = .announcing(group)
        }
        machine = RTSPClientConnection(url: plan.link.url, plan: purpose, random: &random, now: .now)
    }

    /// The channel is connected already.
    func handlerAdded(context: ChannelHandlerContext) {
        flush()
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        ticking = channel.eventLoop.scheduleRepeatedTask(
            initialDelay: TimeAmount(timing.interval), delay: TimeAmount(timing.interval)
        ) { _ in connection.value.tick() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        services.counters.bytesReceived.count(buffer.readableBytes)
        if case .over = work { return }
        var events: [RTSPClientEvent] = []
        var fault: RTSPError?
        do throws(RTSPError) {
            try buffer.withBytes { bytes throws(RTSPError) in
                try machine.receive(bytes, now: .now, into: &events)
            }
        } catch {
            fault = error
        }
        let time = services.clocks()
        for event in events { handle(event, at: time) }
        if case .pulling(let publisher) = work { publisher.flush(at: time) }
        if let fault { return finish(.failed(.faulty(fault))) }
        flush()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if case .pulling(let publisher) = work, publisher.hasGoodbyes {
            finish(.streamEnded)
        } else {
            finish(.failed(.disconnected))
        }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(.failed(error is IOError ? .disconnected : .unreachable("\(error)")))
    }

    // MARK: The machine

    /// Sends what the machine has to say.
    func flush() {
        if case .over = work { return }
        send(machine.takeOutput())
        arm()
    }

    func send(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        services.counters.bytesSent.count(bytes.count)
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    /// Reads the socket, or leaves what comes in the kernel.
    func setReading(_ reads: Bool) {
        try? channel.syncOptions?.setOption(.autoRead, value: reads)
    }

    private func arm() {
        let deadline = machine.deadline
        if let timer, timer.deadline <= deadline { return }
        timer?.task.cancel()
        timer = nil
        guard deadline < .distantFuture else { return }
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let task = channel.eventLoop.scheduleTask(deadline: NIODeadline(deadline)) { connection.value.handleTimer() }
        timer = (deadline, task)
    }

    private func handleTimer() {
        timer = nil
        if case .over = work { return }
        noteActivity()
        if let failure = machine.handleTimeout(now: .now) { return finish(outcome(of: failure)) }
        flush()
    }

    // MARK: Time

    private func tick() {
        noteActivity()
        if case .pulling(let publisher) = work { look(after: publisher) }
        if let reported, Instant.now < reported.at.advanced(by: .seconds(1)) { return }
        tellProgress()
    }

    func tellProgress() {
        var now = RTSPLinkProgress(session: session.id)
        switch work {
        case .connecting, .announcing, .opening, .over: return
        case .pushing(let player, _):
            for track in player.summaries {
                now.bytes &+= track.bytes
                now.packets &+= track.packets
            }
        case .pulling(let publisher):
            let totals = publisher.totals
            now.bytes = UInt64(clamping: totals.bytes)
            now.packets = UInt64(clamping: totals.packets)
        }
        let isNew = now != reported?.progress
        reported = (now, .now)
        if isNew { progress(now) }
    }

    // MARK: The end

    /// Ends it. Only the first call counts.
    func finish(_ outcome: LinkOutcome) {
        if case .over = work { return }
        timer?.task.cancel()
        ticking?.cancel()
        tellProgress()
        switch work {
        case .connecting, .announcing, .opening, .over: break
        case .pushing(let player, let group): group.leave(player)
        case .pulling(let publisher): publisher.end()
        }
        work = .over
        sockets?.close()
        session.finish()
        self.outcome.succeed(outcome)
        machine.end(now: .now)
        setReading(true)
        let channel = channel
        // An empty write is through when everything before it is.
        channel.writeAndFlush(ByteBuffer(bytes: machine.takeOutput())).whenComplete { _ in
            // Closed at once, a socket with unread bytes would take back what was written.
            channel.close(mode: .output, promise: nil)
            channel.eventLoop.scheduleTask(in: TimeAmount(RTSPGatewayLimits.farewell)) { channel.close(promise: nil) }
        }
        channel.eventLoop.scheduleTask(in: TimeAmount(RTSPGatewayLimits.goodbye)) { channel.close(promise: nil) }
    }
}
