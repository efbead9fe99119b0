import Codecs
import FramePlane
import GatewaySupport
import NIOCore
import NIOPosix
import NIOSSL
import RTMP

extension RTMPGateway {
    /// Connects a link once, and returns when its stream is over, here or there. A redirect on the same host is followed once.
    /// - Parameter progress: called when media begins to flow, and about once a second while it does; on an event loop.
    package func run(
        _ link: RTMPLink, progress: @escaping @Sendable (RTMPLinkProgress) -> Void
    ) async throws(RTMPLinkError) {
        if link.direction == .push { try await checkLive(link) }
        var link = link
        var isRedirected = false
        while true {
            switch await attempt(link, progress: progress) {
            case .streamEnded:
                return
            case .failed(let error):
                throw error
            case .redirected(let text):
                guard !isRedirected, let url = link.url.redirected(to: text) else { throw .redirected }
                isRedirected = true
                link.url = url
            }
        }
    }

    /// Nobody's server is bothered with a stream that is not there.
    private func checkLive(_ link: RTMPLink) async throws(RTMPLinkError) {
        let client = FrameClient(session: "", protocolName: "rtmp", remote: link.url.redacted)
        do throws(FramePlaneError) {
            try await services.exchange.read(link.path, as: client, accepting: Set(CodecName.allCases), wake: {})
                .close()
        } catch {
            throw error == .nothingLive ? .nothingLive : .unavailable(error.sentence)
        }
    }

    private func attempt(
        _ link: RTMPLink, progress: @escaping @Sendable (RTMPLinkProgress) -> Void
    ) async -> LinkOutcome {
        let tls: NIOSSLContext?
        do {
            tls = try link.url.isSecure ? Self.tls(verifiesCertificate: link.verifiesCertificate) : nil
        } catch {
            return .failed(.unreachable("\(error)"))
        }
        let eventLoop = eventLoops.next()
        let attempt = LinkAttempt(eventLoop: eventLoop)
        let services = services
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(Self.connectTimeout)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.tcpOption(.tcpNotSentLowWaterMark), value: RTMPGatewayLimits.kernelUnsent)
            .channelOption(.writeBufferWaterMark, value: RTMPGatewayLimits.waterMark)
            // Several addresses are tried; which channel it will be is known when one is connected.
            .channelOption(.autoRead, value: false)
        return await withTaskCancellationHandler {
            bootstrap.connect(host: link.url.host, port: Int(link.url.port)).flatMapThrowing { channel in
                try attempt.open(link, on: channel, services: services, tls: tls, progress: progress)
            }.whenFailure { error in
                attempt.end(.failed(.unreachable(Self.reason(of: error))))
            }
            return (try? await attempt.outcome.futureResult.get()) ?? .failed(.cancelled)
        } onCancel: {
            attempt.end(.failed(.cancelled))
        }
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
    private static let connectTimeout = TimeAmount.seconds(10)
}

/// One connection attempt, from before there is a connection.
final class LinkAttempt: Sendable {
    let outcome: EventLoopPromise<LinkOutcome>
    private let eventLoop: any EventLoop
    private let state: NIOLoopBoundBox<State>

    private enum State {
        case connecting
        case connected(LinkConnection)
        case over
    }

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        outcome = eventLoop.makePromise()
        state = NIOLoopBoundBox.makeBoxSendingValue(.connecting, eventLoop: eventLoop)
    }

    /// Sets a connected channel up, on its event loop.
    func open(
        _ link: RTMPLink, on channel: any Channel, services: GatewayServices, tls: NIOSSLContext?,
        progress: @escaping @Sendable (RTMPLinkProgress) -> Void
    ) throws {
        guard case .connecting = state.value else { return channel.close(promise: nil) }
        let session = services.sessions.open(remote: link.url.redacted, maximum: nil) { [self] sentence in
            end(.failed(.ended(sentence)))
        }
        guard let session else { return channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in services.sessions.remove(session) }
        let connection = LinkConnection(
            link, services: services, channel: channel, session: session, outcome: outcome, progress: progress)
        if let tls {
            let name = (try? NIOCore.SocketAddress(ipAddress: link.url.host, port: 0)) == nil ? link.url.host : nil
            try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
        }
        state.value = .connected(connection)
        try channel.pipeline.syncOperations.addHandler(connection)
        connection.setReading(true)
    }

    /// Ends it, on any thread.
    func end(_ outcome: LinkOutcome) {
        eventLoop.execute { [self] in
            let before = state.value
            state.value = .over
            switch before {
            case .connecting: self.outcome.succeed(outcome)
            case .connected(let connection): connection.finish(outcome)
            case .over: break
            }
        }
    }
}
