import FramePlane
import Hummingbird
import SFU
import WebRTCGateway

/// `/v1/streams`: what is live now. Those with the right `api` see all of a stream; those who may play it see what
/// the front page shows; others do not see it.
struct StreamsEndpoint: Sendable {
    let media: RunningMedia
    let authority: Authority

    func list(for requester: Requester) async throws(Problem) -> Response {
        // Somebody unknown who can see nothing is told to say who they are, rather than that there is nothing.
        switch requester {
        case .impostor: try refuse(authority.allowsEverywhere(requester, .api))
        case .stranger where !authority.strangersPlaySomething: try refuse(authority.allowsEverywhere(requester, .api))
        case .user, .keyHolder, .local, .stranger: break
        }
        let visible = await streams().compactMap { description(of: $0, for: requester) }
        return Response(json: StreamList(streams: visible.sorted { $0.path < $1.path }))
    }

    func stream(_ path: StreamPath, for requester: Requester) async throws(Problem) -> Response {
        let verdict = authority.allows(requester, .api, path)
        if verdict != .allowed, authority.allows(requester, .play, path) != .allowed { try refuse(verdict) }
        guard let stream = await streams().first(where: { $0.path == path }),
            let description = description(of: stream, for: requester)
        else { throw Problem(.notFound, "This stream is not live now.") }
        return Response(json: description)
    }

    /// Each path's packets and frames, side by side.
    private func streams() async -> [LiveStreamViews] {
        var views: [StreamPath: LiveStreamViews] = [:]
        for stream in await media.broker.streams() {
            views[stream.path] = LiveStreamViews(stream.path, packets: stream)
        }
        for stream in media.frames() where stream.isLive || views[stream.path] != nil {
            views[stream.path, default: LiveStreamViews(stream.path)].frames = stream
        }
        return Array(views.values)
    }

    private func refuse(_ verdict: Verdict) throws(Problem) {
        // The front page asks every other second; its browser must not ask for a password each time.
        if let problem = Problem(verdict, offersBasic: false) { throw problem }
    }

    private func description(of stream: LiveStreamViews, for requester: Requester) -> StreamDescription? {
        if authority.allows(requester, .api, stream.path) == .allowed {
            return StreamDescription(stream, complete: true)
        }
        if authority.allows(requester, .play, stream.path) == .allowed {
            return StreamDescription(stream, complete: false)
        }
        return nil
    }
}

/// What the two planes know of a stream.
struct LiveStreamViews {
    var path: StreamPath
    /// Nil when it exists as frames alone.
    var packets: StreamSummary?
    /// Nil when nobody brings or reads frames.
    var frames: FrameStreamSummary?

    init(_ path: StreamPath, packets: StreamSummary? = nil, frames: FrameStreamSummary? = nil) {
        self.path = path
        self.packets = packets
        self.frames = frames
    }
}

extension FrameStreamSummary {
    /// Whether somebody brings it, or waits for somebody to.
    fileprivate var isLive: Bool { isPublished || !readers.isEmpty }
}

private struct StreamList: Encodable {
    var streams: [StreamDescription]
}
