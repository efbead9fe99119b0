/// Which cached packet went out under which sequence number, for one viewer and track: a ring of cache numbers.
/// Four bytes a packet are all that a viewer keeps of what it was sent.
package struct SequenceMap {
    private let entries: UnsafeMutablePointer<UInt32>
    private let mask: Int64
    /// The range of sequence numbers noted: older than `highest - mask` is overwritten.
    private var lowest: Int64
    private var highest: Int64

    /// - Parameter capacity: entries, a power of two.
    package init(capacity: Int, firstSequence: Int64) {
        entries = .allocate(capacity: capacity)
        entries.initialize(repeating: 0, count: capacity)
        mask = Int64(capacity - 1)
        lowest = firstSequence
        highest = firstSequence - 1
    }

    /// Frees the ring; the map is not used afterwards.
    package func deallocate() {
        entries.deallocate()
    }

    /// Notes that `sequence` carried the packet of `number`. Numbers that were skipped become unknown.
    package mutating func note(_ sequence: Int64, number: UInt32) {
        if sequence > highest {
            var skipped = max(highest + 1, sequence - mask)
            while skipped < sequence {
                entries[Int(skipped & mask)] = Self.unknown
                skipped += 1
            }
            highest = sequence
        } else if sequence < lowest || sequence <= highest - (mask + 1) {
            return
        }
        entries[Int(sequence & mask)] = number
    }

    /// The extended sequence number and the cache number of what went out as `sequence`; nil when nothing did, or when
    /// it is too long ago.
    package func lookUp(_ sequence: UInt16) -> (sequence: Int64, number: UInt32)? {
        guard highest >= lowest else { return nil }
        let extended = highest &+ Int64(Int16(truncatingIfNeeded: Int64(sequence) &- highest))
        guard extended >= lowest, extended <= highest, extended > highest - (mask + 1) else { return nil }
        let number = entries[Int(extended & mask)]
        return number == Self.unknown ? nil : (extended, number)
    }

    /// Of no packet. Cache numbers skip it once in four thousand million.
    private static let unknown = UInt32.max
}
