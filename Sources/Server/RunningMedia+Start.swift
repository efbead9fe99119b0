import Cryptography
import FramePlane
package import Logging
import MediaPlane
import NIOCore
import NIOPosix
package import NIOSSL
import Net
import RTMPGateway
import RTSPGateway
import SFU
import Synchronization
import WebRTC
import WebRTCGateway

extension RunningMedia {
    /// The real thing: WebRTC on its media plane, frames beside it, RTMP, RTSP and links on top, set up as configured, with their
    /// events logged.
    ///
    /// Teardown, in this order: links close their connections and make no more, RTMP and RTSP listen no more and say goodbye,
    /// the sockets of RTSP's UDP are closed, the frame plane ends what is left of its publications and readers, and the media plane ends its sessions and threads.
    /// - Parameter tls: what HTTPS is served with, and RTMPS and RTSPS too; nil when there is to be none.
    /// - Throws: `SocketError` when a UDP port is taken; ``StartError`` when a TCP port is.
    package static func start(
        _ configuration: Configuration, _ tls: TLSConfiguration?, _ logger: Logger
    ) async throws -> RunningMedia {
        let links = LinkRegistry(
            store: LinkStore(directory: configuration.stateDirectory), logger: logger)
        let frames = LateBound<FramePlane>()
        let tap = PacketTap { frames.value?.receiveMail() }
        let gateway = try WebRTCGateway(settings: GatewaySettings(configuration), tap: tap) { event in
            log(event, logger)
            if case .streamBegan(let path, _) = event { Task { await links.noteLive(path) } }
        }
        logger.info(
            "Media flows over UDP",
            metadata: [
                "ports": "\(gateway.ports.map(String.init).joined(separator: ","))",
                "cipher": "\(configuration.webrtc.cipher.engine.name)",
            ])
        let paths = configuration.paths
        let framePlane = FramePlane(
            plane: gateway.plane, tap: tap, grace: configuration.streams.reconnectGrace,
            rules: { paths.transcodingRules(for: $0) })
        frames.bind(framePlane)

        let authority = Authority(configuration)
        // What ends it, the last first.
        var ends: [@Sendable () async -> Void] = [{ await gateway.shutdown() }, { framePlane.stop() }]
        let rtmp: RTMPGateway
        let rtsp: RTSPGateway
        var addresses: [ListeningAddress] = []
        do {
            let tls = try tls.map(streamContext)
            rtmp = makeRTMP(configuration, authority, framePlane, tls, links, logger)
            ends.append { await rtmp.stop() }
            addresses += try await rtmp.listen(as: configuration.rtmp)
            let datagrams = try DatagramLoop(name: "rtsp-udp")
            ends.append { datagrams.stop() }
            rtsp = try makeRTSP(configuration, authority, framePlane, datagrams, tls, links, logger)
            ends.append { await rtsp.stop() }
            addresses += try await rtsp.listen(as: configuration.rtsp)
        } catch {
            for end in ends.reversed() { await end() }
            throw error
        }
        ends.append { await links.stop() }
        let plane = gateway.plane
        await links.start(
            paths.links,
            connectors: [
                RTMPConnector(gateway: rtmp),
                RTSPConnector { (link, progress) throws(RTSPLinkError) in
                    try await rtsp.run(link, progress: progress)
                },
                FileConnector(frames: framePlane, folder: configuration.mediaFolder),
            ],
            isLive: { await plane.worker(of: $0)?.live($0) != nil },
            hasReaders: { path in
                let readers = framePlane.streams().first { $0.path == path }?.readers ?? []
                if readers.contains(where: { $0.audience > 0 }) { return true }
                return await gateway.streams().contains { $0.path == path && $0.subscribers > 0 }
            })
        return RunningMedia(
            broker: gateway, links: links, frames: { framePlane.streams() },
            rtspSessions: { rtsp.sessions() },
            metrics: {
                rtmp.exposition() + rtsp.exposition() + DerivedTrackMetrics.render(framePlane.streams())
            }, addresses: addresses,
            shutdown: { [ends] in
                for end in ends.reversed() { await end() }
            })
    }

