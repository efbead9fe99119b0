/// Builds a page in the Prometheus text exposition format, version 0.0.4, line by line.
struct ExpositionPage {
    private(set) var text = ""

    /// Says what a metric is, before its samples.
    /// - Parameter type: `counter`, `gauge` or `histogram`.
    mutating func head(_ name: String, _ help: String, _ type: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    /// Paths are safe in labels by `StreamPath`'s own rules; everything else in them is ours.
    mutating func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
        text += "\(name){\(labels.map { "\($0)=\"\($1)\"" }.joined(separator: ","))} \(value)\n"
    }

    /// The samples of a histogram.
    /// - Parameter buckets: limits in ascending order, and how many were below or at each; those beyond the last are only
    ///   in `count`.
    mutating func histogram(
        _ name: String, _ labels: [(String, String)], buckets: [(limit: String, count: UInt64)], count: UInt64,
        sum: String
    ) {
        for bucket in buckets { sample("\(name)_bucket", labels + [("le", bucket.limit)], "\(bucket.count)") }
        sample("\(name)_bucket", labels + [("le", "+Inf")], "\(count)")
        sample("\(name)_sum", labels, sum)
        sample("\(name)_count", labels, "\(count)")
    }
}
