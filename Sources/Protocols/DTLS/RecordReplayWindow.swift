/// Which of the newest records were received, so that none counts twice (RFC 6347 §4.1.2.6). Mark only authentic ones.
struct RecordReplayWindow {
    /// One more than the highest number received, 0 before the first.
    private var end: UInt64 = 0
    /// Bit n stands for the number n + 1 below `end`.
    private var received: UInt64 = 0

    /// Whether the record with this number, below 2^48, was not received before and is not too old to tell.
    func isFresh(_ number: UInt64) -> Bool {
        guard number < end else { return true }
        let age = end - 1 - number
        return age < Self.size && received & 1 << age == 0
    }

    mutating func mark(_ number: UInt64) {
        guard number < end else {
            // A shift by 64 or more leaves nothing of the window.
            received = received << (number - end + 1) | 1
            end = number + 1
            return
        }
        // So does this one, of a number that is too old.
        received |= 1 << (end - 1 - number)
    }

    /// How many records back a late one is still taken; RFC 6347 prefers 64.
    private static let size: UInt64 = 64
}
