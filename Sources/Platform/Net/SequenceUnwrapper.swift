/// Extends 16-bit sequence numbers to 64 bits, so that everything behind the edge counts without wrapping.
///
/// A number is taken to lie within 32,768 of the newest one (RFC 3550 §A.1). The first becomes itself plus 65,536, so that
/// packets older than the first stay positive.
package struct SequenceUnwrapper: Sendable {
    /// The highest extended number so far; nil before the first.
    package private(set) var newest: Int64?

    package init() {}

    /// The extended number of `sequence`; the newest one advances when it is ahead.
    package mutating func unwrap(_ sequence: UInt16) -> Int64 {
        let extended = peek(sequence)
        newest = max(newest ?? extended, extended)
        return extended
    }

    /// The extended number of `sequence`, without remembering it.
    package func peek(_ sequence: UInt16) -> Int64 {
        guard let newest else { return Int64(sequence) + 65_536 }
        let difference = Int16(truncatingIfNeeded: Int64(sequence) &- newest)
        return newest &+ Int64(difference)
    }
}
