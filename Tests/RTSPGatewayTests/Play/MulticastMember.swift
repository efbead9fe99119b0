import Glibc
import Net
import Testing

/// Somebody who joined a group by the loopback interface, for RTP on an even port and for RTCP on the next one.
final class MulticastMember {
    let port: UInt16
    private let descriptors: [Int32]

    init() throws {
        for _ in 0..<64 {
            guard let first = Self.open(0), let port = Self.port(of: first) else { continue }
            guard port & 1 == 0, let second = Self.open(port + 1) else {
                close(first)
                continue
            }
            self.port = port
            descriptors = [first, second]
            return
        }
        throw Failure()
    }

    struct Failure: Error {}

    /// `struct sockaddr_in`, which NIO and the C library both declare.
    private struct Address {
        var family = UInt16(truncatingIfNeeded: AF_INET)
        /// In network byte order.
        var port: UInt16 = 0
        var any: UInt32 = 0
        var zeros: UInt64 = 0
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }

    func join(_ group: IPAddress) throws {
        for descriptor in descriptors {
            // struct ip_mreqn: group, any address, interface.
            var request = (group.v4Bits.bigEndian, UInt32(0), if_nametoindex("lo"))
            try #require(setsockopt(descriptor, Int32(IPPROTO_IP), IP_ADD_MEMBERSHIP, &request, 12) == 0)
        }
    }

    /// The next packet.
    func packet() -> SentPacket { SentPacket(receive(descriptors[0])) }
    /// The next RTCP.
    func report() -> [UInt8] { receive(descriptors[1]) }

    private func receive(_ descriptor: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 3_000)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return Array(bytes.prefix(max(count, 0)))
    }

    private static func open(_ port: UInt16) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = Address(port: port.bigEndian)
        let result = withUnsafeBytes(of: &address) {
            guard let pointer = $0.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return Int32(-1) }
            return bind(descriptor, pointer, socklen_t(MemoryLayout<Address>.size))
        }
        if result == 0 { return descriptor }
        close(descriptor)
        return nil
    }

    private static func port(of descriptor: Int32) -> UInt16? {
        var address = Address()
        var length = socklen_t(MemoryLayout<Address>.size)
        let result = withUnsafeMutableBytes(of: &address) {
            getsockname(descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
        }
        return result == 0 ? UInt16(bigEndian: address.port) : nil
    }
}
