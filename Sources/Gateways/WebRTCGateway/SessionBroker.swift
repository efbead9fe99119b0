package import Net
package import SFU

/// What WHIP and WHEP ask of the WebRTC side, free of HTTP: an offer becomes a session with an answer, a session is
/// amended, a session ends. ``WebRTCGateway`` is the real one; the HTTP tests bring one of their own.
package protocol SessionBroker: Sendable {
    /// Opens a session that publishes `path` (RFC 9725 §4.2).
    func publish(_ request: SessionRequest) async throws(SessionError) -> SessionAnswer

    /// Opens a session that plays `path` (WHEP).
    func play(_ request: SessionRequest) async throws(SessionError) -> SessionAnswer

    /// Trickled candidates or an ICE restart (RFC 9725 §4.3).
    /// - Parameter entityTag: the value of `If-Match`, with its quotes; nil when the header is absent.
    func amend(_ id: SessionID, entityTag: String?, fragment: String) async throws(SessionError) -> SessionAmendment

    /// Ends a session. False when there is none of that name.
    func end(_ id: SessionID) async -> Bool

    /// The session of that name, if it lives.
    func session(_ id: SessionID) async -> SessionSummary?

    /// How a session that lives no more ended, as long as it is remembered; nil for one that never was.
    func ending(of id: SessionID) async -> SessionEnding?

    /// All streams that are live now, by path.
    func streams() async -> [StreamSummary]

    /// Everything for `/metrics`, in the Prometheus text exposition format, version 0.0.4.
    func metrics() async -> String
}

/// An offer and where it came from.
package struct SessionRequest: Sendable {
    package var path: StreamPath
    /// The SDP offer, at most 256 KiB.
    package var offer: String
    /// The peer of the HTTP connection.
    package var remote: SocketAddress
    /// The address of ours that the HTTP connection came in on: the first candidate offered.
    package var local: SocketAddress?

    package init(path: StreamPath, offer: String, remote: SocketAddress, local: SocketAddress?) {
        self.path = path
        self.offer = offer
        self.remote = remote
        self.local = local
    }
}

/// What a new session's creator is told.
package struct SessionAnswer: Sendable {
    package var id: SessionID
    package var sdp: String
    /// The strong entity tag of this ICE generation, with its quotes.
    package var entityTag: String

    package init(id: SessionID, sdp: String, entityTag: String) {
        self.id = id
        self.sdp = sdp
        self.entityTag = entityTag
    }
}

/// What a PATCH did.
package enum SessionAmendment: Sendable {
    /// Candidates were taken note of: 204.
    case trickled
    /// ICE was restarted: 200 with this SDP fragment and this new entity tag.
    case restarted(fragment: String, entityTag: String)
}

/// Why a request for a session, or about one, was refused. Each carries words for the person who asked.
package enum SessionError: Error, Sendable {
    /// The SDP cannot be read or breaks a rule: 400.
    case malformedOffer(String)
    /// The offer is legal, but nothing in it can be served, e.g. no codec in common: 406.
    case unacceptableOffer(String)
    /// Nobody publishes this path now: 409 with Retry-After.
    case nothingLive
    /// Somebody else publishes this path and `on_conflict` says refuse: 409.
    case alreadyPublished
    /// No such session: 404.
    case unknownSession
    /// A PATCH without If-Match: 428.
    case entityTagRequired
    /// If-Match names an ICE generation that is over: 412.
    case entityTagStale
    /// The SDP fragment of a PATCH makes no sense: 400.
    case malformedFragment(String)
    /// What the PATCH asks for cannot be done on this session: 422.
    case unprocessable(String)
    /// A limit of the server is reached: 503 with Retry-After.
    case overloaded(String)
}

/// The name of a session: in its URL, in logs, in the API. 128 random bits or more, so that nobody guesses one.
package struct SessionID: Hashable, Sendable, CustomStringConvertible {
    /// 22 or more characters of `A-Za-z0-9-_`.
    package let text: String

    package init(text: String) {
        self.text = text
    }

    package var description: String { text }
}

/// Which way a session's media flows.
package enum SessionRole: String, Sendable {
    case publisher
    case subscriber
}

/// One session, as the API shows it.
package struct SessionSummary: Sendable {
    package var id: SessionID
    package var path: StreamPath
    package var role: SessionRole
    /// `new`, `checking`, `handshaking`, `connected`.
    package var state: String
    package var remote: SocketAddress?

    package init(id: SessionID, path: StreamPath, role: SessionRole, state: String, remote: SocketAddress?) {
        self.id = id
        self.path = path
        self.role = role
        self.state = state
        self.remote = remote
    }
}

/// How a session ended.
package struct SessionEnding: Sendable {
    package var path: StreamPath
    package var role: SessionRole
    /// A sentence for its owner.
    package var reason: String

    package init(path: StreamPath, role: SessionRole, reason: String) {
        self.path = path
        self.role = role
        self.reason = reason
    }
}

/// One live stream, as the API and the front page show it.
package struct StreamSummary: Sendable {
    package var path: StreamPath
    package var tracks: [TrackSummary]
    /// Subscribers by worker, those of the publisher's worker first.
    package var workers: [WorkerSummary]
    /// Seconds since its publisher first connected.
    package var uptime: Double
    /// Whether its publisher is connected now, or within the grace time after a loss.
    package var isPublishing: Bool

    package var subscribers: Int { workers.reduce(0) { $0 + $1.subscribers } }

    package init(
        path: StreamPath, tracks: [TrackSummary], workers: [WorkerSummary], uptime: Double, isPublishing: Bool
    ) {
        self.path = path
        self.tracks = tracks
        self.workers = workers
        self.uptime = uptime
        self.isPublishing = isPublishing
    }
}

/// The subscribers of a live stream that one worker serves.
package struct WorkerSummary: Sendable {
    package var worker: Int
    package var subscribers: Int

    package init(worker: Int, subscribers: Int) {
        self.worker = worker
        self.subscribers = subscribers
    }
}

/// One track of a live stream.
package struct TrackSummary: Sendable {
    /// `audio` or `video`.
    package var kind: String
    /// The codec's encoding name, e.g. `VP8`.
    package var codec: String
    package var packets: UInt64
    package var bytes: UInt64
    package var lost: UInt64

    package init(kind: String, codec: String, packets: UInt64, bytes: UInt64, lost: UInt64) {
        self.kind = kind
        self.codec = codec
        self.packets = packets
        self.bytes = bytes
        self.lost = lost
    }
}
