import CLinux
import Glibc
import Net

/// A UDP socket: one port on all addresses of both families.
package struct UDPSocket: ~Copyable {
    package let descriptor: Int32
    package let port: UInt16

    /// - Throws: ``SocketError/portTaken(_:)`` or another reason of the system's.
    /// - Parameter port: 0 lets the system choose one.
    package init(port: UInt16) throws(SocketError) {
        let result = clinux_udp_socket(port, Self.receiveBuffer, Self.sendBuffer)
        guard result >= 0 else {
            throw -result == EADDRINUSE ? .portTaken(port) : .system(errno: -result)
        }
        descriptor = result
        self.port = port == 0 ? clinux_udp_port(result) : port
        // Without it each datagram comes by itself; nothing else changes.
        _ = clinux_udp_enable_gro(result)
    }

    deinit {
        close(descriptor)
    }

    /// Sends one datagram from `local`; for the few that are no media.
    /// - Returns: whether the kernel took it.
    func send(_ bytes: [UInt8], to peer: SocketAddress, from local: clinux_pktinfo) -> Bool {
        var bytes = bytes
        var address = peer.sockaddr
        var control = clinux_send_control()
        clinux_send_control_init(&control)
        control.pktinfo = local
        return bytes.withUnsafeMutableBytes { buffer in
            withUnsafeMutablePointer(to: &address) { address in
                withUnsafeMutablePointer(to: &control) { control in
                    var vector = iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
                    return withUnsafeMutablePointer(to: &vector) { vector in
                        var message = clinux_mmsghdr()
                        message.header.msg_name = UnsafeMutableRawPointer(address)
                        message.header.msg_namelen = socklen_t(MemoryLayout<sockaddr_in6>.size)
                        message.header.msg_iov = vector
                        message.header.msg_iovlen = 1
                        message.header.msg_control = UnsafeMutableRawPointer(control)
                        message.header.msg_controllen = Int(CLINUX_CONTROL_PLAIN)
                        return clinux_sendmmsg(descriptor, &message, 1) == 1
                    }
                }
            }
        }
    }

    /// Bytes: a hundred milliseconds of 300 Mbit/s.
    private static let receiveBuffer: Int32 = 4 << 20
    /// Bytes: a keyframe for every one of a few hundred viewers.
    private static let sendBuffer: Int32 = 8 << 20
}

/// Why there is no socket.
package enum SocketError: Error, Equatable, CustomStringConvertible {
    case portTaken(UInt16)
    case system(errno: Int32)

    package var description: String {
        switch self {
        case .portTaken(let port):
            "UDP port \(port) is in use by another program; choose another one."
        case .system(let errno):
            "The system gave no UDP socket: \(String(cString: strerror(errno)))."
        }
    }
}
