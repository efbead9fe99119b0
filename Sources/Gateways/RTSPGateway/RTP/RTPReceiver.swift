import Bytes
package import Codecs
package import Net
import RTP
import SFU

/// The receiving side of one track of a publisher: its packets in the form that a ``PacketSink`` takes them, and
/// reports to the publisher of how they arrived.
///
/// Calling contract: ``align(rtpTime:)`` where RTP-Info tells it; ``receive(_:now:wallClock:clock:)`` for each packet,
/// ``receiveControl(_:now:wallClock:clock:)`` for each RTCP packet of the track; ``takeReport(now:)`` when ``deadline``
/// has come. All tracks of a publisher are handed the same ``PublisherClock``.
///
/// The source is the one that was negotiated, or else the first that comes; another one takes over when the one there
/// was is silent for ``packetsOfNewSource`` packets of it. Where it restarts, sequence numbers and timestamps go on
/// with a gap.
package struct RTPReceiver: Sendable {
    /// When a report is due: over UDP and TCP alike, also before the first packet, as a sign of life.
    package private(set) var deadline: Instant
    /// Packets that were passed over: malformed, of another source or payload type, or with a sequence number that is
    /// not believed.
    package private(set) var rejected = 0

    private let format: PacketFormat
    private let negotiated: UInt32?
    /// Ours, in reports.
    private let ssrc: UInt32
    private let cname: String
    private var source: RTPSource?
    /// A source that may take over, and how many of its packets came in a row.
    private var candidate: (ssrc: UInt32, packets: Int)?
    private var sequences = SequenceContinuation()
    private var timestamps: TimestampContinuation
    private var totals = ReceptionTotals()
    /// Of RTP-Info: the timestamp at which the playing began.
    private var startTime: UInt32?

    /// - Parameters:
    ///   - negotiated: the source that a Transport header named.
    ///   - ssrc: ours, random.
    ///   - cname: ours, the same for all tracks of a session; at most 255 bytes.
    package init(format: PacketFormat, negotiated: UInt32? = nil, ssrc: UInt32, cname: String, now: Instant) {
        self.format = format
        self.negotiated = negotiated
        self.ssrc = ssrc
        self.cname = cname
        timestamps = TimestampContinuation(rate: format.clockRate)
        deadline = now.advanced(by: Self.reportInterval)
    }

    /// Takes the `rtptime` of RTP-Info (RFC 2326 §12.33): it brings tracks in step before their first sender report.
    /// One that the first packet is more than ten seconds away from is taken for a mistake.
    package mutating func align(rtpTime: UInt32) {
        startTime = rtpTime
    }

    // MARK: Packets

    /// Takes an RTP packet.
    /// - Parameter wallClock: when it arrived, in nanoseconds since 1970.
    /// - Returns: nil when it is passed over.
    package mutating func receive(
        _ packet: Span<UInt8>, now: Instant, wallClock: Int64, clock: inout PublisherClock
    ) -> ReceivedPacket? {
        guard let header = try? RTPHeader.parse(packet), header.payloadType == format.payloadType,
            let isReplacement = admit(header.ssrc, now: now), var source, let position = extend(header, isReplacement)
        else {
            rejected &+= 1
            return nil
        }
        let captureTime = source.receive(
            header, now: now, wallClock: wallClock, startTime: startTime, playStart: &clock.playStart)
        self.source = source
        totals.packets &+= 1
        totals.bytes &+= header.payloadRange.count
        return ReceivedPacket(
            sequence: position.sequence,
            timestamp: timestamps.extend(header.timestamp, isRestart: position.isRestart, arrival: wallClock),
            marker: header.marker, payload: header.payloadRange, captureTime: captureTime)
    }

    /// Whether packets of a source are taken.
    /// - Returns: whether it takes over from another with this one; nil when the packet is to be passed over.
    private mutating func admit(_ ssrc: UInt32, now: Instant) -> Bool? {
        guard let source, source.hasPackets else {
            if source?.ssrc != ssrc { begin(ssrc) }
            // A report or the source before may have come first.
            return totals.packets > 0
        }
        if source.ssrc == ssrc {
            candidate = nil
            return false
        }
        let count = candidate?.ssrc == ssrc ? (candidate?.packets ?? 0) + 1 : 1
        candidate = (ssrc, count)
        guard count >= Self.packetsOfNewSource || ssrc == negotiated && source.ssrc != negotiated else { return nil }
        begin(ssrc)
        return true
    }

    private mutating func begin(_ ssrc: UInt32) {
        if let source { totals.lost &+= source.lost }
        // What RTP-Info said was of the source before.
        if source?.hasPackets == true { startTime = nil }
        source = RTPSource(ssrc: ssrc, clockRate: format.clockRate)
        candidate = nil
    }

    private mutating func extend(_ header: RTPHeader, _ isReplacement: Bool) -> (sequence: Int64, isRestart: Bool)? {
        if isReplacement, source?.hasPackets == false { return (sequences.restart(at: header.sequence), true) }
        return switch sequences.extend(header.sequence) {
        case .following(let sequence): (sequence, false)
        case .restart(let sequence): (sequence, true)
        case .outOfRange: nil
        }
    }

    // MARK: Control

    /// Takes an RTCP packet. What is malformed in it is passed over.
    /// - Parameter wallClock: when it arrived, in nanoseconds since 1970.
    /// - Returns: whether the publisher said goodbye (BYE). The next source that comes is taken at once.
    package mutating func receiveControl(
        _ compound: Span<UInt8>, now: Instant, wallClock: Int64, clock: inout PublisherClock
    ) -> Bool {
        var packets = RTCPPackets()
        var isGoodbye = false
        while let packet = try? packets.next(in: compound) {
            switch packet {
            case .senderReport(let report, _):
                note(report, now: now, wallClock: wallClock, clock: &clock)
            case .goodbye(let goodbye):
                goodbye.sources.forEach(in: compound) { if $0 == source?.ssrc { isGoodbye = true } }
            default: break
            }
        }
        if isGoodbye {
            if let source { totals.lost &+= source.lost }
            source = nil
            candidate = nil
            startTime = nil
        }
        return isGoodbye
    }

    /// A report often comes before the first packet: then it tells whose packets to expect.
    private mutating func note(_ report: SenderReport, now: Instant, wallClock: Int64, clock: inout PublisherClock) {
        if source == nil { begin(report.ssrc) }
        guard var source, source.ssrc == report.ssrc else { return }
        source.note(report, now: now, wallClock: wallClock, clock: &clock)
        self.source = source
    }

    /// The report that is due, with our name (RFC 3550 §6.1); nil before ``deadline``.
    package mutating func takeReport(now: Instant) -> [UInt8]? {
        guard now >= deadline else { return nil }
        deadline = now.advanced(by: Self.reportInterval)
        var block: ReportBlock?
        if var source {
            block = source.takeReport(now: now)
            self.source = source
        }
        totals.fractionLost = block?.fractionLost ?? 0
        var writer = ByteWriter(capacity: 64)
        ReceiverReport(ssrc: ssrc).write(blocks: block.map { [$0] } ?? [], to: &writer)
        SourceDescription.write(ssrc: ssrc, cname: cname, to: &writer)
        return writer.bytes
    }

    /// What came of the track so far, over all its sources.
    package var statistics: ReceptionSummary {
        ReceptionSummary(
            packets: totals.packets, bytes: totals.bytes, lost: totals.lost &+ (source?.lost ?? 0),
            fractionLost: Double(totals.fractionLost) / 256,
            jitter: Double(source?.jitter ?? 0) * 1_000 / Double(max(format.clockRate, 1)))
    }

    // MARK: Our choices

    /// Of a source other than the one there was, in a row, before it takes over.
    static let packetsOfNewSource = 8
    /// RFC 3550 §6.2 recommends five seconds.
    package static let reportInterval = Duration.seconds(5)
}

/// What is counted over all sources of a track.
private struct ReceptionTotals: Sendable {
    var packets = 0
    /// Of payload.
    var bytes = 0
    /// By the sources before.
    var lost = 0
    /// In the latest report, in 1/256.
    var fractionLost: UInt8 = 0
}
