import CLinux
package import Net
import SRTP

/// What one flush sends: packets written one behind the other into an arena, encrypted there from the shared plaintext,
/// and handed to the kernel by one `sendmmsg`. Packets in a row to one destination and of one size leave as one
/// UDP_SEGMENT message.
///
/// Use: room at ``next`` when ``hasRoom``, write there, ``protect(_:)``, ``commit(_:to:as:arrival:)``, and
/// ``flush()`` at the end of the batch. The payloads that jobs point to must stay put until then.
///
/// **When the kernel takes no more**, the rest waits in a backlog and goes first in later flushes, so that each
/// destination's packets keep their order. Flush again when the socket is writable (``waitsForSocket``) or after
/// ``retryDelay``. When the backlog is full as well, video is dropped by destination: the first packet dropped sets
/// ``Destination/hasLostVideo`` and ``hasLosses``, and no more video is taken for that destination until its owner, who
/// stops its video up to the next keyframe, has cleared the flag.
package struct SendBatch: ~Copyable {
    /// Whether there are destinations that lost video; cleared by whoever has seen to all of them.
    package var hasLosses = false
    private let descriptor: Int32
    private let clocks: @Sendable () -> LoopTime
    private let arena: UnsafeMutablePointer<UInt8>
    private let jobs: UnsafeMutablePointer<SRTPProtectionJob>
    private var transit: TransitTimes
    private var used = 0
    private var jobCount = 0
    private var table = MessageTable(capacity: SendBatch.messages)
    /// The destination and kind of the last message as one number, as long as packets may still join it; 0 for none.
    private var open: UInt = 0
    private var sender: DatagramSender
    private var backlog: SendBacklog
    private var backlogTable = MessageTable(capacity: SendBatch.backlogMessages)

    /// - Parameters:
    ///   - descriptor: the socket; stays open as long as this is in use.
    ///   - call: `sendmmsg`; a test brings its own kernel.
    ///   - clocks: read once in each flush.
    package init(
        descriptor: Int32, call: @escaping SendCall = clinux_sendmmsg, limits: BacklogLimits = BacklogLimits(),
        clocks: @escaping @Sendable () -> LoopTime
    ) {
        self.descriptor = descriptor
        self.clocks = clocks
        arena = .allocate(capacity: Self.arenaSize)
        jobs = .allocate(capacity: Self.packets)
        sender = DatagramSender(call: call)
        backlog = SendBacklog(limits: limits)
        transit = TransitTimes(now: clocks().now)
    }

    deinit {
        arena.deallocate()
        jobs.deallocate()
    }

    // MARK: Filling

    /// Whether a packet of up to ``largestPacket`` bytes still fits; if not, ``flush()`` first.
    var hasRoom: Bool {
        used + Self.largestPacket <= Self.arenaSize && !table.isFull && jobCount < Self.packets
    }

    /// Where the next packet is to be written, ``largestPacket`` bytes at most.
    package var next: UnsafeMutablePointer<UInt8> { arena + used }

    /// Queues the encryption of the packet at ``next``; carried out by ``flush()``.
    mutating func protect(_ job: SRTPProtectionJob) {
        (jobs + jobCount).initialize(to: job)
        jobCount += 1
    }

    /// Queues the packet of `length` bytes at ``next`` for `destination`, which must stay put until the flush.
    /// - Parameter arrival: when it came in, on the monotonic clock.
    package mutating func commit(
        _ length: Int, to destination: UnsafeMutablePointer<Destination>, as kind: SendKind, arrival: Instant
    ) {
        // A destination's address is a multiple of four: its last bits are free.
        let key = UInt(bitPattern: destination) | kind.rawValue
        let start = arena + used
        used += length
        if open == key {
            let last = table.count - 1
            let segment = Int(table.controls[last].segment)
            if length <= segment, table.notes[last].packets < Self.longestRun,
                table.vectors[last].iov_len + length <= Self.largestMessage
            {
                table.extendLast(by: length)
                // A shorter packet ends a train.
                if length < segment { open = 0 }
                return
            }
        }
        if kind == .video, destination.pointee.hasLostVideo {
            // Its encryption is queued and does no harm.
            sender.countIncomplete(1)
            open = 0
            return
        }
        table.append(
            iovec(iov_base: start, iov_len: length), segment: UInt16(truncatingIfNeeded: length),
            to: destination.pointee.peer, from: destination.pointee.local,
            MessageNote(destination: destination, arrival: arrival.nanoseconds, packets: 1, kind: kind))
        open = sender.takesTrains && destination.pointee.takesTrains ? key : 0
    }

    // MARK: Sending

    /// Encrypts everything that is queued and sends it, behind what waits from earlier flushes.
    package mutating func flush() {
        guard used > 0 || !backlog.isEmpty else { return }
        if jobCount > 0 { SRTPSender.protect(UnsafeMutableBufferPointer(start: jobs, count: jobCount)) }
        let before = sender.counters.packets
        if !backlog.isEmpty { flushBacklog() }
        let sent = backlog.isEmpty ? sender.send(table, to: descriptor) : 0
        let now = clocks().now
        transit.rotate(now: now)
        transit.record(table, sent, now: now)
        for index in sent..<table.count { keep(index, now: now) }
        sender.countBatch(sender.counters.packets &- before)
        used = 0
        jobCount = 0
        open = 0
        table.removeAll()
    }

    private mutating func flushBacklog() {
        while !backlog.isEmpty {
            backlog.fill(&backlogTable)
            let sent = sender.send(backlogTable, to: descriptor)
            transit.record(backlogTable, sent, now: clocks().now)
            backlog.remove(sent, of: backlogTable)
            let isBlocked = sent < backlogTable.count
            backlogTable.removeAll()
            if isBlocked { return }
        }
    }

    /// Keeps a message that the kernel did not take for later, or drops it.
    private mutating func keep(_ index: Int, now: Instant) {
        let note = table.notes[index]
        if note.kind == .video, let destination = note.destination, destination.pointee.hasLostVideo {
            sender.countIncomplete(Int(note.packets))
            return
        }
        guard !backlog.add(index, of: table, now: now) else { return }
        sender.countRefused(Int(note.packets))
        guard note.kind == .video, let destination = note.destination else { return }
        destination.pointee.hasLostVideo = true
        hasLosses = true
    }

    // MARK: Reads

    /// Counters since the start.
    package var counters: SendCounters { sender.counters }

    /// How long packets took through the server.
    package mutating func transit(at now: Instant) -> TransitTimes {
        transit.rotate(now: now)
        return transit
    }

    /// Bytes of packets that wait for the kernel.
    package var backlogBytes: Int { backlog.bytes }

    /// Whether packets wait until the socket is writable.
    package var waitsForSocket: Bool {
        guard !backlog.isEmpty, case .full = sender.obstacle else { return false }
        return true
    }

    /// Nanoseconds until ``flush()`` should be called although nothing tells that it would help; nil when that is not
    /// needed.
    package var retryDelay: Int64? {
        guard !backlog.isEmpty, case .memory = sender.obstacle else { return nil }
        return Self.retryInterval
    }

    /// Bytes of packets in one flush: a frame of 2.5 Mbit/s for a hundred viewers leaves in one call, and most of it stays in
    /// a core's cache until the kernel copies it.
    private static let arenaSize = 3 << 19
    /// Messages in one `sendmmsg`: the kernel takes no more (UIO_MAXIOV).
    private static let messages = 1_024
    private static let backlogMessages = 64
    private static let packets = 4_096
    /// The kernel cuts a train into 64 datagrams at most (udp(7)).
    static let longestRun: Int32 = 64
    /// What fits behind the headers into the largest IP packet.
    static let largestMessage = 65_000
    /// Nanoseconds.
    private static let retryInterval: Int64 = 1_000_000
    /// Room that a packet may need: a cached one, new header extensions, and an authentication tag.
    static let largestPacket = 2_048
}

extension TransitTimes {
    /// Notes how long the packets of a table's first messages took.
    fileprivate mutating func record(_ table: borrowing MessageTable, _ sent: Int, now: Instant) {
        for index in 0..<sent where table.notes[index].kind != .other {
            record(
                now.nanoseconds &- table.notes[index].arrival,
                packets: UInt64(truncatingIfNeeded: table.notes[index].packets))
        }
    }
}
