import CLinux
import Glibc
import MediaPlane
import Net
import Testing

/// To groups, which programs on this machine join by the loopback interface.
@Suite(.timeLimit(.minutes(1))) struct MulticastTests {
    @Test(arguments: [(1, false), (33, false), (5, true)]) func membersGetTrains(timeToLive: UInt8, isNamed: Bool)
        throws
    {
        let loop = try DatagramLoop(name: "multicast")
        defer { loop.stop() }
        let group = try #require(IPAddress("239.255.77.\(timeToLive)"))
        let members = [try Member(of: group, interface: "lo"), try Member(of: group, interface: "lo")]
        let socket = try loop.makeReceiver { _ in nil }.open(port: 0, tag: 0)
        // The interface is the socket's, or named by the destination.
        try socket.setMulticast(timeToLive: timeToLive, interface: isNamed ? nil : .loopbackV4)
        var destinations = members.map {
            Destination(peer: SocketAddress(ip: group, port: $0.port), from: isNamed ? .loopbackV4 : nil)
        }
        let packets = TestPackets(sizes: [700, 700, 700, 300, 1_200])
        #expect(packets.send(by: socket, to: &destinations) == 0)
        for member in members {
            for packet in packets.each {
                #expect(try member.receive() == Seen(bytes: packet, timeToLive: timeToLive))
            }
        }
        #expect(socket.counters.failed == 0 && socket.counters.sent == 10)
    }

    /// An interface that there is not.
    @Test func anUnknownInterfaceIsRefused() throws {
        let loop = try DatagramLoop(name: "multicast")
        defer { loop.stop() }
        let socket = try loop.makeReceiver { _ in nil }.open(port: 0, tag: 0)
        let nobody = try #require(IPAddress("192.0.2.99"))
        #expect(throws: SocketError.self) { try socket.setMulticast(timeToLive: 1, interface: nobody) }
    }

    /// The loopback interface knows no IPv6 groups.
    @Test(.enabled(if: NetworkNamespace.isAllowed, "needs root, for a network of its own"))
    func membersOfIPv6GroupsGetTrains() throws {
        let packets = TestPackets(sizes: [700, 700, 700, 300, 1_200])
        let found = try NetworkNamespace.run { () throws -> [Seen] in
            try NetworkNamespace.command(
                "ip link add groups type veth peer name other",
                "ip link set dev groups up", "ip link set dev other up",
                // Its own address is not to be sent from before nobody else claimed it for a second.
                "ip -6 address add fe80::1/64 dev groups nodad")
            let loop = try DatagramLoop(name: "multicast")
            defer { loop.stop() }
            let group = try #require(IPAddress("ff12::7777"))
            let member = try Member(of: group, interface: "groups")
            let socket = try loop.makeReceiver { _ in nil }.open(port: 0, tag: 0)
            try socket.setMulticast(
                timeToLive: 9, interface: IPAddress(high: 0xFE80 << 48, low: 1, scope: if_nametoindex("groups")))
            var destinations = [Destination(peer: SocketAddress(ip: group, port: member.port), from: nil)]
            packets.send(by: socket, to: &destinations)
            return try packets.each.map { _ in try member.receive() }
        }
        #expect(found == packets.each.map { Seen(bytes: $0, timeToLive: 9) })
    }
}

/// A datagram, and how many routers it might have passed.
private struct Seen: Equatable, Sendable {
    var bytes: [UInt8]
    var timeToLive: UInt8
}

/// Somebody who joined a group by an interface.
private final class Member {
    private(set) var port: UInt16 = 0
    private let descriptor: Int32

    init(of group: IPAddress, interface: String) throws {
        descriptor = socket(group.isIPv4 ? AF_INET : AF_INET6, Int32(SOCK_DGRAM.rawValue), 0)
        var (on, patience) = (Int32(1), timeval(tv_sec: 20, tv_usec: 0))
        var results = [
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        ]
        let size = socklen_t(MemoryLayout<Int32>.size)
        if group.isIPv4 {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            results.append(Self.bind(descriptor, &address))
            // struct ip_mreqn: group, any address, interface.
            var request = (group.v4Bits.bigEndian, UInt32(0), if_nametoindex(interface))
            results.append(setsockopt(descriptor, Int32(IPPROTO_IP), IP_ADD_MEMBERSHIP, &request, 12))
            results.append(setsockopt(descriptor, Int32(IPPROTO_IP), IP_RECVTTL, &on, size))
        } else {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            results.append(Self.bind(descriptor, &address))
            // struct ipv6_mreq: group, interface.
            var request = (group.high.bigEndian, group.low.bigEndian, if_nametoindex(interface))
            results.append(setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_JOIN_GROUP, &request, 20))
            results.append(setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_RECVHOPLIMIT, &on, size))
        }
        try #require(results.allSatisfy { $0 == 0 })
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        withUnsafeMutableBytes(of: &address) {
            _ = getsockname(descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
        }
        port = UInt16(bigEndian: address.sin6_port)
    }

    deinit {
        close(descriptor)
    }

    /// The next datagram.
    func receive() throws -> Seen {
        var bytes = [UInt8](repeating: 0, count: 3_000)
        var control = [UInt8](repeating: 0, count: 64)
        let length = bytes.withUnsafeMutableBytes { bytes in
            control.withUnsafeMutableBytes { control in
                var vector = iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
                return withUnsafeMutablePointer(to: &vector) { vector in
                    var message = msghdr()
                    message.msg_iov = vector
                    message.msg_iovlen = 1
                    message.msg_control = control.baseAddress
                    message.msg_controllen = control.count
                    return recvmsg(descriptor, &message, 0)
                }
            }
        }
        try #require(length > 0)
        // One struct cmsghdr of 16 bytes, and an integer of this machine's order, which is little-endian.
        return Seen(bytes: Array(bytes[..<length]), timeToLive: control[16])
    }

    private static func bind<Address>(_ descriptor: Int32, _ address: inout Address) -> Int32 {
        withUnsafeBytes(of: &address) {
            Glibc.bind(
                descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
        }
    }
}
