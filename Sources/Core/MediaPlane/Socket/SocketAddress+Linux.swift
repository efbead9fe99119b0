import CLinux
package import Net

extension IPAddress {
    /// From the bytes of an `in6_addr`.
    init(_ address: in6_addr, scope: UInt32 = 0) {
        let (high, low) = unsafeBitCast(address, to: (UInt64, UInt64).self)
        self.init(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low), scope: scope)
    }

    var in6: in6_addr {
        unsafeBitCast((high.bigEndian, low.bigEndian), to: in6_addr.self)
    }

    /// The addresses of this machine's interfaces that are up.
    package static func ofInterfaces() -> [IPAddress] {
        let capacity: Int32 = 64
        return withUnsafeTemporaryAllocation(of: in6_addr.self, capacity: Int(capacity)) { addresses in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Int(capacity)) { scopes in
                let found = clinux_interface_addresses(addresses.baseAddress, scopes.baseAddress, capacity)
                return (0..<Int(min(found, capacity))).map { IPAddress(addresses[$0], scope: scopes[$0]) }
            }
        }
    }
}

extension SocketAddress {
    init(_ address: sockaddr_in6) {
        let ip = IPAddress(address.sin6_addr, scope: address.sin6_scope_id)
        self.init(ip: ip, port: UInt16(bigEndian: address.sin6_port))
    }

    var sockaddr: sockaddr_in6 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = ip.in6
        address.sin6_scope_id = ip.scope
        return address
    }
}
