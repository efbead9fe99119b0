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

    private var statistics: ReceptionStatistics
    private var missing: NACKGenerator?

    init(ssrc: UInt32, track: Int, layer: Int, isRepair: Bool, clockRate: Int, wantsRepair: Bool) {
        self.ssrc = ssrc
        self.track = track
        self.layer = layer
        self.isRepair = isRepair
        statistics = ReceptionStatistics(ssrc: ssrc, clockRate: clockRate)
        missing = wantsRepair ? NACKGenerator() : nil
    }

    mutating func note(_ header: RTPHeader, now: Instant) {
        statistics.note(sequence: header.sequence, timestamp: header.timestamp, now: now)
        missing?.note(header.sequence, now: now)
    }

    mutating func noteRepair(of sequence: UInt16, now: Instant) {
        missing?.noteRecovered(sequence)
    }

    mutating func note(_ report: SenderReport, now: Instant) {
        statistics.note(report, now: now)
    }

    mutating func makeReportBlock(now: Instant) -> ReportBlock? {
        isRepair ? nil : statistics.makeReportBlock(now: now)
    }

    /// The sequence numbers to ask for now.
    mutating func takeMissing(now: Instant) -> [UInt16] {
        missing?.takeRequests(now: now) ?? []
    }

    var deadline: Instant { missing?.deadline ?? .distantFuture }

    /// Packets that never came, repairs counted as come.
    var lostPackets: UInt64 { missing?.abandoned ?? statistics.lost }
}
