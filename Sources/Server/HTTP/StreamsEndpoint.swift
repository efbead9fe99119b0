import Hummingbird
import SFU
import WebRTCGateway

/// `/v1/streams`: what is live now. Those with the right `api` see all of a stream; those who may play it see what
/// the front page shows; others do not see it.
struct StreamsEndpoint: Sendable {
    let broker: any SessionBroker
    let authority: Authority

    func list(for requester: Requester) async throws(Problem) -> Response {
        // Somebody unknown who can see nothing is told to say who they are, rather than that there is nothing.
        switch requester {
        case .impostor: try refuse(authority.allowsEverywhere(requester, .api))
        case .stranger where !authority.strangersPlaySomething: try refuse(authority.allowsEverywhere(requester, .api))
        case .user, .keyHolder, .local, .stranger: break
        }
        let visible = await broker.streams().compactMap { description(of: $0, for: requester) }
        return Response(json: StreamList(streams: visible.sorted { $0.path < $1.path }))
    }

    func stream(_ path: StreamPath, for requester: Requester) async throws(Problem) -> Response {
        let verdict = authority.allows(requester, .api, path)
        if verdict != .allowed, authority.allows(requester, .play, path) != .allowed { try refuse(verdict) }
        guard let stream = await broker.streams().first(where: { $0.path == path }),
            let description = description(of: stream, for: requester)
        else { throw Problem(.notFound, "This stream is not live now.") }
        return Response(json: description)
    }

    private func refuse(_ verdict: Verdict) throws(Problem) {
        // The front page asks every other second; its browser must not ask for a password each time.
        if let problem = Problem(verdict, offersBasic: false) { throw problem }
    }

    private func description(of stream: StreamSummary, for requester: Requester) -> StreamDescription? {
        if authority.allows(requester, .api, stream.path) == .allowed {
            return StreamDescription(stream, complete: true)
        }
        if authority.allows(requester, .play, stream.path) == .allowed {
            return StreamDescription(stream, complete: false)
        }
        return nil
    }
}

private struct StreamList: Encodable {
    var streams: [StreamDescription]
}

private struct StreamDescription: Encodable {
    var path: String
    /// Whether the publisher is there, or within the grace time after a loss.
    var isPublishing: Bool
    var subscribers: Int
    /// Seconds, to the millisecond.
    var uptime: Double
    var tracks: [Track]
    /// Its subscribers by the worker that serves them, the publisher's worker first; for those with the right `api`.
    var workers: [Worker]?

    struct Worker: Encodable {
        var worker: Int
        var subscribers: Int
    }

    struct Track: Encodable {
        var kind: String
        var codec: String
        // Figures for those with the right `api`.
        var packets: UInt64?
        var bytes: UInt64?
        var lost: UInt64?
    }

    init(_ stream: StreamSummary, complete: Bool) {
        path = stream.path.text
        isPublishing = stream.isPublishing
        subscribers = stream.subscribers
        uptime = stream.uptime.isFinite ? (stream.uptime * 1000).rounded() / 1000 : 0
        workers = complete ? stream.workers.map { Worker(worker: $0.worker, subscribers: $0.subscribers) } : nil
        tracks = stream.tracks.map { track in
            Track(
                kind: track.kind, codec: track.codec, packets: complete ? track.packets : nil,
                bytes: complete ? track.bytes : nil, lost: complete ? track.lost : nil)
        }
    }
}
