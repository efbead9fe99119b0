package import Net

/// Puts the packets of one RTP source in order: late ones, among them retransmissions, wait for nobody but are waited
/// for.
///
/// A packet whose turn it is passes at once. Behind a hole packets are held until it is filled, until the first of them
/// has waited for ``patience``, or until they exceed ``maximumCount`` or ``maximumSize``; then what is missing is given
/// up and told as a loss. What comes after its turn is dropped.
///
/// Calling contract: ``insert(sequence:timestamp:marker:payload:now:into:)`` for each packet and ``expire(now:into:)``
/// when ``deadline`` has come; both append what is ready to hand out.
package struct ReorderBuffer: Sendable {
    /// How long a hole is waited for, from the arrival of the first packet behind it.
    package let patience: Duration
    /// When the hole that is waited for is given up; ``Instant/distantFuture`` while nothing is missing.
    package private(set) var deadline = Instant.distantFuture
    /// Packets that were given up.
    package private(set) var lostCount = 0
    /// Packets that came after their turn: given up before, or here for the second time.
    package private(set) var lateCount = 0
    /// Packets that came while the same packet was held.
    package private(set) var duplicateCount = 0

    /// Whose turn it is; nil before the first packet.
    private var next: Int64?
    /// What waits behind a hole, in order of sequence.
    private var held: [HeldPacket] = []
    /// Payload bytes in ``held``.
    private var heldSize = 0
    /// The newest of the packets that came far after their turn: two in a row are a source that began anew.
    private var restart: Int64?

    package init(patience: Duration = .milliseconds(200)) {
        self.patience = patience
    }

    /// Packets that wait behind a hole.
    package var heldCount: Int { held.count }

    /// Takes a packet, and appends it and all that it was missing for.
    /// - Parameter sequence: its extended sequence number.
    package mutating func insert(
        sequence: Int64, timestamp: UInt32, marker: Bool, payload: Span<UInt8>, now: Instant,
        into items: inout [ReorderedItem]
    ) {
        let turn = next ?? sequence
        if sequence < turn {
            guard beginsAnew(with: sequence, turn: turn) else {
                lateCount += 1
                return
            }
            giveUpAll(into: &items)
            items.append(.loss)
        }
        let packet = ReorderedPacket(
            sequence: sequence, timestamp: timestamp, marker: marker, payload: [UInt8](copying: payload))
        if sequence <= turn {
            restart = nil
            items.append(.packet(packet))
            next = sequence &+ 1
            release(into: &items)
        } else {
            hold(packet, now: now)
            while held.count > Self.maximumCount || heldSize > Self.maximumSize { giveUpHole(into: &items) }
        }
    }

    /// Whether it is a packet's turn and nothing is held: then it has passed, and need not be inserted.
    /// - Parameter sequence: its extended sequence number.
    package mutating func pass(_ sequence: Int64) -> Bool {
        guard sequence == next, held.isEmpty else { return false }
        next = sequence &+ 1
        restart = nil
        return true
    }

    /// Gives up every hole that was waited for long enough.
    package mutating func expire(now: Instant, into items: inout [ReorderedItem]) {
        while deadline <= now, !held.isEmpty { giveUpHole(into: &items) }
    }

    private mutating func hold(_ packet: ReorderedPacket, now: Instant) {
        var place = held.endIndex
        while place > held.startIndex, held[place - 1].packet.sequence >= packet.sequence { place -= 1 }
        if place < held.endIndex, held[place].packet.sequence == packet.sequence {
            duplicateCount += 1
            return
        }
        held.insert(HeldPacket(packet: packet, arrival: now), at: place)
        heldSize += packet.payload.count
        deadline = min(deadline, now.advanced(by: patience))
    }

    /// Goes on behind the first hole.
    private mutating func giveUpHole(into items: inout [ReorderedItem]) {
        guard let first = held.first?.packet.sequence, let turn = next else { return }
        items.append(.loss)
        let (missing, isVast) = first.subtractingReportingOverflow(turn)
        let (sum, isFull) = lostCount.addingReportingOverflow(isVast ? .max : Int(missing))
        lostCount = isFull ? .max : sum
        next = first
        release(into: &items)
    }

    private mutating func giveUpAll(into items: inout [ReorderedItem]) {
        while !held.isEmpty { giveUpHole(into: &items) }
    }

    /// Hands out the packets whose turn has come.
    private mutating func release(into items: inout [ReorderedItem]) {
        guard var turn = next, !held.isEmpty else { return }
        var count = 0
        while count < held.count, held[count].packet.sequence == turn {
            items.append(.packet(held[count].packet))
            heldSize -= held[count].packet.payload.count
            turn &+= 1
            count += 1
        }
        guard count > 0 else { return }
        held.removeFirst(count)
        next = turn
        deadline = held.lazy.map(\.arrival).min()?.advanced(by: patience) ?? .distantFuture
    }

    /// Whether a packet that comes far after its turn is the second of a source that counts anew (RFC 3550 §A.1).
    private mutating func beginsAnew(with sequence: Int64, turn: Int64) -> Bool {
        let (distance, isVast) = turn.subtractingReportingOverflow(sequence)
        guard isVast || distance > Self.restartDistance else { return false }
        defer { restart = sequence }
        guard let restart else { return false }
        return sequence == restart &+ 1
    }

    /// Packets held (our choice): a second and more of video at any usual rate.
    package static let maximumCount = 512
    /// Payload bytes held (our choice): more than any ``maximumCount`` packets that fit into an Ethernet frame.
    package static let maximumSize = 2 << 20
    /// Packets behind its turn from which on a packet may be of a source that counts anew: `MAX_DROPOUT` of RFC 3550
    /// §A.1.
    static let restartDistance: Int64 = 3_000
}

/// What a ``ReorderBuffer`` hands out, in order.
package enum ReorderedItem: Equatable, Sendable {
    case packet(ReorderedPacket)
    /// Before the next packet at least one is missing, and will not come.
    case loss
}

/// What a frame is put together from.
package struct ReorderedPacket: Equatable, Sendable {
    /// The extended sequence number.
    package var sequence: Int64
    /// In units of the codec's clock.
    package var timestamp: UInt32
    package var marker: Bool
    package var payload: [UInt8]

    package init(sequence: Int64, timestamp: UInt32, marker: Bool, payload: [UInt8]) {
        self.sequence = sequence
        self.timestamp = timestamp
        self.marker = marker
        self.payload = payload
    }
}

private struct HeldPacket {
    var packet: ReorderedPacket
    var arrival: Instant
}

extension [UInt8] {
    /// The bytes of a span, as an array of their own.
    init(copying span: Span<UInt8>) {
        self.init(capacity: span.count) { output in
            for index in span.indices { output.append(span[index]) }
        }
    }

    /// Appends the bytes of a span.
    mutating func append(copying span: Span<UInt8>) {
        append(addingCapacity: span.count) { output in
            for index in span.indices { output.append(span[index]) }
        }
    }
}
