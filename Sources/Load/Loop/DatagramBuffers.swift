import CLinux
import Glibc
import Net

/// Buffers for one `recvmmsg` and one `sendmmsg`, shared by all sockets of a thread.
///
/// Trains are left to others: a client that takes the server's trains whole (UDP_GRO) would spare both sides the work that a
/// network makes of them, and measure something else.
struct DatagramBuffers: ~Copyable {
    private let incoming: Batch
    private let outgoing: Batch
    /// Of the last call: their structures are used up.
    private var received = Self.capacity

    init() {
        incoming = Batch()
        outgoing = Batch()
    }

    deinit {
        incoming.deallocate()
        outgoing.deallocate()
    }

    /// Takes what has come to a socket, at most ``capacity`` datagrams.
    mutating func receive(from descriptor: Int32) -> Int {
        for index in 0..<received {
            incoming.headers[index].header.msg_namelen = socklen_t(MemoryLayout<sockaddr_in6>.size)
            incoming.headers[index].header.msg_controllen = Self.controlLength
            incoming.vectors[index].iov_len = Self.datagramLength
        }
        received = max(0, Int(clinux_recvmmsg(descriptor, incoming.headers, UInt32(Self.capacity))))
        return received
    }

    /// One of the datagrams that were received, valid until the next call; when it arrived, 0 when the kernel does not say.
    func datagram(_ index: Int) -> (bytes: UnsafeMutableRawBufferPointer, source: SocketAddress, arrival: Int64) {
        let length = min(Int(incoming.headers[index].length), Self.datagramLength)
        let bytes = UnsafeMutableRawBufferPointer(
            start: incoming.bytes + index * Self.datagramLength, count: length)
        return (
            bytes, SocketAddress(incoming.addresses[index]), clinux_receive_time(&incoming.headers[index].header)
        )
    }

    /// Sends datagrams in order.
    /// - Returns: how many the kernel did not take.
    func send(_ datagrams: [(bytes: [UInt8], destination: SocketAddress)], from descriptor: Int32) -> Int {
        var failed = 0
        var start = 0
        while start < datagrams.count {
            let part = datagrams[start..<min(start + Self.capacity, datagrams.count)]
            failed += send(part, from: descriptor)
            start = part.endIndex
        }
        return failed
    }

    private func send(
        _ datagrams: ArraySlice<(bytes: [UInt8], destination: SocketAddress)>, from descriptor: Int32
    ) -> Int {
        for (index, datagram) in datagrams.enumerated() {
            let length = min(datagram.bytes.count, Self.datagramLength)
            let place = UnsafeMutableRawBufferPointer(
                start: outgoing.bytes + index * Self.datagramLength, count: length)
            datagram.bytes.withUnsafeBytes { place.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<length])) }
            outgoing.vectors[index].iov_len = length
            outgoing.addresses[index] = datagram.destination.system
            outgoing.headers[index].header.msg_namelen = socklen_t(MemoryLayout<sockaddr_in6>.size)
            outgoing.headers[index].header.msg_controllen = 0
        }
        var sent = 0
        var failed = 0
        while sent < datagrams.count {
            let result = clinux_sendmmsg(descriptor, outgoing.headers + sent, UInt32(datagrams.count - sent))
            if result > 0 {
                sent += Int(result)
            } else if result != -EINTR {
                // What one destination refuses says nothing of the next.
                sent += 1
                failed += 1
            }
        }
        return failed
    }

    /// Datagrams in one call.
    static let capacity = 64
    /// Bytes: more than any path's MTU that media is cut for.
    private static let datagramLength = 2_048
    private static let controlLength = 64

    /// The structures of one call.
    private struct Batch {
        let headers = UnsafeMutablePointer<clinux_mmsghdr>.allocate(capacity: capacity)
        let vectors = UnsafeMutablePointer<iovec>.allocate(capacity: capacity)
        let addresses = UnsafeMutablePointer<sockaddr_in6>.allocate(capacity: capacity)
        let controls = UnsafeMutableRawPointer.allocate(byteCount: capacity * controlLength, alignment: 16)
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: capacity * datagramLength, alignment: 64)

        init() {
            addresses.initialize(repeating: sockaddr_in6(), count: capacity)
            for index in 0..<capacity {
                (vectors + index).initialize(to: iovec(iov_base: bytes + index * datagramLength, iov_len: 0))
                var header = clinux_mmsghdr()
                header.header.msg_name = UnsafeMutableRawPointer(addresses + index)
                header.header.msg_iov = vectors + index
                header.header.msg_iovlen = 1
                header.header.msg_control = controls + index * controlLength
                (headers + index).initialize(to: header)
            }
        }

        func deallocate() {
            headers.deallocate()
            vectors.deallocate()
            addresses.deallocate()
            controls.deallocate()
            bytes.deallocate()
        }
    }
}
