import FramePlane
import GatewaySupport
import NIOCore
import RTMP
import SFU

/// What a client asks for and sends.
extension ServerConnection {
    func handle(_ event: RTMPServerEvent) {
        switch event {
        case .connect(let request):
            // Everything that needs leave has a path, and the application is only half of one.
            client = request
            guard services.sessions.count <= services.settings.maximumConnections else {
                machine.rejectConnect("The server has as many connections as it takes.")
                return close(.tooManyConnections)
            }
            machine.acceptConnect()
        case .publish(let request):
            ask(.publisher, name: request.name, streamID: request.streamID)
        case .play(let request):
            ask(.player, name: request.name, streamID: request.streamID)
        case .media(let media):
            guard case .publishing(let publisher, let streamID, _) = work, streamID == media.streamID else { return }
            if !publisher.take(media) {
                close(.faulty("The publisher sends audio or video that is malformed."))
            }
        case .data(let data):
            guard case .publishing(let publisher, let streamID, _) = work, streamID == data.streamID else { return }
            publisher.take(data)
        case .ended(let streamID):
            guard work.streamID == streamID, let path = endWork() else { return }
            report(.ended("The client ended it."), path: path)
        case .pause(let streamID, let isPaused, _):
            guard case .playing(let player, let group, streamID, _) = work else { return }
            player.setPaused(isPaused, generation: group.cache.generation)
        case .seek, .receive, .acknowledged, .pingAnswered:
            // Live is where it is, and all players are sent the same bytes.
            break
        }
    }

    // MARK: Asking for leave

    private func ask(_ role: RTMPSessionRole, name: String, streamID: UInt32) {
        // One stream for each connection; another ends the first.
        if let path = endWork() { report(.ended("The client asked for something else."), path: path) }
        let name = RTMPStreamName(client, name: name)
        // What is no path may be a secret in the wrong place, which is nothing for the log.
        work = .asking(streamID: streamID, path: (try? StreamPath(name.path))?.text ?? "")
        let request = RTMPAuthorizationRequest(
            action: role, name: name.path, credentials: name.credentials, remote: session.remote)
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let (services, eventLoop) = (services, channel.eventLoop)
        Task {
            let verdict = await services.authorize(request)
            eventLoop.execute {
                connection.value.decide(verdict, role, streamID: streamID)
            }
        }
    }

    private func decide(_ verdict: RTMPVerdict, _ role: RTMPSessionRole, streamID: UInt32) {
        guard isAsking(streamID) else { return }
        switch (verdict, role) {
        case (.refused(let sentence), .publisher):
            refuse(streamID, code: RTMPStatus.publishDenied, sentence)
        case (.refused(let sentence), _):
            refuse(streamID, code: RTMPStatus.playFailed, sentence)
        case (.unknownName(let sentence), .publisher):
            refuse(streamID, code: RTMPStatus.publishBadName, sentence)
        case (.unknownName(let sentence), _):
            refuse(streamID, code: RTMPStatus.streamNotFound, sentence)
        case (.allowed(let path), .publisher):
            work = .asking(streamID: streamID, path: path.text)
            publish(path, streamID: streamID)
        case (.allowed(let path), _):
            work = .asking(streamID: streamID, path: path.text)
            play(path, streamID: streamID)
        }
    }

    private func isAsking(_ streamID: UInt32) -> Bool {
        if case .asking(streamID, _) = work { true } else { false }
    }

    private var frameClient: FrameClient {
        FrameClient(session: session.id, protocolName: "rtmp", remote: session.remote)
    }

    /// Says no, and why. Whoever wants to try something else connects again: so nobody can guess secrets on one connection.
    private func refuse(_ streamID: UInt32, code: String, _ sentence: String) {
        machine.refuse(streamID, code: code, description: sentence)
        close(.refused(sentence))
    }

    // MARK: Publishing

    private func publish(_ path: StreamPath, streamID: UInt32) {
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let (services, eventLoop, client) = (services, channel.eventLoop, frameClient)
        Task {
            let result: Result<any FrameSink, FramePlaneError>
            do throws(FramePlaneError) {
                let sink = try await services.exchange.publish(
                    path, as: client, refusesWhenPublished: services.settings.refusesSecondPublisher
                ) { end in
                    eventLoop.execute { connection.value.publicationEnded(end, streamID: streamID) }
                }
                result = .success(sink)
            } catch {
                result = .failure(error)
            }
            eventLoop.execute { connection.value.published(result, streamID: streamID, path: path) }
        }
    }

    private func published(
        _ result: Result<any FrameSink, FramePlaneError>, streamID: UInt32, path: StreamPath
    ) {
        switch result {
        case .success(let sink):
            guard isAsking(streamID) else { return sink.end() }
            session.begin(.publisher, path.text)
            services.counters.publishers.count()
            let publisher = RTMPPublisher(
                sink: sink, session: session, counters: services.counters, eventLoop: channel.eventLoop
            ) { [weak self] kind in
                self?.report(kind, path: path.text)
            }
            work = .publishing(publisher, streamID: streamID, path: path.text)
            machine.acceptPublish(streamID)
            proceed()
        case .failure(let error):
            guard isAsking(streamID) else { return }
            refuse(streamID, code: RTMPStatus.publishBadName, error.sentence)
        }
    }

    private func publicationEnded(_ end: PublicationEnd, streamID: UInt32) {
        guard case .publishing(_, streamID, _) = work else { return }
        machine.refuse(streamID, code: RTMPStatus.publishDenied, description: end.sentence)
        close(.ended(end.sentence))
    }

    // MARK: Playing

    private func play(_ path: StreamPath, streamID: UInt32) {
        let capabilities = client.capabilities
        let key = PlayerGroup.Key(
            path: path, accepted: capabilities.acceptedCodecs,
            takesMultitrack: capabilities.flags.contains(.multitrack))
        groups.find(key, for: frameClient) { [weak self] result in
            self?.found(result, streamID: streamID, path: path)
        }
    }

    private func found(
        _ result: Result<PlayerGroup, FramePlaneError>, streamID: UInt32, path: StreamPath
    ) {
        guard isAsking(streamID) else { return }
        switch result {
        case .failure(let error):
            let code = error == .nothingLive ? RTMPStatus.streamNotFound : RTMPStatus.playFailed
            refuse(streamID, code: code, error.sentence)
        case .success(let group):
            session.begin(.player, path.text)
            session.setCodecs(group.codecs)
            services.counters.players.count()
            let player = Player(channel: channel, session: session, counters: services.counters) {
                [weak self] end in
                self?.playingEnded(end, streamID: streamID)
            }
            work = .playing(player, group, streamID: streamID, path: path.text)
            machine.acceptPlay(streamID)
            // The answer goes in front of the stream.
            flush()
            group.join(player)
            report(.playing, path: path.text)
            proceed()
        }
    }

    private func playingEnded(_ end: PlayerEnd, streamID: UInt32) {
        guard case .playing(_, _, streamID, _) = work else { return }
        switch end {
        case .stream(.streamEnded), .stream(.serverStopping):
            machine.endPlay(streamID)
        case .stream(.unacceptable(let sentence)):
            machine.refuse(streamID, code: RTMPStatus.playFailed, description: sentence)
        case .tooSlow, .stalled:
            services.counters.slowPlayersClosed.count()
        }
        close(.ended(end.sentence))
    }
}

extension ServerConnection.Work {
    var streamID: UInt32? {
        switch self {
        case .none: nil
        case .asking(let streamID, _), .publishing(_, let streamID, _), .playing(_, _, let streamID, _): streamID
        }
    }
}
