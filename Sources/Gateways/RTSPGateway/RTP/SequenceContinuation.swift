import Net

/// Extends the sequence numbers of a track to 64 bits, over restarts of its source: afterwards they go on where they
/// were, with one number missing, so that whoever reads knows of the break.
///
/// A step of more than ``greatestStep`` ahead or of more than ``greatestMisorder`` back is not believed before the next
/// number confirms it (RFC 3550 appendix A.1, MAX_DROPOUT and MAX_MISORDER); then the source is taken to have
/// restarted.
struct SequenceContinuation: Sendable {
    private var newest: (sequence: UInt16, extended: Int64)?
    /// The number that would confirm a step.
    private var expectedRestart: UInt16?

    /// What a number is.
    enum Position: Equatable {
        case following(Int64)
        /// The first behind a break.
        case restart(Int64)
        /// Too far from the others to be believed yet.
        case outOfRange
    }

    mutating func extend(_ sequence: UInt16) -> Position {
        guard let newest else {
            // As in SequenceUnwrapper: what is older than the first stays positive.
            let first = Int64(sequence) + 65_536
            self.newest = (sequence, first)
            return .following(first)
        }
        let step = Int(Int16(bitPattern: sequence &- newest.sequence))
        guard (-Self.greatestMisorder...Self.greatestStep).contains(step) else {
            guard sequence == expectedRestart else {
                expectedRestart = sequence &+ 1
                return .outOfRange
            }
            return .restart(restart(at: sequence))
        }
        let extended = newest.extended &+ Int64(step)
        if step > 0 {
            self.newest = (sequence, extended)
            expectedRestart = nil
        }
        return .following(extended)
    }

    /// Goes on with a number that has nothing to do with those before.
    mutating func restart(at sequence: UInt16) -> Int64 {
        expectedRestart = nil
        let extended = newest.map { $0.extended &+ 2 } ?? Int64(sequence) + 65_536
        newest = (sequence, extended)
        return extended
    }

    private static let greatestStep = 3_000
    private static let greatestMisorder = 100
}
