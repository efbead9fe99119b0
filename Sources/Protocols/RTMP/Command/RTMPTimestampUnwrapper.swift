/// Makes the 32 bits of milliseconds that messages carry go on after 49.7 days.
///
/// Audio and video share one line of time, so that they stay in step when one of them wraps before the other. A step of
/// less than 24.9 days is what it seems, forwards or backwards.
struct RTMPTimestampUnwrapper: Sendable {
    /// Of the latest audio or video message.
    private var latest: Int64?

    /// Milliseconds of an audio or video message.
    mutating func unwrap(_ timestamp: UInt32) -> Int64 {
        let time = project(timestamp)
        latest = time
        return time
    }

    /// Milliseconds of another message, which does not lead: metadata is often sent with 0 in the middle of a stream.
    func project(_ timestamp: UInt32) -> Int64 {
        guard let latest else { return Int64(timestamp) }
        let step = Int32(bitPattern: timestamp &- UInt32(truncatingIfNeeded: latest))
        return latest &+ Int64(step)
    }
}
