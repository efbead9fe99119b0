import Glibc
import Logging
import Net
import Synchronization
import Testing

@testable import Server

@Suite struct LifecycleTests {
    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.http.listen = [.address(.loopbackV4)]
        configuration.http.port = 0
        return configuration
    }

    @Test func healthSaysOnceEverythingListens() async throws {
        try await withServer { client, _ in
            for target in ["/healthz", "/readyz"] {
                let response = try await client.request(
                    "GET", target, ["X-Forwarded-For: 192.0.2.1"], host: "media.example")
                #expect(response.status == 200)
                #expect(response.body == "ok\n")
            }
        }
    }

    @Test func readinessWaitsForTheLastListener() {
        let readiness = Readiness(listeners: 2)
        let address = ListeningAddress(isSecure: false, host: "::", port: 8080)
        #expect(!readiness.isListening)
        #expect(readiness.note(address) == nil)
        #expect(!readiness.isListening && !readiness.isReady)
        #expect(readiness.note(address)?.count == 2)
        #expect(readiness.isListening && readiness.isReady)
        readiness.startDraining()
        #expect(readiness.isListening && !readiness.isReady)
    }

    @Test func stoppingEndsTheSessions() async throws {
        let broker = FakeBroker()
        try await withServer(broker: broker) { _, _ in
            #expect(!broker.state.isShutDown)
        }
        #expect(broker.state.isShutDown)
    }

    @Test func aPortInUseIsSaidInOneSentence() async throws {
        try await withServer { client, _ in
            var configuration = Self.configuration()
            configuration.http.port = client.port
            let other = FakeBroker()
            let error = await #expect(throws: StartError.self) {
                try await withServer(configuration, broker: other) { _ in }
            }
            #expect(
                error?.description == "Port \(client.port) of 127.0.0.1 is in use by another program; "
                    + "stop that one or set http.port to another port.")
            #expect(other.state.isShutDown)
        }
    }

    @Test func listensOnAllAddressesOfBothFamilies() async throws {
        var configuration = Self.configuration()
        configuration.http.listen = [.all]
        try await withServer(configuration) { (addresses) async throws in
            let port = addresses[0].port
            #expect(addresses[0].url == "http://localhost:\(port)")
            #expect(try await RawClient(port: port).request("GET", "/healthz").status == 200)
            if addresses[0].host == "::" {
                #expect(try await RawClient(host: "::1", port: port).request("GET", "/healthz").status == 200)
            }
            // A peer of the other family keeps its own address: loopback is loopback on a dual-stack socket too.
            #expect(try await RawClient(port: port).request("GET", "/metrics").status == 200)
        }
    }

    /// In a process of its own: a signal ends the server gracefully, with the sessions, and the exit status is 0.
    @Test func aSignalEndsItGracefully() async {
        await #expect(processExitsWith: .success) {
            let broker = FakeBroker()
            Task {
                try await Task.sleep(for: .milliseconds(500))
                kill(getpid(), SIGTERM)
            }
            try await serve(configuration: LifecycleTests.configuration()) { _, _, _ in
                RunningMedia(broker: broker, links: .unused(), shutdown: { await broker.shutdown() })
            }
            precondition(broker.state.isShutDown)
        }
    }

    /// The second one does not wait for sessions that will not end.
    @Test func aSecondSignalEndsItAtOnce() async {
        await #expect(processExitsWith: .exitCode(128 + SIGINT)) {
            Task {
                try await Task.sleep(for: .milliseconds(500))
                kill(getpid(), SIGTERM)
                try await Task.sleep(for: .milliseconds(300))
                kill(getpid(), SIGINT)
            }
            try await serve(configuration: LifecycleTests.configuration()) { _, _, _ in
                RunningMedia(
                    broker: FakeBroker(), links: .unused(), shutdown: { try? await Task.sleep(for: .seconds(60)) })
            }
        }
    }
}
