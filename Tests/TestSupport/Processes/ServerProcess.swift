import Foundation
import Glibc

/// The built server on free ports and with a state directory of its own, with the built-in defaults otherwise.
///
/// ```swift
/// try await ServerProcess.run { server in
///     try await browser.open(server.url("demo"))
/// }
/// ```
package final class ServerProcess: Sendable {
    package let httpPort: UInt16
    /// That of RTMPS is the next one.
    package let rtmpPort: UInt16
    /// That of RTSPS is the next one.
    package let rtspPort: UInt16
    private let process: ChildProcess
    private let stateDirectory: TemporaryDirectory

    /// - Parameter ports: the first of those that ``start(environment:)`` gives to HTTP, HTTPS, RTMP, RTMPS, RTSP and RTSPS.
    private init(ports: UInt16, process: ChildProcess, stateDirectory: TemporaryDirectory) {
        httpPort = ports
        rtmpPort = ports + 2
        rtspPort = ports + 4
        self.process = process
        self.stateDirectory = stateDirectory
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

    /// The address of a path by RTMP, e.g. `live/demo`.
    package func rtmp(_ path: String) -> String {
        "rtmp://127.0.0.1:\(rtmpPort)/\(path)"
    }

    /// The address of a path by RTMPS.
    package func rtmps(_ path: String) -> String {
        "rtmps://127.0.0.1:\(rtmpPort + 1)/\(path)"
    }

    /// The address of a path by RTSP.
    /// - Parameter user: `NAME:SECRET`.
    package func rtsp(_ path: String, user: String? = nil) -> String {
        "rtsp://\(user.map { $0 + "@" } ?? "")127.0.0.1:\(rtspPort)/\(path)"
    }

    /// The address of a path by RTSPS.
    package func rtsps(_ path: String) -> String {
        "rtsps://127.0.0.1:\(rtspPort + 1)/\(path)"
    }

    private static func start(environment: [String: String]) async throws -> ServerProcess {
        // One UDP port a worker, one worker a core.
        let workers = UInt16(clamping: ProcessInfo.processInfo.activeProcessorCount)
        let mediaPort = try freePorts(SOCK_DGRAM, count: workers)
        let ports = try freePorts(SOCK_STREAM, count: 6)
        // RTP and RTCP to players each alone and to groups of them; those of RTP are even.
        let datagramPorts = try freePorts(SOCK_DGRAM, count: 5)
        let datagrams = datagramPorts + datagramPorts % 2
        let stateDirectory = try TemporaryDirectory("state")
        let settings = [
            "TURNOUT_HTTP_PORT": "\(ports)", "TURNOUT_HTTP_HTTPS_PORT": "\(ports + 1)",
            "TURNOUT_RTMP_PORT": "\(ports + 2)", "TURNOUT_RTMP_TLS_PORT": "\(ports + 3)",
            "TURNOUT_RTSP_PORT": "\(ports + 4)", "TURNOUT_RTSP_TLS_PORT": "\(ports + 5)",
            "TURNOUT_RTSP_RTP_PORT": "\(datagrams)", "TURNOUT_RTSP_MULTICAST_PORT": "\(datagrams + 2)",
            "TURNOUT_WEBRTC_PORT": "\(mediaPort)", "TURNOUT_STATE_DIRECTORY": stateDirectory.url.path,
        ]
        let process = try ChildProcess.launch(executable, environment: settings.merging(environment) { $1 })
        let server = ServerProcess(ports: ports, process: process, stateDirectory: stateDirectory)
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
