import Forwarding
import Glibc

/// A client's TCP connection to a server on this machine.
final class ClientSocket {
    let descriptor: Int32

    /// - Throws: ``ForwardingError`` when nobody listens.
    init(port: UInt16) throws(ForwardingError) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .system("socket", errno: errno) }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = Self.address(port: port)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result != 0 {
            let error = errno
            close(descriptor)
            throw .system("connect", errno: error)
        }
    }

    deinit {
        close(descriptor)
    }

    /// Sends everything, and waits as long as that takes.
    /// - Throws: ``ForwardingError`` when the server has closed.
    func send(_ bytes: [UInt8]) throws(ForwardingError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw .system("send", errno: errno) }
            sent += count
        }
    }

    /// Reads what has come into `buffer`, as far as there is room: how many bytes, 0 when nothing has come, nil at the end.
    func receive(into buffer: inout [UInt8]) -> Int? {
        Self.count(recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT)))
    }

    /// Throws away what has come: how many bytes, 0 when nothing has come, nil at the end. The kernel copies nothing.
    func discard() -> Int? {
        Self.count(recv(descriptor, nil, 1 << 20, Int32(MSG_DONTWAIT | MSG_TRUNC)))
    }

    /// Of this machine.
    static func address(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func count(_ result: Int) -> Int? {
        if result > 0 { return result }
        return result < 0 && errno == EAGAIN ? 0 : nil
    }
}
