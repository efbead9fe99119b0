import Cryptography
package import Logging
import MediaPlane
import NIOCore
import Net
import SFU
import WebRTC
import WebRTCGateway

/// The real WebRTC side: the gateway on its media plane, set up as configured, its events logged.
/// - Throws: `SocketError` when a UDP port is taken.
package func makeWebRTCBroker(_ configuration: Configuration, _ logger: Logger) async throws -> RunningBroker {
    let settings = configuration.webrtc
    let workers = settings.workers > 0 ? settings.workers : System.coreCount
    let gateway = try WebRTCGateway(
        settings: GatewaySettings(
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
    ) { event in
        log(event, logger)
    }
    let ports = gateway.ports
    logger.info(
        "Media flows over UDP",
        metadata: [
            "ports": "\(ports.map(String.init).joined(separator: ","))", "cipher": "\(settings.cipher.engine.name)",
        ])
    return RunningBroker(broker: gateway, shutdown: { await gateway.shutdown() })
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
            "Session closed", metadata: ["session": "\(key.text)", "path": "\(path)", "reason": "\(reason.words)"])
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
