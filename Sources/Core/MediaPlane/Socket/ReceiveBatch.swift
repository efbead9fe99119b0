import CLinux
import Net

/// Buffers for one `recvmmsg`: up to ``messages`` datagrams or trains of datagrams that the kernel put together (UDP_GRO).
struct ReceiveBatch: ~Copyable {
    private let headers: UnsafeMutablePointer<clinux_mmsghdr>
    private let vectors: UnsafeMutablePointer<iovec>
    private let addresses: UnsafeMutablePointer<sockaddr_in6>
    private let controls: UnsafeMutableRawPointer
    private let buffers: UnsafeMutableRawPointer

    init() {
        headers = .allocate(capacity: Self.messages)
        vectors = .allocate(capacity: Self.messages)
        addresses = .allocate(capacity: Self.messages)
        controls = .allocate(byteCount: Self.messages * Self.controlSize, alignment: 16)
        buffers = .allocate(byteCount: Self.messages * Self.bufferSize, alignment: 4096)
        addresses.initialize(repeating: sockaddr_in6(), count: Self.messages)
        for index in 0..<Self.messages {
            (vectors + index).initialize(
                to: iovec(iov_base: buffers + index * Self.bufferSize, iov_len: Self.bufferSize))
            var header = clinux_mmsghdr()
            header.header.msg_name = UnsafeMutableRawPointer(addresses + index)
            header.header.msg_iov = vectors + index
            header.header.msg_iovlen = 1
            header.header.msg_control = controls + index * Self.controlSize
            (headers + index).initialize(to: header)
        }
    }

    deinit {
        headers.deallocate()
        vectors.deallocate()
        addresses.deallocate()
        controls.deallocate()
        buffers.deallocate()
    }

    /// Receives what is there, without waiting.
    /// - Returns: the number of messages; 0 when there is none or the socket reports a peer's error.
    func receive(from descriptor: Int32) -> Int {
        for index in 0..<Self.messages {
            headers[index].header.msg_namelen = socklen_t(MemoryLayout<sockaddr_in6>.size)
            headers[index].header.msg_controllen = Self.controlSize
        }
        return max(0, Int(clinux_recvmmsg(descriptor, headers, UInt32(Self.messages))))
    }

    /// One received message.
    func message(_ index: Int) -> ReceivedMessage {
        var received = clinux_received()
        withUnsafePointer(to: headers[index].header) { clinux_parse_control($0, &received) }
        let length = Int(headers[index].length)
        let segment = received.segment == 0 ? length : Int(received.segment)
        return ReceivedMessage(
            bytes: UnsafeMutableRawBufferPointer(start: buffers + index * Self.bufferSize, count: length),
            segment: max(segment, 1), peer: SocketAddress(addresses[index]), local: received.local,
            timestamp: received.timestamp)
    }

    /// Messages taken in one call.
    static let messages = 32
    /// The largest train there can be.
    private static let bufferSize = 65_536
    private static let controlSize = Int(CLINUX_RECEIVE_CONTROL)
}

/// A datagram, or a train of datagrams of equal size (the last may be shorter) from one peer.
struct ReceivedMessage {
    /// The datagrams one behind the other; valid until the next receive call.
    let bytes: UnsafeMutableRawBufferPointer
    /// The size of each datagram.
    let segment: Int
    let peer: SocketAddress
    /// The address of ours that it was sent to.
    let local: clinux_pktinfo
    /// When the kernel received it, in nanoseconds since 1970; 0 when unknown.
    let timestamp: Int64
}
