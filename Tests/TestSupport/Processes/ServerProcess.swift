import Foundation
import Glibc

/// The built server on free ports, with the built-in defaults otherwise.
///
/// ```swift
/// try await ServerProcess.run { server in
///     try await browser.open(server.url("demo"))
/// }
/// ```
package final class ServerProcess: Sendable {
    package let httpPort: UInt16
    private let process: ChildProcess

    private init(httpPort: UInt16, process: ChildProcess) {
        self.httpPort = httpPort
        self.process = process
    }

    /// Starts a server for the time of `body`. Afterwards it must stop at a SIGTERM, with exit code 0.
    /// - Parameter environment: settings, as `TURNOUT_...`.
    package static func run<Result>(
        environment: [String: String] = [:], _ body: (ServerProcess) async throws -> Result
    ) async throws -> Result {
        let server = try await start(environment: environment)
        do {
            let result = try await body(server)
            try await server.stop()
            return result
        } catch {
            await server.process.end()
            throw TestFailure("\(error)\nThe server's last words:\n\(server.log.suffix(4000))")
        }
    }

    /// What the server has logged so far.
    package var log: String { process.output }

    /// The address of a path, e.g. `demo/publish`.
    package func url(_ path: String) -> String {
        "http://localhost:\(httpPort)/\(path)"
    }

    private static func start(environment: [String: String]) async throws -> ServerProcess {
        // One UDP port a worker, one worker a core.
        let workers = UInt16(clamping: ProcessInfo.processInfo.activeProcessorCount)
        let (httpPort, mediaPort) = (try freePorts(SOCK_STREAM, count: 1), try freePorts(SOCK_DGRAM, count: workers))
        let settings = ["TURNOUT_HTTP_PORT": "\(httpPort)", "TURNOUT_WEBRTC_PORT": "\(mediaPort)"]
        let process = try ChildProcess.launch(executable, environment: settings.merging(environment) { $1 })
        let server = ServerProcess(httpPort: httpPort, process: process)
        do {
            try await eventually("/healthz answers 200", timeout: .seconds(30)) {
                if let ending = process.ending { throw TestFailure("the server ended: \(ending)") }
                return try? await HTTP.get(server.url("healthz")).status == 200 ? true : nil
            }
        } catch {
            await process.end()
            throw TestFailure("\(error)\n\(process.output)")
        }
        return server
    }

    private func stop() async throws {
        process.send(signal: SIGTERM)
        let ending: ChildProcess.Ending
        do {
            ending = try await process.waitUntilEnd(timeout: .seconds(15))
        } catch {
            throw TestFailure("the server did not stop at SIGTERM: \(error)")
        }
        guard ending == .exited(code: 0) else { throw TestFailure("at SIGTERM the server \(ending)") }
    }

    /// The program: `TURNOUT_BINARY`, or what the build has put beside the tests.
    package static var executable: String {
        ProcessInfo.processInfo.environment["TURNOUT_BINARY"]
            ?? Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "turnout").path ?? "turnout"
    }
}

/// The first of `count` consecutive ports that are free now, below those that the kernel gives out by itself.
private func freePorts(_ type: __socket_type, count: UInt16) throws -> UInt16 {
    for _ in 0..<100 {
        let first = UInt16.random(in: 20_000...30_000)
        if (first..<first + count).allSatisfy({ isFree($0, type) }) { return first }
    }
    throw TestFailure("no \(count) free ports in a row")
}

private func isFree(_ port: UInt16, _ type: __socket_type) -> Bool {
    let descriptor = socket(AF_INET, Int32(type.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}
