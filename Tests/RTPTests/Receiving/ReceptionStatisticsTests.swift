import Net
import RTP
import TestSupport
import Testing

struct ReceptionStatisticsTests {
    @Test func nothingIsReportedBeforeTheFirstPacket() {
        var statistics = ReceptionStatistics(ssrc: 1, clockRate: 90_000)
        let report = statistics.takeReport(now: .zero)
        #expect(report == nil)
        #expect(statistics.cumulativeLost == 0)
    }

    /// From every edge: a quarter lost in the first interval, nothing in the second.
    @Test(arguments: [0, 1, 32_767, 32_768, 65_533, 65_535] as [UInt16])
    func countsLossOverTheWrap(start: UInt16) throws {
        var statistics = ReceptionStatistics(ssrc: 7, clockRate: 90_000)
        for step in 0..<400 where step % 4 != 2 {
            statistics.receive(sequence: start &+ UInt16(step), timestamp: UInt32(step), now: .zero)
        }
        #expect(statistics.cumulativeLost == 100)
        let first = try statistics.report(at: .zero)
        #expect(first.ssrc == 7)
        #expect(first.fractionLost == 64)
        #expect(first.cumulativeLost == 100)
        #expect(first.highestSequence == UInt32(start) + 399)
        for step in 400..<500 {
            statistics.receive(sequence: start &+ UInt16(step), timestamp: UInt32(step), now: .zero)
        }
        let second = try statistics.report(at: .zero)
        #expect(second.fractionLost == 0)
        #expect(second.cumulativeLost == 100)
    }

    @Test func latePacketsHealTheLossAndDuplicatesOutdoIt() throws {
        var statistics = ReceptionStatistics(ssrc: 1, clockRate: 90_000)
        for sequence in [10, 12, 13, 11] as [UInt16] {
            statistics.receive(sequence: sequence, timestamp: 0, now: .zero)
        }
        let healed = try statistics.report(at: .zero)
        #expect(healed.cumulativeLost == 0)
        statistics.receive(sequence: 13, timestamp: 0, now: .zero)
        statistics.receive(sequence: 14, timestamp: 0, now: .zero)
        let report = try statistics.report(at: .zero)
        #expect(report.cumulativeLost == -1)
        #expect(report.fractionLost == 0)
    }

    /// Almost everything lost is 255/256, not 0 by overflow.
    @Test func theFractionStaysInItsByte() throws {
        var statistics = ReceptionStatistics(ssrc: 1, clockRate: 90_000)
        statistics.receive(sequence: 0, timestamp: 0, now: .zero)
        _ = statistics.takeReport(now: .zero)
        statistics.receive(sequence: 2_999, timestamp: 0, now: .zero)
        let report = try statistics.report(at: .zero)
        #expect(report.fractionLost == 255)
    }

    /// A packet far away counts only when the next one follows it (RFC 3550 §A.1).
    @Test(arguments: [5_000, 40_000, 65_000 - 200] as [UInt16]) func aRestartNeedsTwoPackets(jump: UInt16) throws {
        var statistics = ReceptionStatistics(ssrc: 1, clockRate: 90_000)
        for sequence in 0..<10 as Range<UInt16> { statistics.receive(sequence: sequence, timestamp: 0, now: .zero) }
        statistics.receive(sequence: jump, timestamp: 0, now: .zero)
        let doubted = try statistics.report(at: .zero)
        #expect(doubted.highestSequence == 9)
        statistics.receive(sequence: jump &+ 1, timestamp: 0, now: .zero)
        let report = try statistics.report(at: .zero)
        #expect(report.highestSequence == UInt32(jump) + 1)
        #expect(report.cumulativeLost == 0)
    }

    /// 90 kHz, a frame each 100 ms. The second comes 16 ms late, which is 1,440 units: J = 1,440 / 16 = 90. Then one in step
    /// with the second: J = 90 - 90 / 16, by the RFC's rounding 84.
    @Test func jitterFollowsTheFormula() {
        var statistics = ReceptionStatistics(ssrc: 1, clockRate: 90_000)
        statistics.receive(sequence: 0, timestamp: .max - 8_999, now: .zero)
        statistics.receive(sequence: 1, timestamp: 0, now: .milliseconds(116))
        #expect(statistics.jitter == 90)
        // The rest of the same frame, paced.
        statistics.receive(sequence: 2, timestamp: 0, now: .milliseconds(150))
        #expect(statistics.jitter == 90)
        statistics.receive(sequence: 3, timestamp: 9_000, now: .milliseconds(216))
        #expect(statistics.jitter == 84)
    }

    @Test func aClockThatJumpsIsNoJitter() {
        var statistics = ReceptionStatistics(ssrc: 1, clockRate: 90_000)
        statistics.receive(sequence: 0, timestamp: 0, now: .zero)
        statistics.receive(sequence: 1, timestamp: 0x8000_0000, now: .milliseconds(10))
        statistics.receive(sequence: 2, timestamp: 0x8000_0000 + 900, now: .milliseconds(20))
        #expect(statistics.jitter == 0)
    }

    @Test func theLastSenderReportIsQuoted() throws {
        var statistics = ReceptionStatistics(ssrc: 1, clockRate: 48_000)
        statistics.receive(sequence: 0, timestamp: 0, now: .zero)
        let before = try statistics.report(at: .zero)
        #expect(before.lastSenderReport == 0)
        #expect(before.delaySinceLastSenderReport == 0)
        statistics.noteSenderReport(NTPTime(bits: 0x1111_2222_3333_4444), now: .milliseconds(1_000))
        let after = try statistics.report(at: .milliseconds(2_500))
        #expect(after.lastSenderReport == 0x2222_3333)
        #expect(after.delaySinceLastSenderReport == 98_304)
    }

    @Test func aReportAfterAnEternityDoesNotOverflow() throws {
        var statistics = ReceptionStatistics(ssrc: 1, clockRate: .max)
        statistics.receive(sequence: 0, timestamp: 0, now: .distantPast)
        statistics.noteSenderReport(NTPTime(bits: .max), now: .distantPast)
        statistics.receive(sequence: 1, timestamp: 5, now: .distantFuture)
        let report = try statistics.report(at: .distantFuture)
        #expect(report.delaySinceLastSenderReport == .max)
    }
}

extension ReceptionStatistics {
    /// The report, which the test expects to exist.
    fileprivate mutating func report(at now: Instant) throws -> ReportBlock {
        let report = takeReport(now: now)
        return try #require(report)
    }
}

extension Instant {
    static let zero = Instant(nanoseconds: 0)

    static func milliseconds(_ count: Int64) -> Instant { Instant(nanoseconds: count * 1_000_000) }
    static func microseconds(_ count: Int64) -> Instant { Instant(nanoseconds: count * 1_000) }
}
