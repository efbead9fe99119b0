import Codecs
import FramePlane
import GatewaySupport
import NIOCore
import NIOSSL
import Net
import RTMP

/// Our client's connection to another server on its event loop: between the socket, the protocol machine, and the stream that
/// is pushed or pulled.
///
/// Teardown: ``finish(_:)`` fulfils the outcome, ends the work, says goodbye to the server and closes the channel.
final class LinkConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    let services: GatewayServices
    let channel: any Channel
    let link: RTMPLink
    let session: RTMPSession
    var machine: RTMPClientConnection
    var work = Work.connecting
    private let outcome: EventLoopPromise<LinkOutcome>
    private let progress: @Sendable (RTMPLinkProgress) -> Void
    private var timer: (deadline: Instant, task: Scheduled<Void>)?
    private var ticking: RepeatedTask?
    private var stall = StallWatch()
    private var reported: RTMPLinkProgress?

    enum Work {
        /// The server has not agreed yet.
        case connecting
        /// Our side is asked; with what the server sent meanwhile. Little of it: the socket is not read.
        case opening([RTMPClientEvent])
        case pushing(PushFeed)
        case pulling(RTMPPublisher)
        case over
    }

    init(
        _ link: RTMPLink, services: GatewayServices, channel: any Channel, session: RTMPSession,
        outcome: EventLoopPromise<LinkOutcome>, progress: @escaping @Sendable (RTMPLinkProgress) -> Void
    ) {
        self.link = link
        self.services = services
        self.channel = channel
        self.session = session
        self.outcome = outcome
        self.progress = progress
        var random = SystemRandomNumberGenerator()
        machine = RTMPClientConnection(
            url: link.url, role: link.direction == .push ? .publish : .play, random: &random, now: .now)
    }

    /// The channel is connected already.
    func handlerAdded(context: ChannelHandlerContext) {
        flush()
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        ticking = channel.eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
            connection.value.tick()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        session.bytesReceived.count(buffer.readableBytes)
        services.counters.bytesReceived.count(buffer.readableBytes)
        var events: [RTMPClientEvent] = []
        var fault: RTMPError?
        do throws(RTMPError) {
            try buffer.withBytes { bytes throws(RTMPError) in
                try machine.receive(bytes, now: .now, into: &events)
            }
        } catch {
            fault = error
        }
        for event in events { handle(event) }
        if let fault { return finish(.failed(.faulty(fault))) }
        flush()
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.failed(.disconnected))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(.failed(.unreachable("\(error)")))
    }

    /// Sends what the machine has to say.
    func flush() {
        if case .over = work { return }
        send(machine.takeOutput())
        arm()
    }

    /// Ends it. Only the first call counts.
    func finish(_ outcome: LinkOutcome) {
        if case .over = work { return }
        timer?.task.cancel()
        ticking?.cancel()
        tellProgress()
        switch work {
        case .connecting, .opening, .over: break
        case .pushing(let feed): feed.close()
        case .pulling(let publisher): publisher.end()
        }
        work = .over
        session.finish()
        self.outcome.succeed(outcome)
        machine.end()
        let channel = channel
        channel.writeAndFlush(ByteBuffer(bytes: machine.takeOutput())).whenComplete { _ in
            channel.close(promise: nil)
        }
        channel.eventLoop.scheduleTask(in: TimeAmount(RTMPGatewayLimits.goodbye)) { channel.close(promise: nil) }
    }

    /// Reads the socket, or leaves what comes in the kernel.
    func setReading(_ reads: Bool) {
        try? channel.syncOptions?.setOption(.autoRead, value: reads)
    }

    func tellProgress() {
        let now: RTMPLinkProgress
        switch work {
        case .connecting, .opening, .over: return
        case .pushing(let feed):
            now = RTMPLinkProgress(session: session.id, bytes: session.bytesSent.figure, frames: feed.frames)
        case .pulling(let publisher):
            now = RTMPLinkProgress(
                session: session.id, bytes: session.bytesReceived.figure, frames: publisher.frames)
        }
        guard now != reported else { return }
        reported = now
        progress(now)
    }

    private func tick() {
        tellProgress()
        let unsent = (try? channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        if unsent > RTMPGatewayLimits.unsent || stall.isStalled(unsent: unsent, sent: session.bytesSent.figure) {
            finish(.failed(.tooSlow))
        }
    }

    private func send(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        session.bytesSent.count(bytes.count)
        services.counters.bytesSent.count(bytes.count)
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    private func arm() {
        let deadline = machine.deadline
        if let timer, timer.deadline <= deadline { return }
        timer?.task.cancel()
        timer = nil
        guard deadline < .distantFuture else { return }
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let task = channel.eventLoop.scheduleTask(deadline: NIODeadline(deadline)) {
            connection.value.handleTimer()
        }
        timer = (deadline, task)
    }

    private func handleTimer() {
        timer = nil
        if machine.deadline <= .now, machine.handleTimeout(now: .now) != nil {
            return finish(.failed(.timedOut))
        }
        flush()
    }
}

/// How a link's connection ended.
enum LinkOutcome: Sendable, Equatable {
    /// The stream is over, here or there.
    case streamEnded
    /// The server wants us at another URL, as it wrote it.
    case redirected(String)
    case failed(RTMPLinkError)
}
