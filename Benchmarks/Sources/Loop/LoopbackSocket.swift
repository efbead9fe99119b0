import Glibc
import Net

/// A UDP socket on 127.0.0.1 that talks to one port of this machine.
final class LoopbackSocket {
    let address: SocketAddress
    private let descriptor: Int32
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 2_048, alignment: 16)

    /// - Parameter port: whom it talks to, on 127.0.0.1.
    init(to port: UInt16) throws(BenchmarkError) {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw .system("socket", errno: errno) }
        self.descriptor = descriptor
        address = try Self.connect(descriptor, to: port)
    }

    deinit {
        close(descriptor)
        buffer.deallocate()
    }

    func send(_ datagram: UnsafeRawBufferPointer) throws(BenchmarkError) {
        guard Glibc.send(descriptor, datagram.baseAddress, datagram.count, 0) == datagram.count else {
            throw .system("send", errno: errno)
        }
    }

    func send(_ datagram: [UInt8]) throws(BenchmarkError) {
        let result = datagram.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, 0) }
        guard result == datagram.count else { throw .system("send", errno: errno) }
    }

    /// A datagram that has arrived, valid until the next call; nil when there is none.
    func receive() -> UnsafeMutableRawBufferPointer? {
        let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        return count < 0 ? nil : UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
    }

    /// Binds a socket to a free port and lets it talk to `port` alone.
    private static func connect(_ descriptor: Int32, to port: UInt16) throws(BenchmarkError) -> SocketAddress {
        var own = loopback(port: 0)
        var peer = loopback(port: port)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard generic(&own, { bind(descriptor, $0, length) }) == 0 else { throw .system("bind", errno: errno) }
        guard generic(&peer, { Glibc.connect(descriptor, $0, length) }) == 0 else {
            throw .system("connect", errno: errno)
        }
        guard generic(&own, { getsockname(descriptor, $0, &length) }) == 0 else {
            throw .system("getsockname", errno: errno)
        }
        return SocketAddress(ip: .loopbackV4, port: UInt16(bigEndian: own.sin_port))
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func generic(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Int32
    ) -> Int32 {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
        }
    }
}
