import TestSupport
import Testing

@testable import Load

struct HistogramTests {
    @Test(arguments: [1, 2, 3]) func percentilesAreWithinASixtyFourth(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var histogram = Histogram()
        let values = (0..<5_000).map { _ in
            Int64.random(in: 0...(1 << Int64.random(in: 1...39, using: &random)), using: &random)
        }
        for value in values { histogram.record(value) }
        let sorted = values.sorted()
        for share in [0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1] {
            let exact = sorted[max(1, Int((share * 5_000).rounded(.up))) - 1]
            let found = histogram.percentile(share)
            #expect(found >= exact && Double(found) <= Double(exact) * (1 + 1.0 / 64), "\(share): \(found), \(exact)")
        }
        #expect(histogram.maximum == sorted.last)
        #expect(histogram.count == 5_000)
    }

    @Test func smallValuesAreExact() {
        var histogram = Histogram()
        for value in 0..<128 { histogram.record(Int64(value)) }
        for value in 1...128 { #expect(histogram.percentile(Double(value) / 128) == Int64(value - 1)) }
    }

    @Test func mergingIsRecordingBoth() {
        var (left, right, both) = (Histogram(), Histogram(), Histogram())
        for value: Int64 in [5, 70, 1_000] { left.record(value); both.record(value) }
        for value: Int64 in [1 << 20, 3] { right.record(value); both.record(value) }
        left.merge(right)
        #expect(left.count == both.count && left.maximum == both.maximum)
        for share in [0.2, 0.4, 0.6, 0.8, 1] { #expect(left.percentile(share) == both.percentile(share)) }
    }

    @Test func whatIsOutOfRangeIsAtItsEdge() {
        var histogram = Histogram()
        #expect(histogram.percentile(0.5) == 0)
        histogram.record(-5)
        #expect(histogram.percentile(1) == 0)
        histogram.record(.max)
        #expect(histogram.percentile(1) == (1 << 40) - 1)
    }
}
