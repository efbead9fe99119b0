/// A page in the Prometheus text exposition format, version 0.0.4, read.
package struct Exposition: Sendable {
    private var samples: [String: [Sample]] = [:]

    private struct Sample {
        var labels: [Substring: Substring]
        var value: Double
    }

    /// Lines that are no samples are left out.
    package init(_ page: String) {
        for line in page.split(separator: "\n") where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
                continue
            }
            let series = line[..<space]
            let name = series.prefix { $0 != "{" }
            let labels = series.dropFirst(name.count + 1).dropLast().split(separator: ",").map { label in
                let parts = label.split(separator: "=", maxSplits: 1)
                return (parts[0], (parts.last ?? "").dropFirst().dropLast())
            }
            samples[String(name), default: []].append(
                Sample(labels: Dictionary(labels) { $1 }, value: value))
        }
    }

    /// The sum of a metric over all its labels, or over those that have some values.
    package func sum(_ name: String, where labels: [String: String] = [:]) -> Double {
        (samples[name] ?? []).reduce(0) { sum, sample in
            labels.allSatisfy { sample.labels[$0.key[...]] == $0.value[...] } ? sum + sample.value : sum
        }
    }

    /// The value of a label of a metric's first sample.
    package func label(_ label: String, of name: String) -> String? {
        samples[name]?.first?.labels[label[...]].map(String.init)
    }

    /// How many were at or below each limit of a histogram, over all its labels, by ascending limit.
    package func buckets(_ name: String) -> [(limit: Double, count: Double)] {
        var counts: [Double: Double] = [:]
        for sample in samples["\(name)_bucket"] ?? [] {
            guard let limit = sample.labels["le"].flatMap({ Double($0 == "+Inf" ? "inf" : $0) }) else { continue }
            counts[limit, default: 0] += sample.value
        }
        return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The value of a histogram that a share of what was recorded since an earlier page stayed below. Evenly distributed
    /// within a bucket, as Prometheus has it; of the last bucket, its lower end. Nil when nothing was recorded.
    package func quantile(_ share: Double, of name: String, since earlier: Exposition) -> Double? {
        let before = Dictionary(earlier.buckets(name).map { ($0.limit, $0.count) }) { $1 }
        let counts = buckets(name).map { (limit: $0.limit, count: $0.count - (before[$0.limit] ?? 0)) }
        guard let total = counts.last?.count, total > 0 else { return nil }
        var below = (limit: 0.0, count: 0.0)
        for bucket in counts {
            if bucket.count >= share * total {
                guard bucket.limit.isFinite, bucket.count > below.count else { return below.limit }
                let part = (share * total - below.count) / (bucket.count - below.count)
                return below.limit + part * (bucket.limit - below.limit)
            }
            below = bucket
        }
        return below.limit
    }
}
