/// An IP address and a port. IPv4 addresses are held in their IPv4-mapped form (RFC 4291 §2.5.5.2), so that one type, one
/// hash and one comparison serve both families; ``description`` prints them as people write them.
package struct SocketAddress: Hashable, Sendable {
    package var ip: IPAddress
    /// In host byte order.
    package var port: UInt16

    package init(ip: IPAddress, port: UInt16) {
        self.ip = ip
        self.port = port
    }
}

extension SocketAddress: CustomStringConvertible {
    package var description: String {
        ip.isIPv4 ? "\(ip):\(port)" : "[\(ip)]:\(port)"
    }
}
