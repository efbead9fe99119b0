import Bytes
import Codecs
import Net
import RTP
import TestSupport
import Testing

@testable import RTSPGateway

struct PlayerReportsTests {
    private static let day: Int64 = 1_790_000_000_000_000_000
    private var reports = PlayerReports(sources: [(11, 90_000), (22, 8_000)])

    @Test mutating func readsWhatAPlayerSaysOfItsTracks() {
        #expect(reports.reports == [nil, nil])
        var writer = ByteWriter()
        // Our report is 130 ms old, of which the player had it for 50 ms.
        let blocks = [
            block(22, lost: 64, jitter: 80, report: Self.day - 130_000_000, delay: 65_536 / 20),
            block(33, lost: 1, jitter: 1, report: 0, delay: 0),
            block(11, lost: 0, jitter: 900, report: nil, delay: 0),
        ]
        ReceiverReport(ssrc: 9).write(blocks: blocks, to: &writer)
        SourceDescription.write(ssrc: 9, cname: "player", to: &writer)
        let isControl = reports.receive(writer.bytes.span, wallClock: Self.day)
        #expect(isControl)
        #expect(
            reports.reports[0] == PlayerReport(fractionLost: 0, cumulativeLost: -3, jitter: 10, roundTrip: nil))
        let second = reports.reports[1]
        #expect(second?.fractionLost == 0.25)
        #expect(second?.jitter == 10)
        let roundTrip = (second?.roundTrip ?? .zero).inSeconds
        #expect(abs(roundTrip - 0.08) < 0.0001)
    }

    @Test mutating func readsTheBlocksOfASenderReportAndKeepsTheRoundTrip() {
        var writer = ByteWriter()
        let report = SenderReport(ssrc: 9, ntp: NTPTime(bits: 1), rtpTimestamp: 0, packetCount: 0, octetCount: 0)
        report.write(
            blocks: [block(11, lost: 0, jitter: 0, report: Self.day - 20_000_000, delay: 0)], to: &writer)
        report.write(blocks: [block(11, lost: 128, jitter: 0, report: nil, delay: 0)], to: &writer)
        reports.receive(writer.bytes.span, wallClock: Self.day)
        #expect(reports.reports[0]?.fractionLost == 0.5)
        #expect(abs((reports.reports[0]?.roundTrip ?? .zero).inSeconds - 0.02) < 0.0001)
    }

    @Test(arguments: [[], [1, 2, 3], [0x81, 0xC9, 0, 7, 0, 0, 0, 1], [0x41, 0xC9, 0, 1, 0, 0, 0, 1]] as [[UInt8]])
    mutating func passesOverWhatIsNoReport(bytes: [UInt8]) {
        let isControl = reports.receive(bytes.span, wallClock: Self.day)
        #expect(!isControl)
        #expect(reports.reports == [nil, nil])
    }

    @Test mutating func bearsATrackWithoutAClock() {
        reports = PlayerReports(sources: [(11, 0)])
        var writer = ByteWriter()
        ReceiverReport(ssrc: 9).write(
            blocks: [block(11, lost: 255, jitter: .max, report: nil, delay: .max)], to: &writer)
        reports.receive(writer.bytes.span, wallClock: .max)
        #expect(reports.reports[0]?.jitter == Double(UInt32.max) * 1_000)
    }

    private func block(
        _ ssrc: UInt32, lost: UInt8, jitter: UInt32, report: Int64?, delay: UInt32
    ) -> ReportBlock {
        ReportBlock(
            ssrc: ssrc, fractionLost: lost, cumulativeLost: -3, highestSequence: 1, jitter: jitter,
            lastSenderReport: report.map { NTPTime(unixNanoseconds: $0).middle } ?? 0,
            delaySinceLastSenderReport: delay)
    }
}
