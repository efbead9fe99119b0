import CLinux
import Foundation
import Glibc
import SRTP

/// The other side of a ``FloorForwarder``, in a process of its own: publishers that send frames to one port, and viewers
/// that take what comes, a UDP socket each.
///
/// Speaks with the forwarder over its standard input and output: names the viewers' ports in a line, sends from the first
/// line it is given until its input ends, and then says in a line how many packets the viewers got.
package final class FloorPeers {
    private let traffic: Traffic
    private let sinks: [Int32]
    private let sources: [Int32]
    private var rhythms: [FrameRhythm] = []
    private var sequences: [UInt16]
    private let poll: Int32
    private var received = 0
    private let incoming = MessageBatch(capacity: 64)
    private let arrived = UnsafeMutableRawPointer.allocate(byteCount: 64 * arrivedLength, alignment: 64)
    private let outgoing = MessageBatch(capacity: 64)
    private let packets = UnsafeMutableRawPointer.allocate(byteCount: 64 * packetLength, alignment: 64)
    private var destination: sockaddr_in6

    /// - Parameter port: Where publishers send to, on 127.0.0.1.
    package init(_ traffic: Traffic, port: UInt16) throws(ForwardingError) {
        _ = clinux_raise_descriptor_limit()
        self.traffic = traffic
        destination = Loopback.address(port)
        poll = clinux_poll()
        sinks = try Self.sockets(traffic.viewers)
        sources = try Self.sockets(traffic.publishers)
        sequences = Array(repeating: 0, count: traffic.publishers)
        for (number, sink) in (sinks + [STDIN_FILENO]).enumerated() {
            let result = clinux_poll_add(poll, sink, UInt32(number))
            guard result == 0 else { throw .system("epoll_ctl", errno: -result) }
        }
        incoming.receive(into: arrived, length: Self.arrivedLength)
        packets.initializeMemory(as: UInt8.self, repeating: 0x5A, count: 64 * Self.packetLength)
    }

    deinit {
        for descriptor in sinks + sources + [poll] { close(descriptor) }
        arrived.deallocate()
        packets.deallocate()
    }

    /// Everything, until the input ends.
    package func run() {
        say(sinks.map { "\(clinux_udp_port($0))" }.joined(separator: " "))
        guard hasInput() else { return }
        let begin = clinux_monotonic_nanoseconds()
        let interval = 1_000_000_000 / Int64(Traffic.frameRate)
        rhythms = (0..<traffic.publishers).map { number in
            // Publishers do not send in step.
            let offset = interval * Int64(number) / Int64(traffic.publishers)
            return FrameRhythm(bitrate: traffic.bitrate, isPaced: traffic.isPaced, firstFrame: begin + offset)
        }
        while step(until: rhythms.map(\.deadline).min() ?? begin) {
            let now = clinux_monotonic_nanoseconds()
            for number in rhythms.indices where rhythms[number].deadline <= now { send(number, now: now) }
        }
        let end = clinux_monotonic_nanoseconds() + Self.patience
        while clinux_monotonic_nanoseconds() < end { _ = step(until: end) }
        say("\(received)")
    }

    /// Waits, and takes what has come to the viewers.
    /// - Returns: false when the input has ended.
    private func step(until time: Int64) -> Bool {
        var ready = [UInt32](repeating: 0, count: 256)
        let count = clinux_poll_wait(poll, &ready, 256, max(0, time - clinux_monotonic_nanoseconds()))
        var isOpen = true
        for number in ready.prefix(Int(count)).map(Int.init) {
            if number < sinks.count { drain(sinks[number]) } else { isOpen = hasInput() }
        }
        return isOpen
    }

    private func drain(_ sink: Int32) {
        while true {
            let count = incoming.receive(from: sink)
            received += count
            if count < incoming.capacity { return }
        }
    }

    /// Sends what is due of one publisher.
    private func send(_ number: Int, now: Int64) {
        var count = 0
        var due: [FrameRhythm.Packet] = []
        rhythms[number].takeDue(now: now) { due.append($0) }
        for packet in due {
            write(packet, of: number, to: count)
            count += 1
            guard count == outgoing.capacity else { continue }
            transmit(count, from: sources[number])
            count = 0
        }
        transmit(count, from: sources[number])
    }

    private func transmit(_ count: Int, from source: Int32) {
        withUnsafeMutablePointer(to: &destination) { destination in
            for index in 0..<count {
                outgoing.headers[index].header.msg_name = UnsafeMutableRawPointer(destination)
                outgoing.headers[index].header.msg_namelen = socklen_t(MemoryLayout<sockaddr_in6>.size)
            }
            _ = outgoing.send(count, from: source)
        }
    }

    /// The RTP header of a packet; its payload is whatever is there.
    private func write(_ packet: FrameRhythm.Packet, of publisher: Int, to index: Int) {
        let bytes = packets + index * Self.packetLength
        bytes.storeBytes(of: 0x80, as: UInt8.self)
        bytes.storeBytes(of: 96 | (packet.isLastOfFrame ? 0x80 : 0), toByteOffset: 1, as: UInt8.self)
        bytes.storeBytes(of: sequences[publisher].bigEndian, toByteOffset: 2, as: UInt16.self)
        bytes.storeBytes(of: UInt32(publisher).bigEndian, toByteOffset: 8, as: UInt32.self)
        sequences[publisher] &+= 1
        let length = FrameRhythm.headerLength + packet.payloadLength + traffic.profile.rtpTagLength
        outgoing.vectors[index] = iovec(iov_base: bytes, iov_len: length)
    }

    /// Reads what is there of the input; false at its end.
    private func hasInput() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 64)
        return read(STDIN_FILENO, &bytes, bytes.count) > 0
    }

    private func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    private static func sockets(_ count: Int) throws(ForwardingError) -> [Int32] {
        var sockets: [Int32] = []
        for _ in 0..<count {
            let socket = clinux_client_socket(receiveBuffer)
            guard socket >= 0 else { throw .system("socket", errno: -socket) }
            sockets.append(socket)
        }
        return sockets
    }

    /// Bytes, as many as the clients of `turnout load` have.
    private static let receiveBuffer: Int32 = 1 << 20
    /// Bytes that are looked at of a packet: its rest is left to the kernel.
    private static let arrivedLength = 64
    /// Bytes of the largest packet that is sent.
    private static let packetLength = 1_500
    /// Nanoseconds, for what is under way.
    private static let patience: Int64 = 300_000_000
}
