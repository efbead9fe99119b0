package import FramePlane
import GatewaySupport
package import MediaPlane
package import NIOCore
import NIOPosix
package import NIOSSL
import Synchronization

/// RTSP in and out: a server that publishers and players connect to, and clients that fetch streams from other servers and
/// push them there.
///
/// Each connection lives on one event loop. Players of a path on one event loop share a reader, the headers that its packets
/// get, and the bytes that are made of them (``PlayerGroup``). What comes by UDP comes on the thread of a `DatagramLoop`.
package final class RTSPGateway: Sendable {
    let services: GatewayServices
    let eventLoops: any EventLoopGroup
    let groups: LoopBoundGroups
    private let tls: NIOSSLContext?
    private let listeners = Mutex<[(channel: any Channel, isSecure: Bool)]>([])

    /// - Parameters:
    ///   - datagrams: where sockets for UDP are opened; nil switches UDP off.
    ///   - tls: for RTSPS; nil switches it off.
    ///   - authorize: asked about every request that names a path; may take a while.
    ///   - report: called on event loops; must not wait.
    /// - Throws: `SocketError` when the UDP ports cannot be had.
    package convenience init(
        settings: RTSPSettings, frames: FramePlane, datagrams: DatagramLoop?, tls: NIOSSLContext?,
        eventLoops: any EventLoopGroup,
        authorize: @escaping @Sendable (RTSPAuthorizationRequest) async -> RTSPVerdict,
        report: @escaping @Sendable (RTSPGatewayEvent) -> Void
    ) throws(SocketError) {
        try self.init(
            settings: settings, exchange: FramePlaneExchange(plane: frames), datagrams: datagrams, tls: tls,
            eventLoops: eventLoops, authorize: authorize, report: report)
    }

    init(
        settings: RTSPSettings, exchange: any RTSPExchange, datagrams: DatagramLoop?, tls: NIOSSLContext?,
        eventLoops: any EventLoopGroup,
        authorize: @escaping @Sendable (RTSPAuthorizationRequest) async -> RTSPVerdict,
        report: @escaping @Sendable (RTSPGatewayEvent) -> Void
    ) throws(SocketError) {
        let sessions = RTSPSessions()
        let serves = settings.port != nil || settings.tlsPort != nil && tls != nil
        let needsPorts = serves && !settings.transports.isDisjoint(with: [.udp, .multicast])
        var ports: SharedPorts?
        if let datagrams, needsPorts {
            ports = try SharedPorts(datagrams, firstPort: settings.rtpPort, counters: sessions.counters)
        }
        services = GatewayServices(
            exchange: exchange, settings: settings, datagrams: datagrams, ports: ports, sessions: sessions,
            authorize: authorize, report: report)
        groups = LoopBoundGroups(services: services)
        self.tls = tls
        self.eventLoops = eventLoops
    }

    /// Listens at the TCP ports of the settings.
    /// - Parameter hosts: addresses of ours, e.g. `0.0.0.0` and `::`.
    /// - Throws: ``RTSPListenError``; nothing listens then.
    package func listen(at hosts: [String]) async throws(RTSPListenError) {
        for host in hosts {
            if let port = services.settings.port { try await listen(host, port, tls: nil) }
            if let port = services.settings.tlsPort, let tls { try await listen(host, port, tls: tls) }
        }
    }

    /// Where plain RTSP is served; as the system chose where a port was 0.
    package var ports: [Int] { ports(areSecure: false) }

    /// Where RTSPS is served.
    package var tlsPorts: [Int] { ports(areSecure: true) }

    /// Where RTP comes in and goes out by UDP; nil where UDP is off.
    package var rtpPort: UInt16? { services.ports?.rtp.port }

    /// Those who publish or play, pushes and pulls included.
    package func sessions() -> [RTSPSessionSummary] { services.sessions.summaries }

    /// The gateway's figures in the Prometheus text exposition format, version 0.0.4.
    package func exposition() -> String {
        RTSPExposition.render(sessions(), services.sessions)
    }

    /// Listens no more, ends every session, and returns when they are gone.
    package func stop() async {
        let listeners = listeners.withLock { listeners in
            defer { listeners = [] }
            return listeners
        }
        for listener in listeners { try? await listener.channel.close() }
        services.sessions.closeAll(sentence: "The server stops.")
        await services.sessions.allClosed()
        services.ports?.close()
    }

    private func ports(areSecure: Bool) -> [Int] {
        listeners.withLock { $0 }.filter { $0.isSecure == areSecure }.compactMap(\.channel.localAddress?.port)
    }

    private func listen(_ host: String, _ port: Int, tls: NIOSSLContext?) async throws(RTSPListenError) {
        let (services, groups) = (services, groups)
        let bootstrap = ServerBootstrap(group: eventLoops)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.tcpOption(.tcpNotSentLowWaterMark), value: RTSPGatewayLimits.kernelUnsent)
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(
                    minimum: RTSPGatewayLimits.leastReadBytes, initial: RTSPGatewayLimits.leastReadBytes,
                    maximum: RTSPGatewayLimits.readBytes)
            )
            .childChannelOption(.writeBufferWaterMark, value: RTSPGatewayLimits.waterMark)
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
            throw RTSPListenError(
                host: host, port: port, isSecure: tls != nil, errorNumber: (error as? IOError)?.errnoCode ?? 0)
        }
        listeners.withLock { $0.append((listener, tls != nil)) }
    }

    /// Connections that the kernel holds until they are accepted (our choice).
    private static let backlog: CInt = 1_024
}

/// A port that cannot be had.
package struct RTSPListenError: Error, Sendable, Equatable {
    package var host: String
    package var port: Int
    /// Whether it was to be that of RTSPS.
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
            let made = NIOLoopBound(PlayerGroups(services: services, eventLoop: eventLoop), eventLoop: eventLoop)
            groups[key] = made
            return made
        }.value
    }
}
