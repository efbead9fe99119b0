import CLinux
import Glibc
import SRTP

/// The least that forwarding costs on this machine: receives packets in batches, gives each viewer a copy with header and
/// key of its own, and sends them, runs of equal packets as one message with UDP_SEGMENT. It knows whom to send to from the
/// start; it decrypts, remembers, reports and repairs nothing.
final class FloorForwarder {
    /// Packets sent, those refused included.
    private(set) var forwarded = 0
    private(set) var calls = 0
    private(set) var refused = 0

    let descriptor: Int32
    private let viewers: [Viewer]
    /// The viewers of each publisher, as indices.
    private let audiences: [Range<Int>]
    private let tagLength: Int
    private let incoming = MessageBatch(capacity: batch)
    private let received = UnsafeMutableRawPointer.allocate(byteCount: batch * datagramLength, alignment: 64)
    private let outgoing = MessageBatch(capacity: packetsAtOnce)
    private let controls = UnsafeMutablePointer<clinux_send_control>.allocate(capacity: packetsAtOnce)
    private let arena = UnsafeMutableRawPointer.allocate(byteCount: packetsAtOnce * datagramLength, alignment: 64)
    private let jobs = UnsafeMutableBufferPointer<SRTPProtectionJob>.allocate(capacity: packetsAtOnce)

    private final class Viewer {
        let sender: SRTPSender
        let address: UnsafeMutablePointer<sockaddr_in6>
        let ssrc: UInt32
        /// Of the next packet.
        var index: UInt64

        init(number: Int, port: UInt16, profile: SRTPProfile) throws {
            let key = (0..<profile.keyLength).map { _ in UInt8.random(in: 0...255) }
            let salt = (0..<profile.saltLength).map { _ in UInt8.random(in: 0...255) }
            sender = try SRTPSender(profile: profile, masterKey: SRTPMasterKey(key: key, salt: salt))
            address = .allocate(capacity: 1)
            address.initialize(to: Loopback.address(port))
            ssrc = UInt32(number + 1)
            index = .random(in: 0..<0x8000)
        }

        deinit {
            address.deallocate()
        }
    }

    /// - Parameters:
    ///   - descriptor: Of the UDP socket that packets come to and leave from.
    ///   - ports: On which the viewers wait, as many as the traffic has.
    init(_ traffic: Traffic, descriptor: Int32, ports: [UInt16]) throws {
        self.descriptor = descriptor
        tagLength = traffic.profile.rtpTagLength
        viewers = try ports.enumerated().map { try Viewer(number: $0, port: $1, profile: traffic.profile) }
        audiences = (0..<traffic.publishers).map { publisher in
            let bounds = (publisher...publisher + 1).map { $0 * ports.count / traffic.publishers }
            return bounds[0]..<bounds[1]
        }
        incoming.receive(into: received, length: Self.datagramLength)
        for index in 0..<Self.packetsAtOnce { clinux_send_control_init(controls + index) }
    }

    deinit {
        received.deallocate()
        controls.deallocate()
        arena.deallocate()
        jobs.deallocate()
    }

    /// Receives once and sends on what came.
    func turn() {
        let count = incoming.receive(from: descriptor)
        var start = 0
        while start < count {
            let publisher = publisher(of: start)
            var end = start + 1
            while end < count, self.publisher(of: end) == publisher { end += 1 }
            if audiences.indices.contains(publisher) { fanOut(start..<end, to: audiences[publisher]) }
            start = end
        }
    }

    /// The SSRC, which the floor's own sources count from 0.
    private func publisher(of packet: Int) -> Int {
        let bytes = received + packet * Self.datagramLength
        return Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
    }

    private func fanOut(_ packets: Range<Int>, to audience: Range<Int>) {
        let viewersAtOnce = Self.packetsAtOnce / packets.count
        var start = audience.lowerBound
        while start < audience.upperBound {
            let end = min(start + viewersAtOnce, audience.upperBound)
            send(packets, to: start..<end)
            start = end
        }
    }

