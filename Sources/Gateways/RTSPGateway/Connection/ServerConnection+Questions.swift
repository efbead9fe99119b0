import GatewaySupport
import MediaPlane
import NIOCore
import Net
import RTSP
import SFU

/// What a client asks for and sends. Everything that is asked needs leave each time: a connection proves nothing about who
/// sends the next request on it.
extension ServerConnection {
    func handle(_ event: RTSPServerEvent) {
        switch event {
        case .describe(let question):
            ask(.play, question) { $0.describe($1, $2) }
        case .announce(let question, let contentType, let body):
            guard contentType?.lowercased().hasPrefix("application/sdp") ?? true else {
                return refuse(.unsupportedMediaType, "Streams are announced by SDP.")
            }
            ask(.publish, question) { $0.announce(body, $1, $2) }
        case .setup(let question, let request):
            ask(request.isRecording ? .publish : .play, question) { connection, path, target in
                if request.isRecording {
                    connection.setUpPublishing(request, question.url, path)
                } else {
                    connection.setUpPlaying(request, path, target, url: question.url)
                }
            }
        case .play(let question, let request):
            ask(.play, question) { connection, path, target in connection.play(request, path, target) }
        case .record(let question):
            ask(.publish, question) { connection, path, _ in connection.record(path) }
        case .parameters(let question):
            guard question.url != "*" else { return machine.accept() }
            ask(.play, question) { connection, _, _ in
                connection.machine.accept()
                connection.proceed()
            }
        case .paused:
            pause()
        case .teardown(let url):
            tearDown(url)
        case .media(let channel, let range):
            receive(range, channel: channel)
        case .keptAlive:
            break
        }
    }

    // MARK: Asking for leave

    typealias Answer = (ServerConnection, _ path: StreamPath, _ target: RequestTarget) -> Void

    private func ask(_ action: RTSPAction, _ question: RTSPQuestion, then answer: @escaping Answer) {
        guard services.sessions.count <= services.settings.maximumConnections else {
            refuse(.notEnoughBandwidth, "The server has as many connections as it takes.")
            return close(.tooManyConnections)
        }
        guard let target = RequestTarget(question.url) else {
            return refuse(.badRequest, "That is no URL of RTSP.")
        }
        note(target.token)
        let request = RTSPAuthorizationRequest(
            action: action, name: name(for: action, target), credentials: credentials(of: question),
            remote: session.remote)
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let after = NIOLoopBound(answer, eventLoop: channel.eventLoop)
        let (services, eventLoop) = (services, channel.eventLoop)
        Task {
            let verdict = await services.authorize(request)
            eventLoop.execute {
                guard !connection.value.isClosing else { return }
                connection.value.decide(verdict) { path in after.value(connection.value, path, target) }
            }
        }
    }

    /// A publisher's tracks are named as it announced them: what is asked for is what it announced.
    private func name(for action: RTSPAction, _ target: RequestTarget) -> String {
        if case .publishing(let publishing) = work, action == .publish { return publishing.name }
        return target.name
    }

    /// Publishers put the names of their tracks behind the URL, also behind its query, so that they seem to belong to the
    /// token: it stays the one that ANNOUNCE showed.
    private func note(_ shown: String?) {
        guard let shown, token.map({ shown.hasPrefix("\($0)/") }) != true else { return }
        token = shown
    }

    private func credentials(of question: RTSPQuestion) -> RTSPClientCredentials {
        switch question.authorization {
        case .basic(let shown)?: return .basic(name: shown.user, password: shown.password)
        case .digest(let response)?:
            return .digest(RTSPDigestProof(userName: response.user) { question.isProof(of: $0) })
        case nil: break
        }
        if question.isForeign { return .unusable }
        // The names of tracks come without the query.
        if let token { return .token(token) }
        // In a URL they stand where clients that know no authentication write them.
        guard let shown = RTSPURL(question.url)?.credentials else { return .none }
        return .basic(name: shown.user, password: shown.password)
    }

    private func decide(_ verdict: RTSPVerdict, then answer: (StreamPath) -> Void) {
        switch verdict {
        case .allowed(let path):
            answer(path)
        case .unauthenticated:
            machine.challenge(now: .now, using: &random)
            proceed()
        case .forbidden(let sentence):
            refuse(.forbidden, sentence)
        case .unknownName(let sentence):
            refuse(.notFound, sentence)
        }
    }

    /// Says no, and why; the client may ask for something else.
    func refuse(_ status: RTSPStatus, _ sentence: String) {
        machine.refuse(status, reason: sentence)
        reportRefusal(sentence)
        proceed()
    }

    // MARK: The session

    func pause() {
        switch work {
        case .playing(let playing): playing.pause(services)
        case .file(let playing): playing.pause()
        // What a publisher that paused does not send needs nothing of us.
        case .publishing, .none: break
        }
    }

    private func tearDown(_ url: String?) {
        if let url, case .playing(let playing) = work, playing.remove(url: url, services) { return }
        // What a track would bring that its publisher has ended does not come; the others go on.
        if url != nil, case .publishing = work { return }
        guard let path = endWork() else { return }
        report(.ended("The client ended it."), path: path)
    }

    /// Whether something came of the client by UDP lately keeps its session.
    func noteActivity() {
        switch work {
        case .publishing(let publishing):
            if let heard = publishing.publisher?.heard { machine.noteActivity(now: heard) }
        case .playing(let playing):
            if let heard = playing.player?.heard { machine.noteActivity(now: heard) }
        case .file(let playing):
            if let heard = playing.heard { machine.noteActivity(now: heard) }
        case .none: break
        }
    }

    func tick() {
        guard !isClosing else { return }
        noteActivity()
        if case .publishing(let publishing) = work { sendReports(of: publishing) }
        if case .file(let playing) = work, playing.isStalled() {
            services.counters.slowPlayersClosed.count()
            close(.ended(PlayerEnd.stalled.sentence))
        }
    }

    // MARK: Interleaved packets

    private func receive(_ range: Range<Int>, channel number: UInt8) {
        let bytes = machine.buffer
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return }
        switch work {
        case .publishing(let publishing):
            guard let publisher = publishing.publisher, let (track, isControl) = publishing.track(onChannel: number)
            else { return }
            publisher.receive(
                bytes.span.extracting(range), track: track, isControl: isControl, at: services.clocks())
        case .playing(let playing):
            playing.player?.receiveControl(bytes.span.extracting(range), at: services.clocks())
        case .file, .none:
            break
        }
    }

    /// What was read at once has been handed over.
    func endMedia() {
        guard case .publishing(let publishing) = work else { return }
        publishing.publisher?.flush(at: services.clocks())
    }
}
