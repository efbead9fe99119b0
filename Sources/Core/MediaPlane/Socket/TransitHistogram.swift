/// How long packets took through the server: counts by logarithmic classes, eight to each doubling. Plain data; recording
/// costs a few instructions.
///
/// Classes are an eighth of a microsecond wide below 2 microseconds and at most an eighth of their value above, so that
/// ``percentile(_:)`` is off by 6.25 % at most; everything above 16.8 s is in the last one.
package struct TransitHistogram: Sendable {
    private var counts: InlineArray<200, UInt64> = .init(repeating: 0)
    /// Packets recorded.
    package private(set) var count: UInt64 = 0
    /// Their times added up, in nanoseconds.
    package private(set) var sum: UInt64 = 0

    package init() {}

    /// - Parameter nanoseconds: what is below zero, as clocks were set, counts as none.
    @inline(__always)
    package mutating func record(_ nanoseconds: Int64, packets: UInt64) {
        let time = UInt64(truncatingIfNeeded: max(0, nanoseconds))
        counts[Self.index(time / Self.unit)] &+= packets
        count &+= packets
        sum &+= time &* packets
    }

    package mutating func add(_ other: TransitHistogram) {
        for index in counts.indices { counts[index] &+= other.counts[index] }
        count &+= other.count
        sum &+= other.sum
    }

    /// The time in nanoseconds that a share of all packets, 0...1, did not exceed; nil when there were none.
    package func percentile(_ share: Double) -> Int64? {
        guard count > 0 else { return nil }
        let rank = min(count, max(1, UInt64((Double(count) * min(max(share, 0), 1)).rounded(.up))))
        var passed: UInt64 = 0
        for index in counts.indices {
            passed &+= counts[index]
            if passed >= rank {
                let (lower, upper) = (Self.lowerBound(index), Self.lowerBound(index + 1))
                return Int64((lower + upper) * Self.unit / 2)
            }
        }
        return nil
    }

    /// Packets that took less than `microseconds`, exactly: a power of two, 1...2^23.
    package func count(below microseconds: Int) -> UInt64 {
        let end = Self.index(UInt64(max(1, microseconds)) * 1_000 / Self.unit)
        return (0..<end).reduce(0) { $0 &+ counts[$1] }
    }

    /// The class of a time in units.
    @inline(__always)
    private static func index(_ units: UInt64) -> Int {
        guard units >= 8 else { return Int(truncatingIfNeeded: units) }
        let exponent = 60 &- units.leadingZeroBitCount
        return min(exponent &* 8 &+ Int(truncatingIfNeeded: units >> UInt64(exponent)), 199)
    }

    /// The first time in units that belongs to a class.
    private static func lowerBound(_ index: Int) -> UInt64 {
        guard index >= 16 else { return UInt64(index) }
        return UInt64(index % 8 + 8) << UInt64(index / 8 - 1)
    }

    /// Nanoseconds.
    private static let unit: UInt64 = 125
}
