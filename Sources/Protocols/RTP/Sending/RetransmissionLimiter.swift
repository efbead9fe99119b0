package import Net

/// Whether a packet may be sent again to one viewer: ``maximumResends`` times each, and not before the resend before could
/// have been answered.
///
/// A fixed table of 8 KiB, one entry a sequence number modulo its size. It has as many entries as the largest packet cache
/// has packets, so that of two packets that can be sent again each has its own. An entry gives way to another packet only
/// when its spacing has passed.
package struct RetransmissionLimiter: Sendable {
    /// Empty until the viewer first misses something: most never do.
    private var entries: [Entry] = []

    package init() {}

    /// Asks to send the packet of `sequence` once more; a true answer counts as done.
    /// - Parameter roundTrip: the last measured one, to this viewer.
    package mutating func allow(_ sequence: UInt16, roundTrip: Duration, now: Instant) -> Bool {
        if entries.isEmpty { entries = Array(repeating: Entry(), count: Self.capacity) }
        let index = Int(sequence) % Self.capacity
        let milliseconds = UInt32(truncatingIfNeeded: now.nanoseconds / 1_000_000)
        var resends: UInt8 = 0
        let entry = entries[index]
        let age = milliseconds &- entry.lastResend
        if entry.resends > 0, age < Self.memory {
            guard age >= Self.spacing(roundTrip) else { return false }
            if entry.sequence == sequence { resends = entry.resends }
        }
        guard resends < Self.maximumResends else { return false }
        entries[index] = Entry(lastResend: milliseconds, sequence: sequence, resends: resends + 1)
        return true
    }

    /// In milliseconds. Three quarters of a round trip: requests that left one apart may arrive closer together.
    private static func spacing(_ roundTrip: Duration) -> UInt32 {
        let milliseconds = roundTrip.wholeNanoseconds / 1_000_000
        return UInt32(clamping: min(max(milliseconds, minimumRoundTrip), maximumRoundTrip) * 3 / 4)
    }

    private struct Entry: Sendable {
        /// In milliseconds; wraps.
        var lastResend: UInt32 = 0
        var sequence: UInt16 = 0
        /// 0 in an entry that was never used.
        var resends: UInt8 = 0
    }

    // MARK: Our choices

    /// Of one packet, as in LiveKit.
    package static let maximumResends: UInt8 = 3
    private static let capacity = 1_024
    /// Milliseconds after which a resend is forgotten: longer than a packet stays in any cache, and shorter than its
    /// sequence number takes to come round again.
    private static let memory: UInt32 = 10_000
    /// What a round trip counts as at least and at most, in milliseconds. A browser that only watches does not know its
    /// round trip, and repeats requests after 100 ms.
    private static let minimumRoundTrip: Int64 = 8
    private static let maximumRoundTrip: Int64 = 100
}
