import Codecs
import Net
import RTP

/// One RTP stream of a publisher, as its receiver knows it.
struct PublisherSource {
    let ssrc: UInt32
    /// An index into the publisher's tracks.
    let track: Int
    /// An index into the track's layers.
    let layer: Int
    /// Whether it carries retransmissions (RFC 4588) of the media source with the same track and layer.
    let isRepair: Bool

    private var clockRate: Int
    private var isReplacement: Bool
    private var unwrapper = SequenceUnwrapper()
    private var keyframeStarts = KeyframeStartFilter()
    private var statistics: ReceptionStatistics
    private var missing: NACKGenerator?

    init(
        ssrc: UInt32, track: Int, layer: Int, isRepair: Bool, clockRate: Int, wantsRepair: Bool,
        isReplacement: Bool = false
    ) {
        self.ssrc = ssrc
        self.track = track
        self.layer = layer
        self.isRepair = isRepair
        self.clockRate = clockRate
        self.isReplacement = isReplacement
        statistics = ReceptionStatistics(ssrc: ssrc, clockRate: clockRate)
        missing = wantsRepair ? NACKGenerator() : nil
    }

    /// Takes note of a packet. True when it is ahead of all before it.
    mutating func receive(_ header: RTPHeader, now: Instant) -> Bool {
        let newest = unwrapper.newest
        let isAhead = newest.map { unwrapper.unwrap(header.sequence) > $0 } ?? true
        if newest == nil { _ = unwrapper.unwrap(header.sequence) }
        statistics.receive(sequence: header.sequence, timestamp: header.timestamp, now: now)
        missing?.receive(header.sequence, now: now)
        return isAhead
    }

    /// Its packets are of another codec from now on.
    mutating func change(clockRate: Int) {
        guard clockRate != self.clockRate else { return }
        self.clockRate = clockRate
        statistics = ReceptionStatistics(ssrc: ssrc, clockRate: clockRate)
    }

    /// Whether it took the place of another source of its layer; true once.
    mutating func takeReplacement() -> Bool {
        defer { isReplacement = false }
        return isReplacement
    }

    /// A packet of this source came by its repair stream.
    mutating func receiveRepair(of sequence: UInt16, now: Instant) {
        missing?.receive(sequence, isRetransmission: true, now: now)
    }

    /// Whether a decoder that joins begins with this packet: the first to arrive of a keyframe's.
    mutating func startsKeyframe(_ facts: VideoPacketFacts, timestamp: UInt32) -> Bool {
        keyframeStarts.startsKeyframe(facts, timestamp: timestamp)
    }

    mutating func note(_ report: SenderReport, now: Instant) {
        statistics.noteSenderReport(report.ntp, now: now)
    }

    mutating func takeReport(now: Instant) -> ReportBlock? {
        isRepair ? nil : statistics.takeReport(now: now)
    }

    /// Appends the sequence numbers that are due to be asked for.
    mutating func takeRequests(now: Instant, into requests: inout [UInt16]) {
        missing?.takeRequests(now: now, into: &requests)
    }

    /// Whether so much is missing that only a keyframe helps.
    mutating func takeKeyframeNeed() -> Bool {
        missing?.takeKeyframeNeed() ?? false
    }

    var deadline: Instant { missing?.deadline ?? .distantFuture }

    /// Packets that were asked for in vain.
    var abandonedPackets: UInt64 { UInt64(missing?.abandonedCount ?? 0) }
}
