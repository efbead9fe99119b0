package import Logging
package import NIOSSL
import ServiceLifecycle

/// The server: everything that listens, wired to what media flows through.
///
/// Teardown, in this order: listeners take no more connections and finish the requests under way (bounded by the
/// deadline of requests); then ``RunningMedia/shutdown`` ends every session and its sockets.
package struct TurnoutServer: Sendable {
    private let group: ServiceGroup
    private let readiness: Readiness

    /// - Parameters:
    ///   - tls: what HTTPS is served with; nil when there is to be none.
    ///   - whenReady: called once, when everything listens.
    package init(
        configuration: Configuration, tls: TLSConfiguration?, media: RunningMedia, logger: Logger,
        whenReady: @escaping @Sendable ([ListeningAddress]) async -> Void
    ) {
        let http = configuration.http
        let ports = [(http.port, nil)] + (tls.map { [(http.httpsPort, $0)] } ?? [])
        let readiness = Readiness(listeners: ports.count * http.listen.count)
        let responder = TurnoutResponder(configuration: configuration, media: media, readiness: readiness)

        // The framework's own news is of no interest below a warning; requests are logged with its logger, so a level
        // that asks for more than usual reaches it.
        var frameworkLogger = logger
        if logger.logLevel > .debug { frameworkLogger.logLevel = max(logger.logLevel, .notice) }

        var services: [any Service] = [MediaService(shutdown: media.shutdown)]
        for (port, tls) in ports {
            for address in http.listen {
                services.append(
                    Listener(
                        host: address.host, port: port, configuration: configuration, tls: tls, responder: responder,
                        logger: logger,
                        onListening: { address in
                            if let all = readiness.note(address) { await whenReady(all) }
                        }))
            }
        }
        self.readiness = readiness
        group = ServiceGroup(configuration: ServiceGroupConfiguration(services: services, logger: frameworkLogger))
    }

    /// Serves until it is stopped.
    /// - Throws: ``StartError`` when an address cannot be listened on.
    package func run() async throws {
        try await group.run()
    }

    /// Begins the graceful stop; ``run()`` returns at its end.
    package func stop() async {
        readiness.startDraining()
        await group.triggerGracefulShutdown()
    }
}

/// Ends what media flows through after all listeners: services stop in the reverse order of their start.
private struct MediaService: Service, CustomStringConvertible {
    let shutdown: @Sendable () async -> Void

    var description: String { "media" }

    func run() async throws {
        // Also returns when another service failed and the group is cancelled; then there is just as much to end.
        try? await gracefulShutdown()
        await shutdown()
    }
}
