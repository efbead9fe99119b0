package import Codecs

/// What another worker must know of a track to fan out its packets: everything but the packets.
package struct TrackDescription: Sendable {
    package var kind: MediaKind
    /// What the publisher sends now; nil while it sends nothing.
    package var codec: Codec?
    /// The source that viewers should get; ``SourceID/none`` before one is chosen.
    package var selected: SourceID
    /// How each source's timestamps relate to our wall clock.
    package var clocks: [SourceClock]
}

/// The clock of one source of a track.
package struct SourceClock: Sendable {
    package var source: SourceID
    package var clock: CaptureClock
}

/// One life of a stream: what it is called on every worker, unmistakable also when a path is published anew.
package struct StreamIdentity: Hashable, Sendable {
    package var path: StreamPath
    /// The worker that its publisher is on.
    package var home: Int
    /// Unique among the streams of ``home``.
    package var number: UInt64

    package init(path: StreamPath, home: Int, number: UInt64) {
        self.path = path
        self.home = home
        self.number = number
    }
}

/// A track of a stream, as every worker calls it.
package struct TrackAddress: Sendable {
    package var stream: StreamIdentity?
    /// Its place among the stream's tracks.
    package var index: Int

    package init(stream: StreamIdentity?, index: Int) {
        self.stream = stream
        self.index = index
    }
}
