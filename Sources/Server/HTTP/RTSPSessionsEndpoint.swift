import Hummingbird
import RTSPGateway
import SFU

/// `/v1/rtsp/sessions`: who publishes and plays by RTSP, and how well it goes, for those with the right `api` for the path.
struct RTSPSessionsEndpoint: Sendable {
    let media: RunningMedia
    let authority: Authority

    func list(for requester: Requester) throws(Problem) -> Response {
        // Somebody who is not known is told to say who they are, rather than that there is nothing.
        switch requester {
        case .impostor, .stranger:
            let verdict = authority.allowsEverywhere(requester, .api)
            if let problem = Problem(verdict, offersBasic: false) { throw problem }
        case .user, .keyHolder, .local: break
        }
        let visible = media.rtspSessions().filter { session in
            guard let path = try? StreamPath(session.path) else { return false }
            return authority.allows(requester, .api, path) == .allowed
        }
        let ordered = visible.sorted { ($0.path, $0.id) < ($1.path, $1.id) }
        return Response(json: RTSPSessionList(sessions: ordered.map(RTSPSessionDescription.init)))
    }
}

private struct RTSPSessionList: Encodable {
    var sessions: [RTSPSessionDescription]
}

/// A session in JSON.
private struct RTSPSessionDescription: Encodable {
    var id: String
    var path: String
    /// `publisher`, `player`, `push` or `pull`.
    var role: String
    var remote: String
    /// `tcp`, `udp` or `multicast`.
    var transport: String
    /// Seconds, to the millisecond.
    var uptime: Double
    var bytes: UInt64
    var packets: UInt64
    var lost: UInt64
    /// Milliseconds, of the worst track; nil while it is not known.
    var jitter: Double?
    var tracks: [Track]

    struct Track: Encodable {
        /// As SDP names it.
        var codec: String
        var bytes: UInt64
        var packets: UInt64
        /// What was expected and never came: here from a publisher, there, by its reports, to a player.
        var lost: UInt64
        /// Milliseconds.
        var jitter: Double?
        /// What a player was too slow for.
        var dropped: UInt64
    }

    init(_ session: RTSPSessionSummary) {
        id = session.id
        path = session.path
        role = session.role.rawValue
        remote = session.remote
        transport = session.transport.rawValue
        uptime = (session.age / .seconds(1) * 1000).rounded() / 1000
        bytes = session.bytes
        packets = session.packets
        lost = session.lost
        jitter = Self.milliseconds(session.jitter)
        tracks = session.tracks.map { track in
            Track(
                codec: track.encoding, bytes: track.bytes, packets: track.packets, lost: track.lost,
                jitter: Self.milliseconds(track.jitter), dropped: track.dropped)
        }
    }

    /// To the microsecond. JSON has no number for what is not finite.
    private static func milliseconds(_ jitter: Double?) -> Double? {
        guard let jitter, jitter.isFinite else { return nil }
        return (jitter * 1000).rounded() / 1000
    }
}
