package import Net

/// What a receiver counts of one source to report on it (RFC 3550 §6.4.1, appendix A.1, A.3 and A.8).
///
/// Calling contract: ``receive(sequence:timestamp:now:)`` for each packet of the source itself (a retransmission belongs to
/// the source that carried it), ``noteSenderReport(_:now:)`` for each of its sender reports, ``takeReport(now:)`` when a
/// report is due. The RFC's probation is left out: a source is known from the negotiation, and its packets authentic.
package struct ReceptionStatistics: Sendable {
    package let ssrc: UInt32
    private let clockRate: Int64
    private var packets: Packets?
    /// Sixteen times the jitter, in units of the source's clock.
    private var scaledJitter: Int64 = 0
    private var lastPacket: (timestamp: UInt32, transit: UInt32)?
    private var lastSenderReport: (middle: UInt32, arrival: Instant)?

    /// - Parameter clockRate: RTP timestamp units in a second.
    package init(ssrc: UInt32, clockRate: Int) {
        self.ssrc = ssrc
        self.clockRate = Int64(min(max(clockRate, 1), Self.greatestClockRate))
    }

    package mutating func receive(sequence: UInt16, timestamp: UInt32, now: Instant) {
        guard packets != nil else {
            packets = Packets(first: sequence)
            updateJitter(timestamp: timestamp, now: now)
            return
        }
        if packets?.receive(sequence) == .ahead { updateJitter(timestamp: timestamp, now: now) }
    }

    package mutating func noteSenderReport(_ ntp: NTPTime, now: Instant) {
        lastSenderReport = (ntp.middle, now)
    }

    /// The report on everything so far, whose fraction lost covers the time since the report before. Nil before the first
    /// packet.
    package mutating func takeReport(now: Instant) -> ReportBlock? {
        guard var packets else { return nil }
        let fraction = packets.takeFractionLost()
        self.packets = packets
        return ReportBlock(
            ssrc: ssrc, fractionLost: fraction, cumulativeLost: packets.cumulativeLost,
            highestSequence: UInt32(truncatingIfNeeded: packets.highest), jitter: jitter,
            lastSenderReport: lastSenderReport?.middle ?? 0,
            delaySinceLastSenderReport: lastSenderReport.map { Self.delay(since: $0.arrival, now: now) } ?? 0)
    }

    /// Packets lost so far, as a report says it; 0 before the first packet.
    package var cumulativeLost: Int32 { packets?.cumulativeLost ?? 0 }

    /// Interarrival jitter in units of the source's clock.
    package var jitter: UInt32 { UInt32(clamping: scaledJitter >> 4) }

    /// Appendix A.8, for the first packet of each timestamp alone: those of one frame leave together, and what a sender's
    /// pacing puts between them is not jitter.
    private mutating func updateJitter(timestamp: UInt32, now: Instant) {
        if let lastPacket, lastPacket.timestamp == timestamp { return }
        let transit = clockUnits(now) &- timestamp
        defer { lastPacket = (timestamp, transit) }
        guard let lastPacket else { return }
        let difference = abs(Int64(Int32(bitPattern: transit &- lastPacket.transit)))
        // A source that sets its clock anew does not say anything about the network.
        guard difference < clockRate * Self.greatestTransitChange else { return }
        scaledJitter += difference - (scaledJitter + 8) >> 4
    }

    /// The instant in units of the source's clock, wrapping like its timestamps.
    private func clockUnits(_ instant: Instant) -> UInt32 {
        let (seconds, rest) = instant.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return UInt32(truncatingIfNeeded: seconds * clockRate + rest * clockRate / 1_000_000_000)
    }

    /// In 1/65,536 s.
    private static func delay(since earlier: Instant, now: Instant) -> UInt32 {
        let microseconds = max(0, now.nanoseconds(since: earlier)) / 1_000
        let (product, overflow) = microseconds.multipliedReportingOverflow(by: 65_536)
        return overflow ? .max : UInt32(clamping: product / 1_000_000)
    }

    /// Above every clock that RTP knows; keeps the arithmetic in its range.
    private static let greatestClockRate = 1_000_000
    /// Seconds by which the transit time may change from frame to frame and count as jitter: our choice.
    private static let greatestTransitChange: Int64 = 5
}

/// Which sequence numbers came (appendix A.1) and how many did not (A.3).
private struct Packets: Sendable {
    enum Position {
        /// The highest so far.
        case ahead
        /// Late or repeated.
        case behind
        /// Too far from the others to be believed, unless the next one follows it.
        case outOfRange
    }

    private var first: Int64
    /// The highest number, extended by how often it wrapped.
    private(set) var highest: Int64
    private var received: Int64 = 1
    /// The number after the last one out of range.
    private var expectedRestart: UInt16?
    /// Expected and received, at the report before.
    private var reported: (expected: Int64, received: Int64) = (0, 0)

    init(first: UInt16) {
        self.first = Int64(first)
        highest = self.first
    }

    mutating func receive(_ sequence: UInt16) -> Position {
        let ahead = sequence &- UInt16(truncatingIfNeeded: highest)
        if ahead > 0, ahead < Self.maximumDropout {
            highest += Int64(ahead)
            expectedRestart = nil
        } else if ahead > 0, 65_536 - Int(ahead) > Self.maximumMisorder {
            guard sequence == expectedRestart else {
                expectedRestart = sequence &+ 1
                return .outOfRange
            }
            self = Packets(first: sequence)
            return .ahead
        } else {
            received += 1
            return .behind
        }
        received += 1
        return .ahead
    }

    var cumulativeLost: Int32 {
        Int32(clamping: min(max(expected - received, -0x80_0000), 0x7F_FFFF))
    }

    /// The share lost since the last call, in 1/256; 0 when duplicates outnumber losses.
    mutating func takeFractionLost() -> UInt8 {
        let expectedNow = expected - reported.expected
        let lost = expectedNow - (received - reported.received)
        reported = (expected, received)
        guard expectedNow > 0, lost > 0 else { return 0 }
        return UInt8(clamping: lost * 256 / expectedNow)
    }

    private var expected: Int64 { highest - first + 1 }

    /// A greater step ahead is a restart, when the next packet confirms it (A.1, MAX_DROPOUT).
    private static let maximumDropout: UInt16 = 3_000
    /// A greater step back is one too (A.1, MAX_MISORDER).
    private static let maximumMisorder = 100
}
