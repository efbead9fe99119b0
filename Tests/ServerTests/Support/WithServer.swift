import Logging
import Net
import Server

/// Runs a real server on a port of the system's choice while `body` runs, and stops it gracefully.
func withServer(
    yaml: String = "", broker: FakeBroker = FakeBroker(), _ body: (RawClient, FakeBroker) async throws -> Void
) async throws {
    var configuration = try Configuration(yaml: yaml, named: "test.yaml", environment: [:])
    configuration.http.listen = [.address(.loopbackV4)]
    configuration.http.port = 0
    try await withServer(configuration, broker: broker) { addresses in
        try await body(RawClient(port: addresses[0].port), broker)
    }
}

/// The same with nothing changed in the configuration; `body` is told what listens, in the order of the settings.
func withServer(
    _ configuration: Configuration, broker: FakeBroker = FakeBroker(),
    _ body: ([ListeningAddress]) async throws -> Void
) async throws {
    let (ready, becameReady) = AsyncStream<[ListeningAddress]>.makeStream()
    let server = try TurnoutServer(
        configuration: configuration, broker: RunningBroker(broker: broker, shutdown: { await broker.shutdown() }),
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
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
