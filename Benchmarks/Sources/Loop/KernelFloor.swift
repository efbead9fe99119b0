import CLinux
import Glibc
import Net
import SRTP

/// The least that a frame for many viewers costs on this kernel: the same packets from the same socket to the same
/// viewers, one UDP_SEGMENT message for each viewer and one `sendmmsg` for all of them. Without any cipher, or with a key
/// for each viewer, encrypted from one shared plaintext.
final class KernelFloor {
    private let descriptor: Int32
    private let senders: [SRTPSender]
    private let packetLength: Int
    private let arena: UnsafeMutablePointer<UInt8>
    private let payload: UnsafeMutablePointer<UInt8>
    private let messages: UnsafeMutablePointer<clinux_mmsghdr>
    private let vectors: UnsafeMutablePointer<iovec>
    private let controls: UnsafeMutablePointer<clinux_send_control>
    private let addresses: UnsafeMutablePointer<sockaddr_in6>
    private var jobs: [SRTPProtectionJob] = []
    private var index: UInt64 = 0

    /// - Parameter descriptor: the engine's socket.
    init(descriptor: Int32, viewers: [SocketAddress], profile: SRTPProfile) throws {
        self.descriptor = descriptor
        senders = try viewers.indices.map { viewer in
            let key = (0..<profile.keyLength).map { UInt8(truncatingIfNeeded: $0 &* 3 &+ viewer) }
            let salt = [UInt8](repeating: 1, count: profile.saltLength)
            return try SRTPSender(profile: profile, masterKey: SRTPMasterKey(key: key, salt: salt))
        }
        packetLength = SyntheticVideo.packetLength + profile.rtpTagLength
        let train = packetLength * SyntheticVideo.packetsInFrame
        arena = .allocate(capacity: train * viewers.count)
        arena.initialize(repeating: 0x80, count: train * viewers.count)
        payload = .allocate(capacity: SyntheticVideo.packetLength)
        payload.initialize(repeating: 0x5A, count: SyntheticVideo.packetLength)
        messages = .allocate(capacity: viewers.count)
        vectors = .allocate(capacity: viewers.count)
        controls = .allocate(capacity: viewers.count)
        addresses = .allocate(capacity: viewers.count)
        for (viewer, address) in viewers.enumerated() {
            (addresses + viewer).initialize(to: Self.mapped(address))
            (vectors + viewer).initialize(to: iovec(iov_base: arena + viewer * train, iov_len: train))
            clinux_send_control_init(controls + viewer)
            controls[viewer].segment = UInt16(packetLength)
            controls[viewer].pktinfo.address = addresses[viewer].sin6_addr
            var message = clinux_mmsghdr()
            message.header.msg_name = UnsafeMutableRawPointer(addresses + viewer)
            message.header.msg_namelen = socklen_t(MemoryLayout<sockaddr_in6>.size)
            message.header.msg_iov = vectors + viewer
            message.header.msg_iovlen = 1
            message.header.msg_control = UnsafeMutableRawPointer(controls + viewer)
            message.header.msg_controllen = Int(CLINUX_CONTROL_SEGMENTED)
            (messages + viewer).initialize(to: message)
        }
    }

    deinit {
        arena.deallocate()
        payload.deallocate()
        messages.deallocate()
        vectors.deallocate()
        controls.deallocate()
        addresses.deallocate()
    }

    /// Sends a frame to every viewer.
    func sendFrame(encrypts: Bool) throws(BenchmarkError) {
        if encrypts { encrypt() }
        var sent = 0
        while sent < senders.count {
            let result = clinux_sendmmsg(descriptor, messages + sent, UInt32(senders.count - sent))
            guard result > 0 else { throw .system("sendmmsg", errno: -result) }
            sent += Int(result)
        }
    }

    private func encrypt() {
        jobs.removeAll(keepingCapacity: true)
        var packet = arena
        for sender in senders {
            for number in 0..<SyntheticVideo.packetsInFrame {
                let index = index + UInt64(number)
                packet[2] = UInt8(truncatingIfNeeded: index >> 8)
                packet[3] = UInt8(truncatingIfNeeded: index)
                jobs.append(
                    SRTPProtectionJob(
                        sender: sender.handle, packet: packet, headerLength: 12, payload: payload,
                        payloadLength: Int32(SyntheticVideo.packetLength - 12), index: index))
                packet += packetLength
            }
        }
        index += UInt64(SyntheticVideo.packetsInFrame)
        jobs.withUnsafeMutableBufferPointer { SRTPSender.protect($0) }
    }

    /// 127.0.0.1 as an IPv4-mapped IPv6 address, with the viewer's port.
    private static func mapped(_ address: SocketAddress) -> sockaddr_in6 {
        var mapped = sockaddr_in6()
        mapped.sin6_family = sa_family_t(AF_INET6)
        mapped.sin6_port = address.port.bigEndian
        withUnsafeMutableBytes(of: &mapped.sin6_addr) { bytes in
            for (index, value) in [(10, 0xFF), (11, 0xFF), (12, 127), (15, 1)] { bytes[index] = UInt8(value) }
        }
        return mapped
    }
}
