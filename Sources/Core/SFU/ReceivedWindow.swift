/// Which of the last 2,048 sequence numbers of a source have been received, so that nothing is forwarded twice: a
/// retransmission may come after the original was merely late.
package struct ReceivedWindow: Sendable {
    private var words: [UInt64]
    private var newest: Int64?

    package init() {
        words = Array(repeating: 0, count: Self.span / 64)
    }

    /// Notes a sequence number.
    /// - Returns: true when it is new; false when it was noted before or is older than the window.
    package mutating func insert(_ sequence: Int64) -> Bool {
        guard let newest else {
            self.newest = sequence
            set(sequence)
            return true
        }
        if sequence > newest {
            advance(from: newest, to: sequence)
            self.newest = sequence
            set(sequence)
            return true
        }
        guard newest - sequence < Int64(Self.span), !isSet(sequence) else { return false }
        set(sequence)
        return true
    }

    private mutating func advance(from newest: Int64, to sequence: Int64) {
        if sequence - newest >= Int64(Self.span) {
            for index in words.indices { words[index] = 0 }
            return
        }
        for skipped in (newest + 1)...sequence {
            let bit = Self.bit(skipped)
            words[bit / 64] &= ~(1 << UInt64(bit % 64))
        }
    }

    private mutating func set(_ sequence: Int64) {
        let bit = Self.bit(sequence)
        words[bit / 64] |= 1 << UInt64(bit % 64)
    }

    private func isSet(_ sequence: Int64) -> Bool {
        let bit = Self.bit(sequence)
        return words[bit / 64] & (1 << UInt64(bit % 64)) != 0
    }

    private static func bit(_ sequence: Int64) -> Int {
        Int(truncatingIfNeeded: sequence) & (span - 1)
    }

    /// Sequence numbers covered: a power of two.
    package static let span = 2_048
}
