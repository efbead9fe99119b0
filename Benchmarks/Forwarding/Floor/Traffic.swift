package import SRTP

/// Who sends what to whom: what a server forwards, and the floor likewise.
package struct Traffic: Sendable, Equatable {
    /// One or more.
    package var publishers: Int
    /// Of all publishers together, whom they watch in turn; one or more.
    package var viewers: Int
    package var profile: SRTPProfile
    /// Bits in a second of each publisher.
    package var bitrate: Int
    /// Whether a frame's packets leave over time, as browsers send them, or all at once.
    package var isPaced: Bool

    package init(publishers: Int, viewers: Int, profile: SRTPProfile, bitrate: Int, isPaced: Bool) {
        self.publishers = publishers
        self.viewers = viewers
        self.profile = profile
        self.bitrate = bitrate
        self.isPaced = isPaced
    }

    /// Frames in a second.
    static let frameRate = 30
}
