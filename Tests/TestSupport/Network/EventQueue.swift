package import Net

/// What is still to happen, earliest first; of two things at the same instant, the one that was added first (a binary heap).
package struct EventQueue<Event: Sendable>: Sendable {
    private var heap: [Entry] = []
    private var added: UInt64 = 0

    package init() {}

    package var isEmpty: Bool { heap.isEmpty }

    /// When the earliest event happens; nil when there is none.
    package var nextInstant: Instant? { heap.first?.instant }

    package mutating func add(_ event: Event, at instant: Instant) {
        heap.append(Entry(instant: instant, order: added, event: event))
        added += 1
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].isBefore(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes out the earliest event; nil when there is none.
    package mutating func removeFirst() -> (instant: Instant, event: Event)? {
        guard let first = heap.first else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var earliest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].isBefore(heap[earliest]) { earliest = child }
            }
            guard earliest != parent else { break }
            heap.swapAt(parent, earliest)
            parent = earliest
        }
        return (first.instant, first.event)
    }

    private struct Entry: Sendable {
        let instant: Instant
        let order: UInt64
        let event: Event

        func isBefore(_ other: Entry) -> Bool {
            (instant, order) < (other.instant, other.order)
        }
    }
}
