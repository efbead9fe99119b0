/// How often which value was seen, to within 1/64 of the value: times in nanoseconds, up to eighteen minutes.
struct Histogram: Sendable {
    private(set) var count = 0
    private(set) var maximum: Int64 = 0
    private var buckets = [UInt64](repeating: 0, count: Self.bucketCount)

    init() {}

    /// A negative value counts as 0, a too great one as the greatest.
    mutating func record(_ value: Int64) {
        let value = min(max(value, 0), Self.limit)
        buckets[Self.bucket(of: value)] += 1
        count += 1
        maximum = max(maximum, value)
    }

    mutating func merge(_ other: Histogram) {
        for index in buckets.indices { buckets[index] += other.buckets[index] }
        count += other.count
        maximum = max(maximum, other.maximum)
    }

    /// The value below which `share` of all lie, 0...1; 0 when there is none.
    func percentile(_ share: Double) -> Int64 {
        guard count > 0 else { return 0 }
        let rank = max(1, UInt64((share * Double(count)).rounded(.up)))
        var seen: UInt64 = 0
        for (index, number) in buckets.enumerated() {
            seen += number
            if seen >= rank { return min(Self.greatest(in: index), maximum) }
        }
        return maximum
    }

    /// Values below 64 have a bucket each; above, each power of two has 64.
    private static func bucket(of value: Int64) -> Int {
        guard value >= 64 else { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount
        return (exponent - 5) * 64 + Int(value >> Int64(exponent - 6)) & 63
    }

    private static func greatest(in bucket: Int) -> Int64 {
        guard bucket >= 64 else { return Int64(bucket) }
        let shift = Int64(bucket / 64 - 1)
        return (Int64(64 + bucket % 64 + 1) << shift) - 1
    }

    private static let limit: Int64 = (1 << 40) - 1
    private static let bucketCount = (40 - 5) * 64
}
