import Glibc
package import Logging
package import NIOSSL
import UnixSignals

/// Starts what media flows through: binds its sockets and starts its workers, so that it takes sessions when it returns. Is
/// handed what TLS is served with.
package typealias MediaStart = @Sendable (Configuration, TLSConfiguration?, Logger) async throws -> RunningMedia

/// Runs the server until SIGTERM or SIGINT stops it gracefully; a second signal ends the process at once.
///
/// - Throws: ``StartError``, or what `startMedia` throws.
package func serve(configuration: Configuration, startMedia: MediaStart = RunningMedia.start) async throws {
    let logger = Logger(label: "turnout") { _ in LineLogHandler(configuration.log) }
    // Trapped before anything starts, so that no signal is missed.
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    let tls = try TLSConfiguration.make(for: configuration.http)
    let media = try await startMedia(configuration, tls, logger)
    let server = TurnoutServer(configuration: configuration, tls: tls, media: media, logger: logger) { addresses in
        announce(addresses, media: media.addresses, configuration: configuration, logger: logger)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await obey(signals, server: server, logger: logger) }
        defer { group.cancelAll() }
        try await server.run()
    }
    logger.info("Turnout has stopped")
}

private func obey(_ signals: UnixSignalsSequence, server: TurnoutServer, logger: Logger) async {
    var isStopping = false
    for await signal in signals {
        if isStopping {
            logger.notice("Ended at once by a second signal", metadata: ["signal": "\(signal)"])
            // What a shell reports for a process that a signal ended.
            _exit(128 + signal.rawValue)
        }
        isStopping = true
        logger.info("Stopping: requests are finished and sessions closed", metadata: ["signal": "\(signal)"])
        await server.stop()
    }
}

/// Says where things are, and who may do what.
private func announce(
    _ addresses: [ListeningAddress], media: [ListeningAddress], configuration: Configuration, logger: Logger
) {
    for address in addresses {
        logger.info("Turnout \(turnoutVersion) is ready", metadata: ["url": "\(address.url)/"])
    }
    if let url = addresses.first?.url {
        logger.info("Publish at \(url)/NAME/publish and watch at \(url)/NAME, with any name")
    }
    for address in media {
        logger.info("\(address.plainScheme.uppercased()): publish to \(address.url)/NAME and play it there")
    }
    for sentence in Authority(configuration).summary { logger.info("\(sentence)") }
}
