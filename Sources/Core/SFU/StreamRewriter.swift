/// Keeps one viewer's RTP stream continuous while what feeds it changes: sequence numbers and timestamps go on without a
/// gap over a switch of layers and over a new publisher. Plain data.
///
/// Within a source, numbers keep their distances: a packet that is missing on the way in leaves the same hole on the way
/// out, which its retransmission fills.
package struct StreamRewriter {
    /// The source that feeds the stream now.
    package private(set) var source = SourceID.none
    /// The highest extended sequence number sent; one less than the first before anything was sent.
    package private(set) var highestSequence: Int64

    /// The first sequence number that ``source`` was sent under since it took its turn.
    package private(set) var firstOutgoing: Int64 = 0

    /// Incoming less outgoing sequence number.
    private var sequenceOffset: Int64 = 0
    /// Incoming less outgoing timestamp.
    package private(set) var timestampOffset: UInt32 = 0
    /// The first incoming sequence number of the source that was forwarded: earlier ones belong to nobody.
    private var firstSequence: Int64 = 0
    private var lastTimestamp: UInt32
    private var lastCapture: Int64 = 0
    private var hasSent = false

    /// - Parameters:
    ///   - firstSequence: the first sequence number to send, below 32,768 so that the first rollover is unmistakable.
    ///   - firstTimestamp: the first timestamp to send.
    package init(firstSequence: UInt16, firstTimestamp: UInt32) {
        highestSequence = Int64(firstSequence & 0x7FFF) - 1
        lastTimestamp = firstTimestamp
    }

    /// Lets `record`, the first of its source, follow upon what was sent last.
    /// - Parameter clockRate: the source's timestamp units in a second.
    package mutating func begin(_ record: PacketRecord, clockRate: Int) {
        source = record.source
        firstOutgoing = highestSequence + 1
        firstSequence = record.sequence
        sequenceOffset = record.sequence - (highestSequence + 1)
        let timestamp = hasSent ? lastTimestamp &+ ticksSinceLast(record, clockRate) : lastTimestamp
        timestampOffset = record.timestamp &- timestamp
        hasSent = true
    }

    /// The outgoing extended sequence number and timestamp of a packet of ``source``; nil when it is older than where
    /// this viewer began.
    package mutating func rewrite(_ record: PacketRecord) -> (sequence: Int64, timestamp: UInt32)? {
        let sequence = record.sequence - sequenceOffset
        guard record.sequence >= firstSequence, sequence < Self.sequenceEnd else { return nil }
        let timestamp = record.timestamp &- timestampOffset
        if sequence > highestSequence {
            highestSequence = sequence
            lastTimestamp = timestamp
            lastCapture = record.captureTime
        }
        return (sequence, timestamp)
    }

    /// Whether a packet of ``source`` is the first of a frame that is newer than all that was sent.
    package func beginsFrame(_ record: PacketRecord) -> Bool {
        record.sequence - sequenceOffset > highestSequence && record.timestamp &- timestampOffset != lastTimestamp
    }

    /// Nothing feeds the stream until ``begin(_:clockRate:)``; it will go on without a gap.
    package mutating func detach() {
        source = .none
    }

    /// How far the timestamp moves over a switch: by the time between the two captures, at least one unit.
    private func ticksSinceLast(_ record: PacketRecord, _ clockRate: Int) -> UInt32 {
        let elapsed = min(max(record.captureTime &- lastCapture, 0), Self.longestSilence)
        let ticks = elapsed / 1_000 * Int64(clockRate) / 1_000_000
        return UInt32(truncatingIfNeeded: max(ticks, 1))
    }

    /// Rollover counter and sequence number have 48 bits (RFC 3711 §3.3.1); behind them nothing can be encrypted.
    private static let sequenceEnd: Int64 = 1 << 48
    /// Nanoseconds: a longer silence than this is not believed, as no publisher is waited for that long.
    private static let longestSilence: Int64 = 60_000_000_000
}
