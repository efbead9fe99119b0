/// What a session does with its stream.
package enum RTSPSessionRole: String, Sendable, CaseIterable {
    case publisher
    case player
    /// A client of ours, which publishes a stream elsewhere.
    case push
    /// A client of ours, which fetches a stream from elsewhere.
    case pull
}

/// A session as the API shows it.
package struct RTSPSessionSummary: Sendable, Equatable {
    /// In logs and in the API; not what stands in the `Session` field, which whoever knows it may use.
    package var id: String
    package var path: String
    package var role: RTSPSessionRole
    /// Where the peer is, e.g. `192.0.2.1:50000`, or the URL that is pushed to or pulled from, without credentials.
    package var remote: String
    package var transport: RTSPTransport
    /// In the order in which they were set up.
    package var tracks: [RTSPTrackSummary]
    /// Since its connection began.
    package var age: Duration

    package init(
        id: String, path: String, role: RTSPSessionRole, remote: String, transport: RTSPTransport,
        tracks: [RTSPTrackSummary], age: Duration
    ) {
        self.id = id
        self.path = path
        self.role = role
        self.remote = remote
        self.transport = transport
        self.tracks = tracks
        self.age = age
    }

    /// RTP payloads, received or sent.
    package var bytes: UInt64 { tracks.reduce(0) { $0 &+ $1.bytes } }
    package var packets: UInt64 { tracks.reduce(0) { $0 &+ $1.packets } }
    package var lost: UInt64 { tracks.reduce(0) { $0 &+ $1.lost } }
    /// The worst of its tracks, in milliseconds; nil while none is known.
    package var jitter: Double? { tracks.compactMap(\.jitter).max() }
}

/// A track of a session.
package struct RTSPTrackSummary: Sendable, Equatable {
    /// Its encoding name in SDP, e.g. `H264`.
    package var encoding: String
    /// RTP packets, received or sent.
    package var packets: UInt64
    /// Their payloads.
    package var bytes: UInt64
    /// Packets that were expected and never came: here of what is received, at the peer, by its receiver reports, of what is
    /// sent. Never less than 0.
    package var lost: UInt64
    /// Interarrival jitter (RFC 3550 §6.4.1) in milliseconds, here or by the peer's reports; nil while it is not known.
    package var jitter: Double?
    /// Frames or packets that a player was too slow for.
    package var dropped: UInt64

    package init(encoding: String, packets: UInt64, bytes: UInt64, lost: UInt64, jitter: Double?, dropped: UInt64) {
        self.encoding = encoding
        self.packets = packets
        self.bytes = bytes
        self.lost = lost
        self.jitter = jitter
        self.dropped = dropped
    }
}
