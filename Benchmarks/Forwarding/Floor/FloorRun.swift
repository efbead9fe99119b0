import CLinux
import Foundation
import Glibc

/// What the floor cost: the object that `turnout-bench floor --json` prints.
package struct FloorFigures: Codable, Sendable, Equatable {
    /// CPU time of the forwarding process for each packet to each viewer.
    package var cpuUsPerPacket: Double
    /// Packets sent to viewers in the time that was measured.
    package var packets: Int
    /// Sending system calls.
    package var callsPerThousandPackets: Double
    /// Of all packets sent, also before and after.
    package var lossPercent: Double
}

/// One run of the floor: this process forwards, and starts another one for publishers and viewers.
package enum FloorRun {
    /// - Parameters:
    ///   - seconds: What is measured, after half a second of warming up.
    ///   - peers: The program that runs a ``FloorPeers``, and the arguments that make it do so, but for the port.
    /// - Throws: ``ForwardingError``, and what a cipher that does not exist here throws.
    package static func run(
        _ traffic: Traffic, seconds: Double, peers: (executable: String, arguments: [String])
    ) throws -> FloorFigures {
        let descriptor = clinux_udp_socket(0, bufferSize, bufferSize)
        guard descriptor >= 0 else { throw ForwardingError.system("socket", errno: -descriptor) }
        defer { close(descriptor) }
        let port = clinux_udp_port(descriptor)
        let child = try ChildProcess(peers.executable, peers.arguments + ["--port", "\(port)"])
        let ports = try child.readLine(within: patience).split(separator: " ").compactMap { UInt16($0) }
        guard ports.count == traffic.viewers else { throw ForwardingError.wrong("the floor's viewers are not there") }
        let forwarder = try FloorForwarder(traffic, descriptor: descriptor, ports: ports)
        child.write(line: "begin")
        forward(forwarder, for: warmUp)
        let (start, packets, calls) = (clinux_process_cpu_nanoseconds(), forwarder.forwarded, forwarder.calls)
        forward(forwarder, for: seconds)
        let time = Double(clinux_process_cpu_nanoseconds() - start)
        let count = forwarder.forwarded - packets
        guard count > 0 else { throw ForwardingError.wrong("the floor forwarded nothing") }
        let sendingCalls = forwarder.calls - calls
        child.closeInput()
        forward(forwarder, for: tail)
        let received = try Int(child.readLine(within: patience)) ?? 0
        return FloorFigures(
            cpuUsPerPacket: time / 1_000 / Double(count), packets: count,
            callsPerThousandPackets: 1_000 * Double(sendingCalls) / Double(count),
            lossPercent: 100 * (1 - Double(received) / Double(forwarder.forwarded)))
    }

    private static func forward(_ forwarder: FloorForwarder, for seconds: Double) {
        let end = clinux_monotonic_nanoseconds() + Int64(seconds * 1e9)
        while true {
            let rest = end - clinux_monotonic_nanoseconds()
            guard rest > 0 else { return }
            var descriptor = pollfd(fd: forwarder.descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&descriptor, 1, Int32(rest / 1_000_000) + 1) > 0 { forwarder.turn() }
        }
    }

    /// Bytes, as many as the server asks for.
    private static let bufferSize: Int32 = 4 << 20
    /// Seconds.
    private static let warmUp = 0.5
    /// Seconds in which forwarding goes on after publishers were told to stop.
    private static let tail = 0.1
    private static let patience = Duration.seconds(10)
}
