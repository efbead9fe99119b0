import Net

/// What the client's requests do (RFC 2326 §10, and the states of its appendix A.2).
extension RTSPServerConnection {
    /// A request on its way to an answer.
    struct Incoming {
        let request: RTSPRequest
        let sequence: UInt32
        let now: Instant
    }

    mutating func handle(_ request: RTSPRequest, now: Instant, into events: inout [RTSPServerEvent]) {
        guard let sequence = request.sequence else { return respond(.badRequest, to: nil) }
        guard request.version == .rtsp1 else { return respond(.versionNotSupported, to: sequence) }
        let unsupported = Self.unsupportedTags(of: request)
        guard unsupported.isEmpty else {
            return respond(.optionNotSupported, to: sequence, headers: ["Unsupported": unsupported])
        }
        let isNamed = request.headers["Session"] != nil
        guard !isNamed || names(session: request) else { return respond(.sessionNotFound, to: sequence) }
        let incoming = Incoming(request: request, sequence: sequence, now: now)
        switch request.method {
        case .options:
            respond(.ok, to: sequence, headers: ["Public": Self.methods.text])
            if session != nil { events.append(.keptAlive) }
        case .getParameter, .setParameter: takeParameters(incoming, into: &events)
        case .describe:
            guard !isAnnounced else { return respond(.methodNotValidInThisState, to: sequence) }
            events.append(.describe(ask(.describe, incoming)))
        case .announce:
            guard session == nil, !isAnnounced else { return respond(.methodNotValidInThisState, to: sequence) }
            startDeadline = now.advanced(by: RTSPTiming.startLimit)
            let type = request.headers["Content-Type"]
            events.append(.announce(ask(.announce, incoming), contentType: type, body: request.body))
        case .setup: setUp(incoming, into: &events)
        case .play, .record, .pause, .teardown:
            guard session != nil else {
                let isEnd = request.method == .teardown
                return respond(isEnd ? .sessionNotFound : .methodNotValidInThisState, to: sequence)
            }
            guard isNamed else { return respond(.sessionNotFound, to: sequence) }
            control(incoming, into: &events)
        case .redirect, .other: respond(.notImplemented, to: sequence)
        }
    }

    /// Whoever has a session has shown who they are, and keeps it by this.
    private mutating func takeParameters(_ incoming: Incoming, into events: inout [RTSPServerEvent]) {
        let question = ask(.parameters(areEmpty: incoming.request.body.isEmpty), incoming)
        if session == nil, incoming.request.url != "*" {
            events.append(.parameters(question))
        } else {
            accept()
            if session != nil { events.append(.keptAlive) }
        }
    }

    private mutating func setUp(_ incoming: Incoming, into events: inout [RTSPServerEvent]) {
        let (request, sequence) = (incoming.request, incoming.sequence)
        if let session {
            // One session a connection: a SETUP that names none wants another.
            guard request.headers["Session"] != nil else { return respond(.sessionNotFound, to: sequence) }
            guard session.state == .ready else { return respond(.methodNotValidInThisState, to: sequence) }
            guard session.tracks.count < RTSPServerSession.maximumTracks else {
                return respond(.notEnoughBandwidth, to: sequence)
            }
            guard !session.has(url: request.url) else { return respond(.badRequest, to: sequence) }
        }
        let text = request.headers.values("Transport").joined(separator: ",")
        guard let transports = try? TransportHeader(parsing: text).specifications else {
            return respond(.badRequest, to: sequence)
        }
        guard transports.allSatisfy({ $0.mode == nil || ($0.mode == .record) == isAnnounced }) else {
            return respond(.methodNotValidInThisState, to: sequence)
        }
        if session == nil { startDeadline = incoming.now.advanced(by: RTSPTiming.startLimit) }
        let setup = RTSPSetupRequest(transports: transports, isRecording: isAnnounced, isFirst: session == nil)
        events.append(.setup(ask(.setup(url: request.url), incoming), setup))
    }

    /// The requests of a session.
    private mutating func control(_ incoming: Incoming, into events: inout [RTSPServerEvent]) {
        guard let session else { return }
        let (request, sequence) = (incoming.request, incoming.sequence)
        switch (request.method, session.state) {
        case (.play, .ready) where !session.isRecording, (.play, .playing): play(incoming, into: &events)
        case (.record, .ready) where session.isRecording: events.append(.record(ask(.record, incoming)))
        case (.pause, .playing), (.pause, .recording):
            self.session?.state = .ready
            respond(.ok, to: sequence)
            events.append(.paused)
        // What is not running is paused already (RFC 7826 §13.6).
        case (.pause, .ready), (.record, .recording): respond(.ok, to: sequence)
        case (.teardown, _):
            let isTrack = self.session?.remove(url: request.url) == true
            if !isTrack {
                self.session = nil
                isAnnounced = false
            }
            respond(.ok, to: sequence)
            events.append(.teardown(url: isTrack ? request.url : nil))
        default: respond(.methodNotValidInThisState, to: sequence)
        }
    }

    private mutating func play(_ incoming: Incoming, into events: inout [RTSPServerEvent]) {
        let headers = incoming.request.headers
        var range: RangeHeader?
        if let text = headers["Range"] {
            range = try? RangeHeader(parsing: text)
            guard range != nil else { return respond(.invalidRange, to: incoming.sequence) }
        }
        let isPlaying = session?.state == .playing
        let question = ask(.play(isScaled: headers["Scale"] != nil), incoming)
        events.append(.play(question, RTSPPlayRequest(range: range, isPlaying: isPlaying)))
    }

    private func names(session request: RTSPRequest) -> Bool {
        session != nil && (try? SessionHeader(parsing: request.headers["Session"] ?? ""))?.id == sessionID
    }

    /// Opens a question.
    private mutating func ask(_ kind: Pending.Kind, _ incoming: Incoming) -> RTSPQuestion {
        let request = incoming.request
        let shown = request.headers["Authorization"].flatMap { try? RTSPAuthorization(parsing: $0) }
        let verdict = shown.map { challenge.verdict(on: $0, for: request, now: incoming.now) }
        pending = Pending(sequence: incoming.sequence, kind: kind, isStale: verdict == .stale)
        return RTSPQuestion(
            method: request.method, url: request.url, realm: challenge.realm,
            authorization: verdict == .current ? shown : nil,
            isForeign: request.headers["Authorization"] != nil && verdict != .current,
            userAgent: request.headers["User-Agent"])
    }

    /// The feature tags that are required of us and not served, as they go into `Unsupported` (RFC 2326 §12.32; the
    /// names are those of RFC 7826 §11.1).
    private static func unsupportedTags(of request: RTSPRequest) -> String {
        (request.headers.values("Require") + request.headers.values("Proxy-Require"))
            .flatMap { Substring($0).parts(separatedBy: ",", limit: maximumTags) }
            .filter { !tags.contains(String($0)) }.joined(separator: ", ")
    }

    private static let tags: Set<String> = ["play.basic", "con.persistent"]
    /// Feature tags of a header that are looked at; our choice.
    private static let maximumTags = 16
    private static let methods = PublicHeader([
        .options, .describe, .announce, .setup, .play, .pause, .record, .teardown, .getParameter, .setParameter,
    ])
}
