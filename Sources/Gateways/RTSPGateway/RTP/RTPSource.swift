import Net
import RTP
import SFU

/// One source (SSRC) of a received track: when its packets were captured, and how they arrived.
struct RTPSource: Sendable {
    let ssrc: UInt32
    private(set) var hasPackets = false
    private let clockRate: Int
    private var reception: ReceptionStatistics
    private var capture: CaptureClock
    /// The latest timestamp.
    private var latest: UInt32?
    /// Where a timestamp was last fixed to a time: timestamps are compared with it, and wrap.
    private var anchor: UInt32?

    init(ssrc: UInt32, clockRate: Int) {
        self.ssrc = ssrc
        self.clockRate = clockRate
        reception = ReceptionStatistics(ssrc: ssrc, clockRate: clockRate)
        capture = CaptureClock(rate: clockRate)
    }

    /// - Returns: when the packet was captured, as far as is known, in nanoseconds of our wall clock since 1970.
    mutating func receive(
        _ header: RTPHeader, now: Instant, wallClock: Int64, startTime: UInt32?, playStart: inout Int64?
    ) -> Int64 {
        hasPackets = true
        reception.receive(sequence: header.sequence, timestamp: header.timestamp, now: now)
        if latest == nil, anchor == nil { begin(header.timestamp, wallClock, startTime, &playStart) }
        latest = header.timestamp
        guard let time = capture.time(of: header.timestamp), (time &- wallClock).magnitude <= Self.longestDifference
        else {
            // What was believed is wrong, or the source has set its clock without a word.
            capture.report(timestamp: header.timestamp, time: wallClock)
            anchor = header.timestamp
            return wallClock
        }
        // A publisher that sends no reports may go on for days.
        if let anchor, (header.timestamp &- anchor) &+ Self.anchorRange > 2 &* Self.anchorRange {
            capture.report(timestamp: header.timestamp, time: time)
            self.anchor = header.timestamp
        }
        return time
    }

    /// Until a report comes, the first packet was captured when it arrived; or, where RTP-Info says how far it is from
    /// the start, so long after the other tracks' start.
    private mutating func begin(
        _ timestamp: UInt32, _ wallClock: Int64, _ startTime: UInt32?, _ playStart: inout Int64?
    ) {
        anchor = timestamp
        capture.observe(timestamp: timestamp, arrival: wallClock)
        guard let startTime else { return }
        // How long after the start, in nanoseconds.
        let distance = Int64(Int32(bitPattern: timestamp &- startTime)) * 1_000_000_000 / Int64(max(clockRate, 1))
        guard distance.magnitude <= Self.longestDifference else { return }
        let start = playStart ?? wallClock &- distance
        guard (start &+ distance &- wallClock).magnitude <= Self.longestDifference else { return }
        playStart = start
        capture.report(timestamp: timestamp, time: start &+ distance)
    }

    /// A report without a time (RFC 3550 §6.4.1 allows it), or by which the latest packet would not be of about now,
    /// says nothing about when packets were captured.
    mutating func note(_ report: SenderReport, now: Instant, wallClock: Int64, clock: inout PublisherClock) {
        reception.noteSenderReport(report.ntp, now: now)
        guard report.ntp.bits != 0 else { return }
        let time = clock.wallClock(of: report.ntp, wallClock: wallClock, now: now)
        var reported = capture
        reported.report(timestamp: report.rtpTimestamp, time: time)
        if let latest, let latestTime = reported.time(of: latest),
            (latestTime &- wallClock).magnitude > Self.longestDifference
        {
            return
        }
        capture = reported
        anchor = report.rtpTimestamp
    }

    mutating func takeReport(now: Instant) -> ReportBlock? { reception.takeReport(now: now) }

    /// Packets lost so far; duplicates count against them.
    var lost: Int { Int(reception.cumulativeLost) }

    /// In units of the source's clock.
    var jitter: UInt32 { reception.jitter }

    /// Nanoseconds that a publisher's own times may be away from arrival: our choice.
    private static let longestDifference: UInt64 = 10_000_000_000
    /// Half of what the difference of two timestamps can express.
    private static let anchorRange: UInt32 = 1 << 30
}
