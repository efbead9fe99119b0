import FramePlane
import Logging
import NIOSSL
import Net
import RTSPGateway

@testable import Server

/// Runs a real server on a port of the system's choice while `body` runs, and stops it gracefully.
func withServer(
    yaml: String = "", broker: FakeBroker = FakeBroker(), frames: [FrameStreamSummary] = [],
    rtspSessions: [RTSPSessionSummary] = [], links: LinkRegistry = .unused(),
    _ body: (RawClient, FakeBroker) async throws -> Void
) async throws {
    var configuration = try Configuration(yaml: yaml, named: "test.yaml", environment: [:])
    configuration.http.listen = [.address(.loopbackV4)]
    configuration.http.port = 0
    try await withServer(configuration, broker: broker, frames: frames, rtspSessions: rtspSessions, links: links) {
        addresses in
        try await body(RawClient(port: addresses[0].port), broker)
    }
}

/// The same with nothing changed in the configuration; `body` is told what listens, in the order of the settings.
func withServer(
    _ configuration: Configuration, broker: FakeBroker = FakeBroker(), frames: [FrameStreamSummary] = [],
    rtspSessions: [RTSPSessionSummary] = [], links: LinkRegistry = .unused(),
    _ body: ([ListeningAddress]) async throws -> Void
) async throws {
    let (ready, becameReady) = AsyncStream<[ListeningAddress]>.makeStream()
    let server = TurnoutServer(
        configuration: configuration, tls: try TLSConfiguration.make(for: configuration.http),
        media: RunningMedia(
            broker: broker, links: links, frames: { frames }, rtspSessions: { rtspSessions },
            metrics: { DerivedTrackMetrics.render(frames) },
            shutdown: { await broker.shutdown() }),
        logger: .silent
    ) { addresses in
        becameReady.yield(addresses.sorted { !$0.isSecure && $1.isSecure })
        becameReady.finish()
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { becameReady.finish() }
            try await server.run()
        }
        for await addresses in ready {
            try await body(addresses)
            await server.stop()
        }
        try await group.waitForAll()
    }
}

extension Logger {
    /// Says nothing to anybody.
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

extension LinkRegistry {
    /// One that was never started, for tests that make no links.
    static func unused() -> LinkRegistry {
        LinkRegistry(store: LinkStore(directory: "unused"), logger: .silent)
    }
}
