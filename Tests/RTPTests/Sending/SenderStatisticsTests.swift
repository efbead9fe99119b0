import Net
import RTP
import Testing

struct SenderStatisticsTests {
    @Test func countsPacketsAndPayload() {
        var statistics = SenderStatistics()
        for length in [0, 100, 1_200] { statistics.sent(payloadLength: length) }
        let report = statistics.report(ssrc: 9, ntp: NTPTime(bits: 5), rtpTimestamp: 6)
        #expect(
            report == SenderReport(ssrc: 9, ntp: NTPTime(bits: 5), rtpTimestamp: 6, packetCount: 3, octetCount: 1_300))
    }

    @Test func countersWrap() {
        var statistics = SenderStatistics()
        statistics.sent(payloadLength: Int(UInt32.max))
        statistics.sent(payloadLength: 3)
        #expect(statistics.octetCount == 2)
    }
}
