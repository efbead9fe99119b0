package import Net

/// The share of a processor that a worker's thread took in the last whole interval.
package struct ProcessorShare {
    /// 0...1; 0 before the first interval is over.
    package private(set) var share = 0.0
    /// When ``update(now:cpu:)`` has something new to say.
    package private(set) var nextUpdate: Instant

    private var began: Instant
    /// CPU time at ``began``, in nanoseconds; nil before the first update.
    private var cpuAtBegin: Int64?

    package init(now: Instant) {
        began = now
        nextUpdate = now
    }

    /// - Parameter cpu: CPU time of the thread since its start, in nanoseconds.
    package mutating func update(now: Instant, cpu: Int64) {
        guard now >= nextUpdate else { return }
        let elapsed = now.nanoseconds(since: began)
        if let cpuAtBegin, elapsed > 0 { share = min(1, max(0, Double(cpu - cpuAtBegin) / Double(elapsed))) }
        began = now
        cpuAtBegin = cpu
        nextUpdate = now.advanced(by: Self.interval)
    }

    /// At least so long: a worker that sleeps is not woken for this.
    private static let interval = Duration.seconds(2)
}
