package import Net

/// Transit times since the start, and lately: of the present window of ten seconds and the one before it.
package struct TransitTimes: Sendable {
    private var past = TransitHistogram()
    private var previous = TransitHistogram()
    private var current = TransitHistogram()
    private var windowEnd: Instant

    package init(now: Instant) {
        windowEnd = now.advanced(by: Self.window)
    }

    /// Begins another window if it is time; called before what is recorded at that time.
    @inline(__always)
    package mutating func rotate(now: Instant) {
        if now >= windowEnd { shift(now: now) }
    }

    @inline(__always)
    package mutating func record(_ nanoseconds: Int64, packets: UInt64) {
        current.record(nanoseconds, packets: packets)
    }

    /// Since the start.
    package var total: TransitHistogram {
        var total = past
        total.add(previous)
        total.add(current)
        return total
    }

    /// Of the last ten to twenty seconds.
    package var recent: TransitHistogram {
        var recent = previous
        recent.add(current)
        return recent
    }

    private mutating func shift(now: Instant) {
        past.add(previous)
        previous = current
        current = TransitHistogram()
        if now >= windowEnd.advanced(by: Self.window) {
            // Nothing was sent for a whole window.
            past.add(previous)
            previous = TransitHistogram()
        }
        windowEnd = now.advanced(by: Self.window)
    }

    private static let window = Duration.seconds(10)
}
