/// Packets of one track that go out together: those of a frame, or a report.
package struct PlaybackPackets: Sendable, Equatable {
    /// As the playback was told the tracks: an index.
    package var track: Int
    /// Whether they are RTCP rather than RTP.
    package var isControl: Bool
    /// All packets with their headers, one behind the other.
    package var bytes: [UInt8] = []
    /// Where each is in ``bytes``, in order; none is empty.
    package var packets: [Range<Int>] = []

    package init(track: Int, isControl: Bool) {
        self.track = track
        self.isControl = isControl
    }
}

/// Where a playback's packets go: a session's transports.
package protocol PlaybackSink: Sendable {
    /// Takes packets; never waits. Called on the playback's thread.
    /// - Returns: whether there is room for more. If not, nothing comes before ``FilePlayback/continueSending()``; what
    ///   was handed in is taken in any case.
    func send(_ packets: PlaybackPackets) -> Bool

    /// The playback is at the end of what was asked for, behind the BYE of each track, or could not go on. Another
    /// play may follow.
    func ended(_ end: PlaybackEnd)
}

/// Why a playback stopped by itself.
package enum PlaybackEnd: Sendable, Equatable {
    /// The end of the file, or of the range.
    case complete
    /// The file is damaged; with a sentence.
    case failed(String)
}
