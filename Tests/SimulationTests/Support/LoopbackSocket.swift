import Glibc
import Net

/// A UDP socket on 127.0.0.1 that talks to one port of this machine and hears nobody else: an answer from another
/// address than the one asked would not arrive.
final class LoopbackSocket {
    let address: SocketAddress
    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    /// - Parameter port: the engine's.
    init(to port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var size: Int32 = 4 << 20
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        var own = Self.loopback(port: 0)
        var peer = Self.loopback(port: port)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        var isReady = false
        withUnsafePointer(to: &own) { own in
            own.withMemoryRebound(to: sockaddr.self, capacity: 1) { isReady = bind(descriptor, $0, length) == 0 }
        }
        withUnsafePointer(to: &peer) { peer in
            peer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                isReady = isReady && connect(descriptor, $0, length) == 0
            }
        }
        var ownLength = length
        withUnsafeMutablePointer(to: &own) { own in
            own.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                isReady = isReady && getsockname(descriptor, $0, &ownLength) == 0
            }
        }
        precondition(isReady, "no socket on loopback: errno \(errno)")
        self.descriptor = descriptor
        address = SocketAddress(ip: .loopbackV4, port: UInt16(bigEndian: own.sin_port))
    }

    deinit {
        close(descriptor)
    }

    /// - Returns: whether the system took the datagram.
    func send(_ datagram: [UInt8]) -> Bool {
        Glibc.send(descriptor, datagram, datagram.count, 0) == datagram.count
    }

    /// A datagram that has arrived; nil when there is none.
    func receive() -> [UInt8]? {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count < 0 ? nil : Array(buffer[..<count])
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
