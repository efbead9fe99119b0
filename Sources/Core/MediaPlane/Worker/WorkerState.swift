package import Net
package import SFU

/// What lives on a worker and what it counted, at one moment: plain data for the API and for metrics.
package struct WorkerState: Sendable {
    package var index: Int
    package var port: UInt16
    package var sessions: [SessionState]
    package var streams: [StreamState]
    /// Streams of other workers that have viewers here.
    package var relays: [RelayState]
    package var counters: LoopCounters
    package var sending: SendCounters
    /// From the kernel's receiving a packet to its having taken it for a viewer.
    package var transit: TransitTimes
    /// Bytes of packets that wait for the kernel.
    package var backlogBytes: Int
    /// CPU time of the worker's thread since its start, in nanoseconds.
    package var cpuNanoseconds: Int64
    /// The share of a processor, 0...1, that it took lately.
    package var cpuShare: Double
}

/// A session, at one moment.
package struct SessionState: Sendable {
    package var key: SessionKey
    package var path: StreamPath
    package var isPublisher: Bool
    /// `checking`, `handshaking`, `connected` or `closed`.
    package var phase: String
    package var remote: SocketAddress?
    /// What encrypts what it is sent, by name; nil until connected.
    package var cipher: String?
    /// The latest round trip that a viewer's reports showed, in seconds; nil before a report.
    package var roundTrip: Double?
    /// The share of packets that a viewer missed lately, 0...1; nil for a publisher.
    package var loss: Double?
}

/// A stream, at one moment.
package struct StreamState: Sendable {
    package var path: StreamPath
    package var isPublishing: Bool
    /// Since its first publisher connected.
    package var age: Duration
    /// Its viewers by worker, those of its home first.
    package var shares: [WorkerShare]
    package var tracks: [TrackState]

    package var viewers: Int { shares.reduce(0) { $0 + $1.viewers } }
}

/// The viewers of a stream on one worker.
package struct WorkerShare: Sendable {
    package var worker: Int
    package var viewers: Int
}

/// What a worker has of a stream that lives on another one.
package struct RelayState: Sendable {
    package var stream: StreamIdentity
    package var viewers: Int
}

/// A track, at one moment; counters are those of the present publisher.
package struct TrackState: Sendable {
    package var kind: String
    package var codec: String
    package var packets: UInt64
    package var bytes: UInt64
    package var lost: UInt64
}

/// The sizes of a worker's tables, at one moment.
package struct LoopTables: Equatable, Sendable {
    package var sessions: Int
    /// Addresses that lead to a session.
    package var addresses: Int
    /// ICE user name fragments that lead to a session.
    package var fragments: Int
    package var streams: Int
    /// Streams of other workers.
    package var replicas: Int
    /// Of all viewers, one for each track that they play.
    package var subscriptions: Int

    package init(sessions: Int, addresses: Int, fragments: Int, streams: Int, replicas: Int = 0, subscriptions: Int) {
        self.sessions = sessions
        self.addresses = addresses
        self.fragments = fragments
        self.streams = streams
        self.replicas = replicas
        self.subscriptions = subscriptions
    }

    package static let empty = LoopTables(sessions: 0, addresses: 0, fragments: 0, streams: 0, subscriptions: 0)
}