    private static func makeRTMP(
        _ configuration: Configuration, _ authority: Authority, _ frames: FramePlane,
        _ tls: NIOSSLContext?,
        _ links: LinkRegistry, _ logger: Logger
    ) -> RTMPGateway {
        let access = RTMPAccess(authority: authority)
        let log = RTMPLog(logger)
        return RTMPGateway(
            settings: RTMPSettings(configuration), frames: frames, tls: tls,
            eventLoops: MultiThreadedEventLoopGroup.singleton,
            authorize: { request in
                let verdict = access.decide(request)
                if case .allowed(let path) = verdict, request.action == .player {
                    await links.ensureLive(path)
                }
                return verdict
            },
            report: { log.note($0) })
    }

    private static func makeRTSP(
        _ configuration: Configuration, _ authority: Authority, _ frames: FramePlane,
        _ datagrams: DatagramLoop,
        _ tls: NIOSSLContext?, _ links: LinkRegistry, _ logger: Logger
    ) throws(SocketError) -> RTSPGateway {
        let access = RTSPAccess(authority: authority, servesFiles: !configuration.rtsp.files.isEmpty)
        let log = RTSPLog(logger)
        return try RTSPGateway(
            settings: RTSPSettings(configuration), frames: frames, datagrams: datagrams, tls: tls,
            eventLoops: MultiThreadedEventLoopGroup.singleton,
            authorize: { request in
                let verdict = access.decide(request)
                if case .allowed(let path) = verdict, request.action == .play, !access.isFile(request) {
                    await links.ensureLive(path)
                }
                return verdict
            },
            report: { log.note($0) })
    }

    /// The certificate of HTTPS, without what HTTPS agrees on.
    private static func streamContext(_ tls: TLSConfiguration) throws -> NIOSSLContext {
        var tls = tls
        tls.applicationProtocols = []
        return try NIOSSLContext(configuration: tls)
    }
}

/// What is handed out before it is there.
private final class LateBound<Value: Sendable>: Sendable {
    private let held = Mutex<Value?>(nil)

    var value: Value? { held.withLock { $0 } }

    func bind(_ value: Value) {
        held.withLock { $0 = value }
    }
}

extension GatewaySettings {
    fileprivate init(_ configuration: Configuration) {
        let settings = configuration.webrtc
        let workers = settings.workers > 0 ? settings.workers : System.coreCount
        self.init(
            media: MediaSettings(
                firstPort: UInt16(settings.port), workers: workers,
                reconnectGrace: configuration.streams.reconnectGrace,
                maximumSessions: max(1, configuration.limits.sessions / workers),
                fullShare: Double(settings.fullAbove) / 100, cipherEngine: settings.cipher.engine,
                padsPackets: settings.padPackets),
            publicAddresses: settings.publicAddress,
            refusesSecondPublisher: configuration.streams.onConflict == .refuse,
            halfOpenSessions: configuration.limits.halfOpenSessions,
            halfOpenSessionsPerSource: configuration.limits.halfOpenSessionsPerSource)
    }
}

/// One line an event of the media plane.
private func log(_ event: MediaEvent, _ logger: Logger) {
    switch event {
    case .connected(let key, let path, let remote, let profile, let elapsed):
        logger.info(
            "Session connected",
            metadata: [
                "session": "\(key.text)", "path": "\(path)", "remote": "\(remote)", "srtp": "\(profile)",
                "after": "\(Int(elapsed.inSeconds * 1_000))ms",
            ])
    case .closed(let key, let path, let reason):
        logger.info(
            "Session closed",
            metadata: ["session": "\(key.text)", "path": "\(path)", "reason": "\(reason.words)"])
    case .streamBegan(let path, let isReturn):
        logger.info(isReturn ? "Publisher is back" : "Stream began", metadata: ["path": "\(path)"])
    case .streamEnded(let path):
        logger.info("Stream ended", metadata: ["path": "\(path)"])
    case .codecUnknownToViewer(let key, let path, let codec):
        logger.warning(
            "A viewer cannot take what the publisher sends now and gets nothing of that track",
            metadata: ["session": "\(key.text)", "path": "\(path)", "codec": "\(codec)"])
    }
}
