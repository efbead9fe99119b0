package import Files

/// What of a file is to be played, in normal play time: from the file's beginning (RFC 2326 §3.6).
package struct PlaybackRange: Sendable, Equatable {
    /// Nil goes on where the playback is: at its beginning, where it was paused, or where it ended.
    package var from: Duration?
    /// Nil means the end of the file.
    package var to: Duration?

    package init(from: Duration? = nil, to: Duration? = nil) {
        self.from = from
        self.to = to
    }
}

/// What an answer to PLAY says.
package struct PlaybackStart: Sendable, Equatable {
    /// Where it really starts: at a keyframe, after a seek.
    package var from: Duration
    /// Where it will end; nil when the file does not say how long it is.
    package var to: Duration?
    /// By track, as the playback was told them.
    package var tracks: [Track]

    package struct Track: Sendable, Equatable {
        /// Of the next packet.
        package var sequence: UInt16
        /// RTP timestamp of ``PlaybackStart/from`` (RFC 2326 §12.33).
        package var timestamp: UInt32
    }
}

/// Why nothing is played.
package enum PlaybackError: Error, Sendable, Equatable {
    /// The range begins behind the end of the file, or ends where it begins (457).
    case invalidRange
    case file(MediaFileError)
    /// There are as many threads as there may be (``FileThreads``), or the system has no thread for us.
    case overloaded
    /// It was closed.
    case closed
}
