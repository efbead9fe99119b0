/// One viewer of one track: everything that the fan-out reads and writes for it. Plain data in memory of its own, reached
/// by pointer, so that the loop over a thousand viewers touches no reference count.
///
/// Life: ``allocate(_:)``, ``Track/add(_:now:)``, ``Track/remove(_:)``, ``free(_:)``, by whoever owns the viewer's session.
package struct Subscription {
    /// The viewer's session, for the media plane to find its keys and address.
    package let transport: UnsafeMutableRawPointer
    /// The SSRC the viewer was told.
    package let ssrc: UInt32
    /// The viewer's payload type for the codec that the publisher sends now; nil when the viewer has none: then nothing is sent.
    package private(set) var payloadType: UInt8?
    /// Packets sent for the first time.
    package private(set) var packetsSent: UInt64 = 0
    /// Payload bytes sent for the first time, as sender reports count them (RFC 3550 §6.4.1).
    package private(set) var octetsSent: UInt64 = 0
    /// The source this viewer should get. The switch happens where that source can be decoded from.
    package private(set) var target = SourceID.none

    private var flow = Flow.open
    private var rewriter: StreamRewriter
    /// Timestamp units in a second of what the publisher sends now.
    private var clockRate: Int
    private var map: SequenceMap
    /// The first sequence number that went out with ``payloadType``, extended.
    private var payloadTypeBegan: Int64
    /// Audio can begin anywhere, video with a keyframe.
    private let needsKeyframe: Bool

    /// - Parameters:
    ///   - transport: handed back to the media plane with each packet.
    ///   - firstSequence: below 32,768; random, as is `firstTimestamp` (RFC 3550 §5.1).
    package init(
        transport: UnsafeMutableRawPointer, ssrc: UInt32, payloadType: UInt8?, isVideo: Bool, clockRate: Int,
        firstSequence: UInt16, firstTimestamp: UInt32
    ) {
        self.transport = transport
        self.ssrc = ssrc
        self.payloadType = payloadType
        needsKeyframe = isVideo
        rewriter = StreamRewriter(
            firstSequence: firstSequence, firstTimestamp: firstTimestamp)
        self.clockRate = clockRate
        map = SequenceMap(
            capacity: isVideo ? PacketCache.videoCapacity : PacketCache.audioCapacity,
            firstSequence: Int64(firstSequence & 0x7FFF))
        payloadTypeBegan = Int64(firstSequence & 0x7FFF)
    }

    package static func allocate(_ subscription: Subscription) -> UnsafeMutablePointer<Subscription> {
        let pointer = UnsafeMutablePointer<Subscription>.allocate(capacity: 1)
        pointer.initialize(to: subscription)
        return pointer
    }

    package static func free(_ pointer: UnsafeMutablePointer<Subscription>) {
        pointer.pointee.map.deallocate()
        pointer.deinitialize(count: 1)
        pointer.deallocate()
    }

    /// The source that feeds the viewer now; ``SourceID/none`` before anything was sent.
    package var source: SourceID { rewriter.source }

    /// Whether the viewer waits for the first keyframe of its target.
    package var isWaitingForKeyframe: Bool { needsKeyframe && payloadType != nil && source != target }

    /// Incoming less outgoing timestamp of ``source``.
    package var timestampOffset: UInt32 { rewriter.timestampOffset }

    /// What is sent from now on goes out with another payload type. What went out before is not repeated any more: with
    /// another header it would not be the same packet.
    /// - Parameter clockRate: timestamp units in a second of what is sent from now on.
    package mutating func send(as payloadType: UInt8?, clockRate: Int) {
        self.clockRate = clockRate
        guard payloadType != self.payloadType else { return }
        self.payloadType = payloadType
        payloadTypeBegan = rewriter.highestSequence + 1
    }

    package mutating func aim(at source: SourceID) {
        target = source
    }

    private enum Flow: UInt8 {
        case open
        /// To the end of the frame at hand.
        case ending
        case paused
    }

    /// Whether the viewer does without, until ``resume()``.
    package var isPaused: Bool { flow != .open }

    /// Lets the viewer do without, from the end of the frame that was begun on. Nothing shows a gap: sequence numbers
    /// go on when it resumes.
    package mutating func pause() {
        guard flow == .open else { return }
        flow = rewriter.source == .none ? .paused : .ending
    }

    /// Lets packets flow again, video from the next keyframe on if it was paused or missed a switch meanwhile.
    /// - Returns: whether the viewer waits for a keyframe now that it did not wait for before.
    package mutating func resume() -> Bool {
        guard flow != .open else { return false }
        flow = .open
        return isWaitingForKeyframe
    }

    /// Packets to the viewer were lost on the way out: what follows upon them is of no use, and it goes on with the next
    /// keyframe.
    package mutating func breakOff() {
        guard needsKeyframe else { return }
        rewriter.detach()
    }

    /// Decides what becomes of a batch of packets: those of the viewer's source go on, a switch happens where it can,
    /// everything else is left out.
    /// - Parameters:
    ///   - first: the batch's first cache number.
    ///   - end: the one behind its last; at most `cache.capacity` after `first`.
    ///   - operations: room for `cache.capacity` operations.
    /// - Returns: the number of operations written.
    package mutating func plan(
        _ cache: PacketCache, from first: UInt32, to end: UInt32,
        into operations: UnsafeMutablePointer<ForwardOperation>
    ) -> Int {
        guard payloadType != nil else { return 0 }
        if flow != .open { return planEnding(cache, from: first, to: end, into: operations) }
        var count = 0
        var number = first
        while number != end {
            let record = cache.record(number)
            if record.pointee.source != rewriter.source {
                guard record.pointee.source == target, !needsKeyframe || record.pointee.startsKeyframe else {
                    number &+= 1
                    continue
                }
                rewriter.begin(record.pointee, clockRate: clockRate)
                count += forward(number, of: cache, into: operations + count)
                count += catchUp(cache, from: number, into: operations + count)
            } else {
                count += forward(number, of: cache, into: operations + count)
            }
            number &+= 1
        }
        return count
    }

    /// What belongs to the frame at hand goes on; with the first packet of another one the viewer is paused.
    private mutating func planEnding(
        _ cache: PacketCache, from first: UInt32, to end: UInt32,
        into operations: UnsafeMutablePointer<ForwardOperation>
    ) -> Int {
        var count = 0
        var number = first
        while number != end, flow == .ending {
            let record = cache.record(number)
            if record.pointee.source == rewriter.source {
                if rewriter.beginsFrame(record.pointee) {
                    rewriter.detach()
                    flow = .paused
                } else {
                    count += forward(number, of: cache, into: operations + count)
                }
            }
            number &+= 1
        }
        return count
    }

    /// A packet of ``source`` goes on.
    /// - Returns: the number of operations written: 1, or 0 when it is older than where this viewer began.
    private mutating func forward(
        _ number: UInt32, of cache: PacketCache, into operation: UnsafeMutablePointer<ForwardOperation>
    ) -> Int {
        let record = cache.record(number)
        guard let (sequence, timestamp) = rewriter.rewrite(record.pointee) else { return 0 }
        map.note(sequence, number: number)
        operation.initialize(
            to: ForwardOperation(
                record: record, bytes: cache.bytes(number), index: UInt64(truncatingIfNeeded: sequence),
                timestamp: timestamp))
        packetsSent &+= 1
        octetsSent &+= UInt64(record.pointee.payloadLength)
        return 1
    }

    /// The packet that a source began with may have come late, as a retransmission: what followed it is in the cache
    /// already, and nothing else would send it.
    /// - Parameter first: the cache number that the source began with.
    /// - Returns: the number of operations written.
    private mutating func catchUp(
        _ cache: PacketCache, from first: UInt32, into operations: UnsafeMutablePointer<ForwardOperation>
    ) -> Int {
        let beginning = cache.record(first).pointee.sequence
        var count = 0
        var number = cache.oldest
        while number != first {
            let record = cache.record(number)
            if record.pointee.source == rewriter.source, record.pointee.sequence > beginning {
                count += forward(number, of: cache, into: operations + count)
            }
            number &+= 1
        }
        return count
    }

    /// The packet that went out as `sequence`, to be sent again exactly as it was; nil when it is not held any more.
    package func retransmission(of sequence: UInt16, from cache: PacketCache) -> ForwardOperation? {
        // Only the payload type and the timestamp offset of now are known. What went out under others is not repeated: it
        // would be another packet under the same nonce.
        guard let (extended, number) = map.lookUp(sequence), extended >= payloadTypeBegan,
            extended >= rewriter.firstOutgoing, cache.holds(number)
        else { return nil }
        let record = cache.record(number)
        guard record.pointee.source == rewriter.source else { return nil }
        return ForwardOperation(
            record: record, bytes: cache.bytes(number), index: UInt64(truncatingIfNeeded: extended),
            timestamp: record.pointee.timestamp &- rewriter.timestampOffset)
    }
}