    /// Encrypts packets for some viewers and sends them in one call.
    private func send(_ packets: Range<Int>, to audience: Range<Int>) {
        var (job, message, place) = (0, 0, arena)
        for number in audience {
            let viewer = viewers[number]
            var run = Run()
            for packet in packets {
                let length = write(packet, for: viewer, to: place, job: job)
                if run.takes(length) {
                    outgoing.vectors[message - 1].iov_len += length
                } else {
                    outgoing.vectors[message] = iovec(iov_base: place, iov_len: length)
                    address(message, to: viewer)
                    run = Run(segment: length)
                    message += 1
                }
                run.add(length)
                if run.count == 2 { segment(message - 1, run.segment) }
                place += length
                job += 1
            }
        }
        SRTPSender.protect(UnsafeMutableBufferPointer(rebasing: jobs[..<job]))
        let result = outgoing.send(message, from: descriptor)
        forwarded += job
        calls += result.calls
        refused += result.refused
    }

    /// Writes a packet's header and notes what is to be encrypted behind it.
    /// - Returns: the length of the whole packet.
    @inline(__always)
    private func write(_ packet: Int, for viewer: Viewer, to place: UnsafeMutableRawPointer, job: Int) -> Int {
        let source = received + packet * Self.datagramLength
        let payloadLength =
            Int(incoming.headers[packet].length) - FrameRhythm.headerLength - tagLength
        place.storeBytes(of: 0x80, as: UInt8.self)
        place.storeBytes(of: source.load(fromByteOffset: 1, as: UInt8.self), toByteOffset: 1, as: UInt8.self)
        place.storeBytes(of: UInt16(truncatingIfNeeded: viewer.index).bigEndian, toByteOffset: 2, as: UInt16.self)
        place.storeBytes(of: source.loadUnaligned(fromByteOffset: 4, as: UInt32.self), toByteOffset: 4, as: UInt32.self)
        place.storeBytes(of: viewer.ssrc.bigEndian, toByteOffset: 8, as: UInt32.self)
        jobs[job] = SRTPProtectionJob(
            sender: viewer.sender.handle, packet: place.assumingMemoryBound(to: UInt8.self),
            headerLength: Int32(Self.headerLength),
            payload: (source + FrameRhythm.headerLength).assumingMemoryBound(to: UInt8.self),
            payloadLength: Int32(payloadLength), index: viewer.index)
        viewer.index += 1
        return Self.headerLength + payloadLength + tagLength
    }

    private func address(_ message: Int, to viewer: Viewer) {
        outgoing.headers[message].header.msg_name = UnsafeMutableRawPointer(viewer.address)
        outgoing.headers[message].header.msg_namelen = socklen_t(MemoryLayout<sockaddr_in6>.size)
        outgoing.headers[message].header.msg_control = nil
        outgoing.headers[message].header.msg_controllen = 0
    }

    /// Lets the kernel cut a message into packets. The control data is of the segment size alone.
    private func segment(_ message: Int, _ length: Int) {
        controls[message].segment = UInt16(length)
        outgoing.headers[message].header.msg_control =
            UnsafeMutableRawPointer(controls + message) + Int(CLINUX_CONTROL_PLAIN)
        outgoing.headers[message].header.msg_controllen = Int(CLINUX_CONTROL_SEGMENTED - CLINUX_CONTROL_PLAIN)
    }

    /// Equal packets in one message; the last may be shorter (udp(7)).
    private struct Run {
        var segment = 0
        var count = 0
        private var length = 0
        private var isOver = true

        init() {}

        init(segment: Int) {
            self.segment = segment
            isOver = false
        }

        func takes(_ packet: Int) -> Bool {
            !isOver && packet <= segment && count < Self.packetLimit && length + packet <= Self.lengthLimit
        }

        mutating func add(_ packet: Int) {
            count += 1
            length += packet
            isOver = packet < segment
        }

        /// UDP_MAX_SEGMENTS.
        private static let packetLimit = 64
        /// Bytes: what fits into an IP packet.
        private static let lengthLimit = 65_000
    }

    /// Datagrams received in one call.
    private static let batch = 64
    /// Bytes.
    private static let datagramLength = 2_048
    /// Bytes of the header that viewers get.
    private static let headerLength = 12
    /// Packets that are encrypted and sent in one go: as many as stay in a second-level cache of 512 KiB and less.
    private static let packetsAtOnce = 224
}

enum Loopback {
    /// 127.0.0.1 as an IPv4-mapped IPv6 address.
    static func address(_ port: UInt16) -> sockaddr_in6 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        withUnsafeMutableBytes(of: &address.sin6_addr) { bytes in
            for (index, value) in [(10, 0xFF), (11, 0xFF), (12, 127), (15, 1)] { bytes[index] = UInt8(value) }
        }
        return address
    }
}
