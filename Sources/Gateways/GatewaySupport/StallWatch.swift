/// Notices that a peer takes nothing of what there is for it.
package struct StallWatch {
    /// The most bytes that it was seen to have taken.
    private var taken = Int64.min
    private var seconds = 0

    package init() {}

    /// Whether nothing was taken for ``limit`` seconds. To be called once a second.
    /// - Parameters:
    ///   - unsent: bytes that wait for the peer; through TLS a few more than it is for us.
    ///   - sent: bytes that were given out so far, those that wait included.
    package mutating func isStalled(unsent: Int, sent: UInt64) -> Bool {
        let taken = Int64(clamping: sent) - Int64(unsent)
        if unsent == 0 || taken > self.taken {
            self.taken = taken
            seconds = 0
            return false
        }
        seconds += 1
        return seconds >= Self.limit
    }

    /// Seconds (our choice); MediaMTX waits as long.
    package static let limit = 10
}
