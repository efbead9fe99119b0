import CLinux
import Glibc
import SRTP

/// What one flush sends: packets written one behind the other into an arena, encrypted there from the shared plaintext,
/// and handed to the kernel by one `sendmmsg`. Packets in a row to one destination and of one size leave as one
/// UDP_SEGMENT message.
///
/// Use: ``reserve(_:)`` room, write into it, ``commit(_:to:)``, and ``flush(_:)`` at the end of the batch. The payloads
/// that jobs point to must stay put until then.
struct SendBatch: ~Copyable {
    /// Counters since the start.
    private(set) var counters = SendCounters()

    private let arena: UnsafeMutablePointer<UInt8>
    private let headers: UnsafeMutablePointer<clinux_mmsghdr>
    private let vectors: UnsafeMutablePointer<iovec>
    private let controls: UnsafeMutablePointer<clinux_send_control>
    private let addresses: UnsafeMutablePointer<sockaddr_in6>
    private let jobs: UnsafeMutablePointer<SRTPProtectionJob>
    /// Packets in each message.
    private let runs: UnsafeMutablePointer<Int32>
    private var used = 0
    private var messageCount = 0
    private var jobCount = 0
    /// The destination of the last message, as long as packets may still join it.
    private var openDestination: UnsafePointer<Destination>?
    private var segmentation = true

    init() {
        arena = .allocate(capacity: Self.arenaSize)
        headers = .allocate(capacity: Self.messages)
        vectors = .allocate(capacity: Self.messages)
        controls = .allocate(capacity: Self.messages)
        addresses = .allocate(capacity: Self.messages)
        jobs = .allocate(capacity: Self.packets)
        runs = .allocate(capacity: Self.messages)
        for index in 0..<Self.messages {
            (addresses + index).initialize(to: sockaddr_in6())
            (vectors + index).initialize(to: iovec())
            (runs + index).initialize(to: 0)
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
        arena.deallocate()
        headers.deallocate()
        vectors.deallocate()
        controls.deallocate()
        addresses.deallocate()
        jobs.deallocate()
        runs.deallocate()
    }

    /// Whether a packet of up to ``largestPacket`` bytes still fits; if not, ``flush(_:)`` first.
    var hasRoom: Bool {
        used + Self.largestPacket <= Self.arenaSize && messageCount < Self.messages && jobCount < Self.packets
    }

    /// Where the next packet is to be written, ``largestPacket`` bytes at most.
    var next: UnsafeMutablePointer<UInt8> { arena + used }

    /// Queues the encryption of the packet at ``next``; carried out by ``flush(_:)``.
    mutating func protect(_ job: SRTPProtectionJob) {
        (jobs + jobCount).initialize(to: job)
        jobCount += 1
    }

    /// Queues the packet of `length` bytes at ``next`` for `destination`, which must stay put until ``flush(_:)``.
    mutating func commit(_ length: Int, to destination: UnsafePointer<Destination>) {
        if openDestination == destination, segmentation {
            let last = messageCount - 1
            let segment = Int(controls[last].segment)
            if length <= segment, runs[last] < Self.longestRun, vectors[last].iov_len + length <= Self.largestMessage {
                vectors[last].iov_len += length
                runs[last] += 1
                used += length
                // A shorter packet ends a train.
                if length < segment { openDestination = nil }
                return
            }
        }
        vectors[messageCount] = iovec(iov_base: arena + used, iov_len: length)
        addresses[messageCount] = destination.pointee.peer
        controls[messageCount].pktinfo = destination.pointee.local
        controls[messageCount].segment = UInt16(truncatingIfNeeded: length)
        runs[messageCount] = 1
        messageCount += 1
        used += length
        openDestination = destination
    }

    /// Encrypts and sends everything that is queued.
    mutating func flush(_ descriptor: Int32) {
        guard messageCount > 0 else { return }
        SRTPSender.protect(UnsafeMutableBufferPointer(start: jobs, count: jobCount))
        send(descriptor)
        used = 0
        messageCount = 0
        jobCount = 0
        openDestination = nil
    }

    private mutating func send(_ descriptor: Int32) {
        for index in 0..<messageCount {
            headers[index].header.msg_controllen =
                runs[index] > 1 ? Int(CLINUX_CONTROL_SEGMENTED) : Int(CLINUX_CONTROL_PLAIN)
        }
        var sent = 0
        while sent < messageCount {
            let result = Int(clinux_sendmmsg(descriptor, headers + sent, UInt32(messageCount - sent)))
            counters.calls &+= 1
            if result > 0 {
                for index in sent..<(sent + result) { count(index) }
                sent += result
            } else if runs[sent] > 1, -result == Int(EIO) {
                // The device cannot cut trains: never again on this socket.
                segmentation = false
                for index in sent..<messageCount { sendSingly(index, descriptor) }
                return
            } else if runs[sent] > 1, -result == Int(EINVAL) || -result == Int(EMSGSIZE) {
                // The path to this one peer is too narrow for such a train.
                sendSingly(sent, descriptor)
                sent += 1
            } else if -result == Int(EAGAIN) || -result == Int(ENOBUFS) {
                // The queue is full, and so it is for all that follow.
                for index in sent..<messageCount { counters.failed &+= UInt64(runs[index]) }
                return
            } else if -result == Int(EINTR) {
                continue
            } else {
                // An unreachable peer costs this message and no other.
                counters.failed &+= UInt64(runs[sent])
                sent += 1
            }
        }
    }

    /// Sends each packet of a train by itself.
    private mutating func sendSingly(_ index: Int, _ descriptor: Int32) {
        let train = vectors[index]
        let segment = Int(controls[index].segment)
        headers[index].header.msg_controllen = Int(CLINUX_CONTROL_PLAIN)
        var offset = 0
        while offset < train.iov_len {
            let length = min(segment, train.iov_len - offset)
            vectors[index] = iovec(iov_base: train.iov_base + offset, iov_len: length)
            let result = clinux_sendmmsg(descriptor, headers + index, 1)
            counters.calls &+= 1
            if result == 1 {
                counters.packets &+= 1
                counters.bytes &+= UInt64(length)
                counters.messages &+= 1
            } else {
                counters.failed &+= 1
            }
            offset += length
        }
    }

    private mutating func count(_ index: Int) {
        counters.messages &+= 1
        counters.packets &+= UInt64(runs[index])
        counters.bytes &+= UInt64(vectors[index].iov_len)
    }

    /// Bytes of packets in one flush: a frame of 2.5 Mbit/s for a hundred viewers leaves in one call, and most of it stays in
    /// a core's cache until the kernel copies it.
    private static let arenaSize = 3 << 19
    /// Messages in one `sendmmsg`: the kernel takes no more (UIO_MAXIOV).
    private static let messages = 1_024
    private static let packets = 4_096
    /// The kernel cuts a train into 64 datagrams at most (udp(7)).
    private static let longestRun: Int32 = 64
    /// What fits behind the headers into the largest IP packet.
    private static let largestMessage = 65_000
    /// Room that a packet may need: a cached one, new header extensions, and an authentication tag.
    static let largestPacket = 2_048
}

/// What a socket sent, since its start.
package struct SendCounters: Sendable {
    package var packets: UInt64 = 0
    package var bytes: UInt64 = 0
    /// Trains and single datagrams.
    package var messages: UInt64 = 0
    package var calls: UInt64 = 0
    /// Packets that the kernel did not take.
    package var failed: UInt64 = 0
}
