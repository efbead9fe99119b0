import CLinux
import Glibc
import Net

/// A client's UDP socket, on a port of its own, so that the server takes each client for another machine's.
struct ClientSocket: Sendable {
    let descriptor: Int32
    let port: UInt16

    /// - Throws: ``LoadError/noSocket(_:)``.
    init() throws(LoadError) {
        let result = clinux_client_socket(Self.receiveBuffer)
        guard result >= 0 else { throw .noSocket(String(cString: strerror(-result))) }
        descriptor = result
        port = clinux_udp_port(result)
    }

    func close() {
        Glibc.close(descriptor)
    }

    /// Bytes: a large keyframe waits here until its viewer's turn.
    private static let receiveBuffer: Int32 = 1 << 20
}

extension IPAddress {
    /// The address of this machine from which datagrams to `peer` leave; nil when no way leads there.
    static func local(toward peer: IPAddress) -> IPAddress? {
        var address = SocketAddress(ip: peer, port: 9).system
        var local = in6_addr()
        return clinux_address_toward(&address, &local) == 0 ? IPAddress(local) : nil
    }

    private init(_ address: in6_addr) {
        let (high, low) = unsafeBitCast(address, to: (UInt64, UInt64).self)
        self.init(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
    }

    /// The first address of a host by name or number.
    static func resolve(_ host: String) -> IPAddress? {
        if let ip = IPAddress(host) { return ip }
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0, let first = list else { return nil }
        defer { freeaddrinfo(first) }
        switch first.pointee.ai_family {
        case AF_INET:
            return first.pointee.ai_addr?.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                IPAddress(v4: UInt32(bigEndian: $0.pointee.sin_addr.s_addr))
            }
        case AF_INET6:
            return first.pointee.ai_addr?.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                IPAddress($0.pointee.sin6_addr)
            }
        default:
            return nil
        }
    }
}

extension SocketAddress {
    init(_ address: sockaddr_in6) {
        let (high, low) = unsafeBitCast(address.sin6_addr, to: (UInt64, UInt64).self)
        let ip = IPAddress(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low), scope: address.sin6_scope_id)
        self.init(ip: ip, port: UInt16(bigEndian: address.sin6_port))
    }

    /// As the kernel takes it.
    var system: sockaddr_in6 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = unsafeBitCast((ip.high.bigEndian, ip.low.bigEndian), to: in6_addr.self)
        address.sin6_scope_id = ip.scope
        return address
    }
}

/// Why a run cannot be done at all, for people.
package enum LoadError: Error, CustomStringConvertible {
    case noSocket(String)
    case noHost(String)
    case noIdentity

    package var description: String {
        switch self {
        case .noSocket(let reason): "the system gave no UDP socket: \(reason)"
        case .noHost(let name): "there is no host \(name), or no way to it"
        case .noIdentity: "OpenSSL made no certificate"
        }
    }
}
