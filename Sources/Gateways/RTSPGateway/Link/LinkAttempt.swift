import FramePlane
import GatewaySupport
import MediaPlane
import NIOCore
import NIOPosix
import NIOSSL
import Net
import RTSP

/// One connection attempt, from before there is a connection.
final class LinkAttempt: Sendable {
    let outcome: EventLoopPromise<LinkOutcome>
    let session: RTSPSession
    private let eventLoop: any EventLoop
    private let services: GatewayServices
    private let state: NIOLoopBoundBox<State>

    private enum State {
        /// With the players that a push is to be one of, once they are found.
        case connecting(PlayerGroup?)
        case connected(LinkConnection)
        case over
    }

    /// - Returns: nil when the gateway takes no connection.
    init?(_ link: RTSPLink, services: GatewayServices, eventLoop: any EventLoop) {
        let ending = NIOLoopBoundBox<LinkAttempt?>.makeEmptyBox(valueType: LinkAttempt.self, eventLoop: eventLoop)
        let session = services.sessions.open(remote: link.url.redacted, maximum: nil) { sentence in
            eventLoop.execute { ending.value?.end(.failed(.ended(sentence))) }
        }
        guard let session else { return nil }
        self.session = session
        self.services = services
        self.eventLoop = eventLoop
        outcome = eventLoop.makePromise()
        state = NIOLoopBoundBox.makeBoxSendingValue(.connecting(nil), eventLoop: eventLoop)
        eventLoop.execute { ending.value = self }
        outcome.futureResult.whenComplete { _ in ending.value = nil }
    }

    /// Connects; for a push, when its stream is found.
    func start(
        _ plan: LinkPlan, timing: LinkTiming, groups: LoopBoundGroups,
        progress: @escaping @Sendable (RTSPLinkProgress) -> Void
    ) {
        eventLoop.execute { [self] in
            guard plan.link.direction == .push else { return connect(plan, timing, progress) }
            let client = FrameClient(session: session.id, protocolName: "rtsp", remote: session.remote)
            groups.groups(of: eventLoop).find(plan.link.path, for: client) { [self] result in
                guard case .connecting = state.value else { return }
                switch result {
                case .success(let group):
                    state.value = .connecting(group)
                    connect(plan, timing, progress)
                case .failure(.nothingLive): end(.failed(.nothingLive))
                case .failure(let error): end(.failed(.unavailable(error.sentence)))
                }
            }
        }
    }

    /// Ends it, on any thread.
    func end(_ outcome: LinkOutcome) {
        eventLoop.execute { [self] in
            let before = state.value
            state.value = .over
            switch before {
            case .connecting:
                services.sessions.remove(session)
                self.outcome.succeed(outcome)
            case .connected(let connection): connection.finish(outcome)
            case .over: break
            }
        }
    }

    private func connect(
        _ plan: LinkPlan, _ timing: LinkTiming, _ progress: @escaping @Sendable (RTSPLinkProgress) -> Void
    ) {
        guard case .connecting = state.value else { return }
        let tls: NIOSSLContext?
        do {
            tls = try plan.link.url.isSecure ? Self.tls(verifiesCertificate: plan.link.verifiesCertificate) : nil
        } catch {
            return end(.failed(.unreachable("\(error)")))
        }
        ClientBootstrap(group: eventLoop)
            .connectTimeout(Self.connectTimeout)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.tcpOption(.tcpNotSentLowWaterMark), value: RTSPGatewayLimits.kernelUnsent)
            .channelOption(.writeBufferWaterMark, value: RTSPGatewayLimits.waterMark)
            .channelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(
                    minimum: RTSPGatewayLimits.leastReadBytes, initial: RTSPGatewayLimits.leastReadBytes,
                    maximum: RTSPGatewayLimits.readBytes)
            )
            // Several addresses are tried; which channel it will be is known when one is connected.
            .channelOption(.autoRead, value: false)
            .connect(host: plan.link.url.host, port: Int(plan.link.url.port))
            .flatMapThrowing { [self] channel in try open(plan, timing, on: channel, tls: tls, progress: progress) }
            .whenFailure { [self] error in end(.failed(.unreachable(Self.reason(of: error)))) }
    }

    /// Sets a connected channel up, on its event loop.
    private func open(
        _ plan: LinkPlan, _ timing: LinkTiming, on channel: any Channel, tls: NIOSSLContext?,
        progress: @escaping @Sendable (RTSPLinkProgress) -> Void
    ) throws {
        guard case .connecting(let group) = state.value else { return channel.close(promise: nil) }
        let connection = LinkConnection(
            plan, group: group, timing: timing, services: services, channel: channel, session: session,
            outcome: outcome, progress: progress)
        if let tls {
            let host = plan.link.url.host
            let name = (try? NIOCore.SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
            try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
        }
        state.value = .connected(connection)
        let (services, session) = (services, session)
        channel.closeFuture.whenComplete { _ in services.sessions.remove(session) }
        try channel.pipeline.syncOperations.addHandler(connection)
        connection.setReading(true)
    }

    /// What the system says of the last address that was tried, or of the name.
    private static func reason(of error: any Error) -> String {
        guard let error = error as? NIOConnectionError else { return "\(error)" }
        if let failure = error.connectionErrors.last { return "\(failure.target.text): \(failure.error)" }
        let cause: (any Error)? = error.dnsAError ?? error.dnsAAAAError
        return "\(error.host): \(cause.map { "\($0)" } ?? "no address")"
    }

    private static func tls(verifiesCertificate: Bool) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if !verifiesCertificate { configuration.certificateVerification = .none }
        return try NIOSSLContext(configuration: configuration)
    }

    /// As long as a server has for its answers.
    private static let connectTimeout = TimeAmount(RTSPTiming.answerLimit)
}
