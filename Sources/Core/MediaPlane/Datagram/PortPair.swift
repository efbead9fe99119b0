import Glibc

/// Two UDP sockets on an even port and the one after it.
struct PortPair: ~Copyable {
    let first: UDPSocket
    let second: UDPSocket

    private init(_ first: consuming UDPSocket, _ second: consuming UDPSocket) {
        self.first = first
        self.second = second
    }

    /// - Parameter firstPort: an even number; 0 lets the system choose.
    /// - Throws: ``SocketError``.
    static func open(firstPort: UInt16) throws(SocketError) -> PortPair {
        guard firstPort == 0 else {
            return PortPair(try UDPSocket(port: firstPort), try UDPSocket(port: firstPort | 1))
        }
        for _ in 0..<attempts {
            let some = try UDPSocket(port: 0)
            // The system chooses any port; its neighbour may be somebody else's.
            guard let neighbour = try? UDPSocket(port: some.port ^ 1) else { continue }
            return some.port & 1 == 0 ? PortPair(some, neighbour) : PortPair(neighbour, some)
        }
        throw .system(errno: EADDRINUSE)
    }

    /// Ports that are tried before there are none (our choice): with half of all ports taken, every second try finds a pair.
    private static let attempts = 64
}
