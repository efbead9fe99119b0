import Foundation
import Glibc
import SRTP

/// What the server cost in one run.
package struct ServerFigures: Sendable, Equatable {
    /// CPU time of the whole process for each packet to each viewer.
    package var cpuUsPerPacket: Double
    package var callsPerThousandPackets: Double
    /// From a packet's reception by the kernel to its being sent; nil when unknown.
    package var transitP99Ms: Double?
    /// From its departure at the publisher to its arrival at the viewer.
    package var latencyP99Ms: Double?
    /// Of the process.
    package var memoryMib: Double
    /// What the viewers added to it.
    package var memoryKibPerViewer: Double?
    package var lossPercent: Double
    /// What encrypts, e.g. `ipsec-mb`.
    package var cipherEngine: String
}

/// One run: a server started afresh, with one worker and on ports of its own, under `turnout load`.
struct ServerRun {
    private let traffic: Traffic
    private let seconds: Double
    private let executable: String
    private let server: ChildProcess
    private let httpPort: UInt16

    /// Starts the server.
    /// - Parameters:
    ///   - seconds: What is measured, once all viewers have connected.
    ///   - executable: The path of `turnout`.
    /// - Throws: ``ForwardingError``.
    init(_ traffic: Traffic, seconds: Double, executable: String) throws(ForwardingError) {
        self.traffic = traffic
        self.seconds = seconds
        self.executable = executable
        httpPort = try LocalHTTP.freePort(SOCK_STREAM)
        server = try ChildProcess(
            executable, [],
            environment: [
                "TURNOUT_HTTP_LISTEN": "127.0.0.1", "TURNOUT_HTTP_PORT": "\(httpPort)",
                "TURNOUT_WEBRTC_PORT": "\(try LocalHTTP.freePort(SOCK_DGRAM))", "TURNOUT_WEBRTC_WORKERS": "1",
                "TURNOUT_RTMP_ENABLED": "false", "TURNOUT_RTSP_ENABLED": "false", "TURNOUT_LOG_LEVEL": "error",
            ])
    }

    /// Lets everybody join, measures, and ends the server.
    /// - Throws: ``ForwardingError``, and what the report's decoder throws.
    func figures() throws -> ServerFigures {
        defer { server.end(within: .seconds(5)) }
        try wait("the server's start", within: .seconds(10)) { metrics() != nil }
        let load = try ChildProcess(executable, loadArguments, hidesComplaints: true)
        try wait("the last viewer", within: .seconds(20 + Double(traffic.viewers) / Self.ramp)) {
            guard load.isRunning else { throw ForwardingError.wrong("turnout load ended early") }
            return connectedViewers == traffic.viewers
        }
        usleep(Self.settling)
        let window = try measure()
        let report = try LoadReport(json: load.readToEnd(within: .seconds(30)))
        return try report.figures(adding: window)
    }

    private func measure() throws -> Window {
        let begin = ContinuousClock.now
        guard let before = metrics() else { throw ForwardingError.wrong("the server does not tell its metrics") }
        let (cpuBegin, cpu) = (ContinuousClock.now, try server.cpuTime())
        usleep(UInt32(seconds * 1e6))
        let (cpuTime, cpuSeconds) = (try server.cpuTime() - cpu, ContinuousClock.now - cpuBegin)
        let time = ContinuousClock.now - begin
        guard let after = metrics() else { throw ForwardingError.wrong("the server does not tell its metrics") }
        return Window(before: before, after: after, time: time, cpuNanoseconds: cpuTime, cpuTime: cpuSeconds)
    }

    private var loadArguments: [String] {
        let stream = traffic.publishers > 1 ? "bench/{n}" : "bench"
        return [
            "load", "http://127.0.0.1:\(httpPort)/\(stream)", "--publishers", "\(traffic.publishers)",
            "--viewers", "\(traffic.viewers)", "--bitrate", "\(traffic.bitrate)",
            traffic.isPaced ? "--paced" : "--burst",
            "--srtp", traffic.profile == .aes128CMHMACSHA1_80 ? "cm" : "gcm", "--ramp", "\(Self.ramp)",
            "--duration", "\(seconds + Self.reserve)s", "--max-loss", "100", "--pid", "\(server.id)", "--json",
        ]
    }

    private func metrics() -> Exposition? {
        LocalHTTP.get("/metrics", port: httpPort).map(Exposition.init)
    }

    private var connectedViewers: Int {
        Int(metrics()?.sum("turnout_sessions", where: ["role": "subscriber", "phase": "connected"]) ?? 0)
    }

    private func wait(_ what: String, within limit: Duration, _ isDone: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + limit
        while try !isDone() {
            guard ContinuousClock.now < deadline else { throw ForwardingError.timeout(what, limit) }
            guard server.isRunning else { throw ForwardingError.wrong("the server has ended") }
            usleep(100_000)
        }
    }

    /// Joins in a second.
    private static let ramp = 200.0
    /// Microseconds between the last viewer's connecting and the measuring.
    private static let settling: UInt32 = 500_000
    /// Seconds that the load lasts longer than what is measured.
    private static let reserve = 1.5
}

/// What the server did in the time that was measured.
///
/// Packets and CPU time are read one after the other, the first at the outer ends, so that telling the metrics is not
/// part of the second; each is divided by its own time.
struct Window {
    var before: Exposition
    var after: Exposition
    /// Between the two.
    var time: Duration
    var cpuNanoseconds: Int64
    /// Between the two looks at the CPU time.
    var cpuTime: Duration

    private func change(_ name: String) -> Double { after.sum(name) - before.sum(name) }

    /// - Throws: ``ForwardingError`` when nothing was forwarded.
    func cpuUsPerPacket() throws(ForwardingError) -> Double {
        let packets = change("turnout_sent_packets_total")
        guard packets > 0 else { throw .wrong("the server forwarded nothing") }
        return Double(cpuNanoseconds) / 1_000 / (cpuTime / .seconds(1)) / (packets / (time / .seconds(1)))
    }

    var callsPerThousandPackets: Double {
        1_000 * change("turnout_send_calls_total") / change("turnout_sent_packets_total")
    }

    var transitP99Ms: Double? {
        after.quantile(0.99, of: "turnout_transit_seconds", since: before).map { $0 * 1_000 }
    }

    var cipherEngine: String { after.label("engine", of: "turnout_cipher_engine_info") ?? "unknown" }
}
