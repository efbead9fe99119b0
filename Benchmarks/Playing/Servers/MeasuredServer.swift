import Forwarding
import Foundation

/// A server that is measured, started afresh and on ports of its own, on one processor core.
final class MeasuredServer {
    let port: UInt16
    let spoken: StreamProtocol
    private let process: ChildProcess
    /// What was written for it, and is removed with it.
    private let folder: URL?

    private init(
        _ process: ChildProcess, speaks spoken: StreamProtocol, port: UInt16, folder: URL? = nil
    ) throws(ForwardingError) {
        self.process = process
        self.spoken = spoken
        self.port = port
        self.folder = folder
        let deadline = ContinuousClock.now + Self.patience
        while (try? ClientSocket(port: port)) == nil {
            guard ContinuousClock.now < deadline else { throw .timeout("the server's start", Self.patience) }
            guard process.isRunning else { throw .wrong("the server ended as soon as it was started") }
            usleep(20_000)
        }
    }

    /// CPU time of all its threads, in nanoseconds.
    func cpuTime() throws(ForwardingError) -> Int64 { try process.cpuTime() }

    /// KiB of memory, what the kernel holds for its sockets not counted.
    func memory() throws(ForwardingError) -> Int {
        let status = FileManager.default.contents(atPath: "/proc/\(process.id)/status") ?? Data()
        guard let memory = ProcessStatus.residentKiB(in: String(decoding: status, as: UTF8.self)) else {
            throw .wrong("the server has ended")
        }
        return memory
    }

    func end() {
        process.end(within: .seconds(5))
        if let folder { try? FileManager.default.removeItem(at: folder) }
    }

    /// Turnout, with one event loop for all players.
    /// - Parameters:
    ///   - executable: The path of `turnout`.
    ///   - core: Where it runs.
    /// - Throws: ``ForwardingError``.
    static func turnout(
        _ executable: String, speaks spoken: StreamProtocol, core: Int
    ) throws(ForwardingError) -> MeasuredServer {
        let port = try LocalHTTP.freePort(SOCK_STREAM)
        let (name, other) = spoken == .rtmp ? ("RTMP", "RTSP") : ("RTSP", "RTMP")
        let process = try ChildProcess(
            taskset, ["-c", "\(core)", executable],
            environment: [
                "TURNOUT_HTTP_LISTEN": "127.0.0.1", "TURNOUT_HTTP_PORT": "\(try LocalHTTP.freePort(SOCK_STREAM))",
                "TURNOUT_WEBRTC_PORT": "\(try LocalHTTP.freePort(SOCK_DGRAM))", "TURNOUT_WEBRTC_WORKERS": "1",
                "TURNOUT_\(name)_PORT": "\(port)", "TURNOUT_\(other)_ENABLED": "false", "TURNOUT_RTSP_RTP_PORT": "0",
                "TURNOUT_LOG_LEVEL": "error", "NIO_SINGLETON_GROUP_LOOP_COUNT": "1",
            ])
        return try MeasuredServer(process, speaks: spoken, port: port)
    }

    /// nginx with its RTMP module, as one process.
    /// - Throws: ``ForwardingError``, and what writing its configuration throws.
    static func nginx(core: Int) throws -> MeasuredServer {
        let port = try LocalHTTP.freePort(SOCK_STREAM)
        let folder = FileManager.default.temporaryDirectory.appending(path: "playing-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "nginx.conf")
        try Data(NginxConfiguration.text(port: port, folder: folder.path).utf8).write(to: file)
        let process = try ChildProcess(
            taskset, ["-c", "\(core)", NginxConfiguration.executable, "-p", folder.path, "-c", file.path],
            hidesComplaints: true)
        return try MeasuredServer(process, speaks: .rtmp, port: port, folder: folder)
    }

    /// This program, as a ``PlayingFloor``.
    /// - Throws: ``ForwardingError``.
    static func floor(core: Int) throws(ForwardingError) -> MeasuredServer {
        let port = try LocalHTTP.freePort(SOCK_STREAM)
        let process = try ChildProcess(
            taskset, ["-c", "\(core)", OwnProgram.path, floorCommand, "--port", "\(port)"])
        return try MeasuredServer(process, speaks: .bare, port: port)
    }

    /// What makes this program a ``PlayingFloor``.
    static let floorCommand = "playing-floor"
    /// util-linux's program that runs another on some of the cores.
    private static let taskset = "/usr/bin/taskset"
    private static let patience = Duration.seconds(10)
}
