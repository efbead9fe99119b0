import CLinux

/// Messages for `sendmmsg`, each a single packet or a train of packets of one size (UDP_SEGMENT) to one destination.
///
/// A message's bytes are one piece of memory, or one piece for each of its packets, which messages may share.
struct MessageTable: ~Copyable {
    private(set) var count = 0
    let capacity: Int
    let headers: UnsafeMutablePointer<clinux_mmsghdr>
    /// The bytes of each message that is one piece of memory.
    let vectors: UnsafeMutablePointer<iovec>
    let controls: UnsafeMutablePointer<clinux_send_control>
    let addresses: UnsafeMutablePointer<sockaddr_in6>
    let notes: UnsafeMutablePointer<MessageNote>

    /// - Parameter capacity: messages; the kernel takes 1,024 in a call at most (UIO_MAXIOV).
    init(capacity: Int) {
        self.capacity = capacity
        headers = .allocate(capacity: capacity)
        vectors = .allocate(capacity: capacity)
        controls = .allocate(capacity: capacity)
        addresses = .allocate(capacity: capacity)
        notes = .allocate(capacity: capacity)
        for index in 0..<capacity {
            (addresses + index).initialize(to: sockaddr_in6())
            (vectors + index).initialize(to: iovec())
            (notes + index).initialize(to: MessageNote(destination: nil, arrival: 0, packets: 0, kind: .video))
            clinux_send_control_init(controls + index)
            var header = clinux_mmsghdr()
            header.header.msg_name = UnsafeMutableRawPointer(addresses + index)
            header.header.msg_namelen = socklen_t(MemoryLayout<sockaddr_in6>.size)
            header.header.msg_iov = vectors + index
            header.header.msg_iovlen = 1
            header.header.msg_control = UnsafeMutableRawPointer(controls + index)
            (headers + index).initialize(to: header)
        }
    }

    deinit {
        headers.deallocate()
        vectors.deallocate()
        controls.deallocate()
        addresses.deallocate()
        notes.deallocate()
    }

    var isFull: Bool { count == capacity }

    /// Adds a message of one piece of memory. There must be room.
    /// - Parameter segment: the size of each packet in it; the last may be shorter.
    @inline(__always)
    mutating func append(
        _ bytes: iovec, segment: UInt16, to peer: sockaddr_in6, from local: clinux_pktinfo, _ note: MessageNote
    ) {
        vectors[count] = bytes
        append(vectors + count, 1, segment: segment, to: peer, from: local, note)
    }

    /// Adds a message of one piece of memory for each packet. There must be room.
    /// - Parameters:
    ///   - pieces: stay put until the table was sent.
    ///   - segment: the size of each packet in it; the last may be shorter.
    @inline(__always)
    mutating func append(
        _ pieces: UnsafeMutablePointer<iovec>, _ pieceCount: Int, segment: UInt16, to peer: sockaddr_in6,
        from local: clinux_pktinfo, _ note: MessageNote
    ) {
        headers[count].header.msg_iov = pieces
        headers[count].header.msg_iovlen = pieceCount
        addresses[count] = peer
        controls[count].pktinfo = local
        controls[count].segment = segment
        headers[count].header.msg_controllen =
            Int(note.packets > 1 ? CLINUX_CONTROL_SEGMENTED : CLINUX_CONTROL_PLAIN)
        notes[count] = note
        count += 1
    }

    /// Lets a packet that lies behind the last message's bytes be part of it.
    @inline(__always)
    func extendLast(by length: Int) {
        vectors[count - 1].iov_len += length
        notes[count - 1].packets += 1
        headers[count - 1].header.msg_controllen = Int(CLINUX_CONTROL_SEGMENTED)
    }

    /// Bytes in a message.
    @inline(__always)
    func bytes(of index: Int) -> Int {
        let header = headers[index].header
        var bytes = 0
        for piece in 0..<header.msg_iovlen { bytes &+= header.msg_iov[piece].iov_len }
        return bytes
    }

    mutating func removeAll() {
        count = 0
    }
}

/// What is remembered of a message.
struct MessageNote {
    /// Nil when it waited in the backlog: the peer may be gone.
    var destination: UnsafeMutablePointer<Destination>?
    /// When the first of its packets came in, in nanoseconds of the monotonic clock.
    var arrival: Int64
    /// Packets in it; after sending, those that the kernel took.
    var packets: Int32
    var kind: SendKind
}
