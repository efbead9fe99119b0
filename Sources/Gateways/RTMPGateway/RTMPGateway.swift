package import FramePlane
import GatewaySupport
package import NIOCore
import NIOPosix
package import NIOSSL
import Synchronization

/// RTMP in and out: a server that publishers and players connect to, and clients that fetch streams from other servers and
/// push them there.
///
/// Each connection lives on one event loop, which decodes a publisher's messages and hands its frames to the frame plane.
/// Players of a path on one event loop share a reader and the bytes that are made of it (``PlayerGroup``).
package final class RTMPGateway: Sendable {
    let services: GatewayServices
    let eventLoops: any EventLoopGroup
    private let groups: LoopBoundGroups
    private let tls: NIOSSLContext?
    private let listeners = Mutex<[(channel: any Channel, isSecure: Bool)]>([])

    /// - Parameters:
    ///   - tls: for RTMPS; nil switches it off.
    ///   - authorize: asked before anything is published or played; may take a while.
    ///   - report: called on event loops; must not wait.
    package convenience init(
        settings: RTMPSettings, frames: FramePlane, tls: NIOSSLContext?, eventLoops: any EventLoopGroup,
        authorize: @escaping @Sendable (RTMPAuthorizationRequest) async -> RTMPVerdict,
        report: @escaping @Sendable (RTMPGatewayEvent) -> Void
    ) {
        self.init(
            settings: settings, exchange: FramePlaneExchange(plane: frames), tls: tls, eventLoops: eventLoops,
            authorize: authorize, report: report)
    }

    init(
        settings: RTMPSettings, exchange: any FrameExchange, tls: NIOSSLContext?, eventLoops: any EventLoopGroup,
        authorize: @escaping @Sendable (RTMPAuthorizationRequest) async -> RTMPVerdict,
        report: @escaping @Sendable (RTMPGatewayEvent) -> Void
    ) {
        services = GatewayServices(exchange: exchange, settings: settings, authorize: authorize, report: report)
        groups = LoopBoundGroups(services: services)
        self.tls = tls
        self.eventLoops = eventLoops
    }

    /// Listens at the ports of the settings.
    /// - Parameter hosts: addresses of ours, e.g. `0.0.0.0` and `::`.
    /// - Throws: ``RTMPListenError``; nothing listens then.
    package func listen(at hosts: [String]) async throws(RTMPListenError) {
        for host in hosts {
            if let port = services.settings.port { try await listen(host, port, tls: nil) }
            if let port = services.settings.tlsPort, let tls { try await listen(host, port, tls: tls) }
        }
    }

    /// Where plain RTMP is served; as the system chose where a port was 0.
    package var ports: [Int] { ports(areSecure: false) }

    /// Where RTMPS is served.
    package var tlsPorts: [Int] { ports(areSecure: true) }

    /// Those who publish or play, pushes and pulls included.
    package func sessions() -> [RTMPSessionSummary] { services.sessions.summaries }

    /// The gateway's figures in the Prometheus text exposition format, version 0.0.4.
    package func exposition() -> String {
        RTMPExposition.render(sessions(), services.sessions)
    }

    /// Listens no more, says goodbye to everybody, asks those who can to come back, and returns when they are gone.
    package func stop() async {
        let listeners = listeners.withLock { listeners in
            defer { listeners = [] }
            return listeners
        }
        for listener in listeners { try? await listener.channel.close() }
        services.sessions.closeAll(sentence: "The server stops.")
        await services.sessions.allClosed()
    }

    private func ports(areSecure: Bool) -> [Int] {
        listeners.withLock { $0 }.filter { $0.isSecure == areSecure }.compactMap(\.channel.localAddress?.port)
    }

    private func listen(_ host: String, _ port: Int, tls: NIOSSLContext?) async throws(RTMPListenError) {
        let (services, groups) = (services, groups)
        let bootstrap = ServerBootstrap(group: eventLoops)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.tcpOption(.tcpNotSentLowWaterMark), value: RTMPGatewayLimits.kernelUnsent)
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(
                    minimum: RTMPGatewayLimits.leastReadBytes, initial: RTMPGatewayLimits.leastReadBytes,
                    maximum: RTMPGatewayLimits.readBytes)
            )
            .childChannelOption(.writeBufferWaterMark, value: RTMPGatewayLimits.waterMark)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try ServerConnection.open(on: channel, services: services, groups: groups, tls: tls)
                }
            }
        let listener: any Channel
        do {
            listener = try await bootstrap.bind(host: host, port: port).get()
        } catch {
            await stop()
            throw RTMPListenError(
                host: host, port: port, isSecure: tls != nil, errorNumber: (error as? IOError)?.errnoCode ?? 0)
        }
        listeners.withLock { $0.append((listener, tls != nil)) }
    }

    /// Connections that the kernel holds until they are accepted (our choice).
    private static let backlog: CInt = 1_024
}

/// A port that cannot be had.
package struct RTMPListenError: Error, Sendable, Equatable {
    package var host: String
    package var port: Int
    /// Whether it was to be that of RTMPS.
    package var isSecure: Bool
    /// The system's number for why (errno); 0 when it is not the system that says so.
    package var errorNumber: CInt
}

/// Each event loop's groups of players.
final class LoopBoundGroups: Sendable {
    private let services: GatewayServices
    private let groups = Mutex<[ObjectIdentifier: NIOLoopBound<PlayerGroups>]>([:])

    init(services: GatewayServices) {
        self.services = services
    }

    /// To be called on the event loop.
    func groups(of eventLoop: any EventLoop) -> PlayerGroups {
        groups.withLock { groups in
            let key = ObjectIdentifier(eventLoop)
            if let found = groups[key] { return found }
            let made = NIOLoopBound(
                PlayerGroups(
                    exchange: services.exchange, eventLoop: eventLoop, settings: services.settings,
                    counters: services.counters), eventLoop: eventLoop)
            groups[key] = made
            return made
        }.value
    }
}
