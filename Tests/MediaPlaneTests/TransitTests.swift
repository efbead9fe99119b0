import Glibc
import MediaPlane
import Net
import TestSupport
import Testing

/// How long packets take, and how exactly that is known.
@Suite struct TransitTests {
    /// From one microsecond to ten seconds, every percentile is right to an eighth.
    @Test(arguments: [0.0, 0.5, 0.9, 0.99, 0.999, 1]) func percentilesAreClose(share: Double) throws {
        var random = SeededRandom(seed: 5)
        var histogram = TransitHistogram()
        let times = (0..<20_000).map { _ in Int64(pow(10, Double.random(in: 3...10, using: &random))) }.sorted()
        for time in times { histogram.record(time, packets: 1) }
        let exact = times[max(0, Int((Double(times.count) * share).rounded(.up)) - 1)]
        let found = try #require(histogram.percentile(share))
        #expect(abs(Double(found - exact)) <= Double(exact) * 0.12)
        #expect(histogram.count == 20_000 && histogram.sum == UInt64(times.reduce(0, +)))
    }

    @Test(arguments: [1, 2, 64, 1_024, 1 << 20, 1 << 23]) func countsBelowAPowerOfTwoAreExact(microseconds: Int) {
        var random = SeededRandom(seed: 6)
        var histogram = TransitHistogram()
        let limit = Int64(microseconds) * 1_000
        let around = [limit - 1, limit, limit + 1, limit - 126, limit + 126]
        let times = around + (0..<1_000).map { _ in Int64(pow(10, Double.random(in: 2...11, using: &random))) }
        for time in times { histogram.record(time, packets: 3) }
        #expect(histogram.count(below: microseconds) == UInt64(times.count { $0 < limit }) * 3)
    }

    /// Clocks are set, and sessions last longer than integers.
    @Test(arguments: [Int64.min, -1, 0, .max]) func anyTimeIsTaken(time: Int64) throws {
        var histogram = TransitHistogram()
        histogram.record(time, packets: .max)
        histogram.record(time, packets: 1)
        histogram.record(time, packets: 7)
        #expect(histogram.count == 7)
        let found = try #require(histogram.percentile(0.5))
        #expect(time > 0 ? found > 15_000_000_000 : found < 1_000)
        #expect(TransitHistogram().percentile(0.5) == nil)
    }

    @Test func whatIsLongAgoIsForgottenButCounted() {
        var times = TransitTimes(now: .test)
        times.record(1_000_000, packets: 10)
        func percentile(at seconds: Int) -> Int64? {
            times.rotate(now: .test.advanced(by: .seconds(seconds)))
            return times.recent.percentile(0.99)
        }
        #expect(percentile(at: 9) != nil)
        #expect(percentile(at: 10) != nil)
        times.record(2_000_000, packets: 5)
        #expect(times.recent.count == 15)
        #expect(percentile(at: 20) != nil)
        #expect(times.recent.count == 5)
        times.record(2_000_000, packets: 1)
        // Nothing was sent for a long time.
        #expect(percentile(at: 500) == nil)
        #expect(times.total.count == 16 && times.total.sum == 10_000_000 + 12_000_000)
    }

    /// A packet's way ends when the kernel has it, also when it waited; what is sent again is not asked.
    @Test func aBatchKnowsHowLongItsPacketsTook() {
        let kernel = FakeKernel.make()
        let peers = (1...4).map { TestPeer(port: $0) }
        var batch = SendBatch(for: kernel)
        peers[0].give(3, arrival: .test, to: &batch)
        peers[1].give(2, arrival: .test.advanced(by: .microseconds(200)), to: &batch)
        peers[1].give(5, as: .other, to: &batch)
        peers[2].give(1, to: &batch)
        peers[3].give(1, to: &batch)
        kernel.refuseEverything(to: 3, with: EHOSTUNREACH)
        kernel.answer(.take(3), .fail(EHOSTUNREACH), .fail(EAGAIN))
        batch.flush(to: kernel, at: .test.advanced(by: .microseconds(300)))
        let first = batch.transit(at: .test).total
        #expect(first.count == 5 && first.sum == 3 * 300_000 + 2 * 100_000)
        batch.flush(to: kernel, at: .test.advanced(by: .milliseconds(20)))
        let second = batch.transit(at: .test).total
        #expect(second.count == 6 && second.sum == first.sum + 20_000_000)
    }

    @Test func theShareOfAProcessorIsThatOfTheLastInterval() {
        var share = ProcessorShare(now: .test)
        func update(at milliseconds: Int, cpu: Int) -> Double {
            share.update(now: .test.advanced(by: .milliseconds(milliseconds)), cpu: Int64(cpu) * 1_000_000)
            return share.share
        }
        // What the thread did before is not known.
        #expect(update(at: 0, cpu: 5_000) == 0)
        #expect(update(at: 1_999, cpu: 6_000) == 0)
        #expect(update(at: 2_000, cpu: 6_000) == 0.5)
        #expect(update(at: 3_000, cpu: 7_000) == 0.5)
        #expect(update(at: 6_000, cpu: 7_000) == 0.25)
        #expect(update(at: 8_000, cpu: 17_000) == 1)
        #expect(update(at: 10_000, cpu: 17_000) == 0)
    }
}
