import Files
import NIOCore
import Net
import RTSP

/// DESCRIBE, SETUP and PLAY of files: `rtsp://host/vod/<file>`.
extension ServerConnection {
    /// What below the folder a request names; nil when it is no file's.
    func file(_ target: RequestTarget) -> String? {
        guard services.files != nil, target.name.hasPrefix(Self.prefix) else { return nil }
        return String(target.name.dropFirst(Self.prefix.count))
    }

    func describe(_ file: String, _ target: RequestTarget) {
        inform(about: file) { connection, information in
            connection.accept(FilePlaying(name: target.name, information: information).description, target)
        }
    }

    /// Reads what is in a file; refuses when that is nothing.
    private func inform(about file: String, then body: @escaping (ServerConnection, FileInformation) -> Void) {
        guard let folder = services.files else { return }
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let after = NIOLoopBound(body, eventLoop: channel.eventLoop)
        let eventLoop = channel.eventLoop
        FileInformation.read {
            () throws(MediaFileError) in
            try MediaFile(try folder.open(file))
        } answer: { result in
            eventLoop.execute {
                guard !connection.value.isClosing else { return }
                switch result {
                case .success(let information): after.value(connection.value, information)
                case .failure(let error): connection.value.refuse(error.status, error.sentence)
                }
            }
        }
    }

    func setUp(_ file: String, _ request: RTSPSetupRequest, _ target: RequestTarget, url: String) {
        if case .file(let playing) = work, playing.name == target.name {
            return setUp(playing, request, target, url: url)
        }
        if let former = endWork() { report(.ended("The client asked for something else."), path: former) }
        inform(about: file) { connection, information in
            let playing = FilePlaying(name: target.name, information: information)
            connection.work = .file(playing)
            connection.setUp(playing, request, target, url: url)
        }
    }

    private func setUp(
        _ playing: FilePlaying, _ request: RTSPSetupRequest, _ target: RequestTarget, url: String
    ) {
        guard !playing.hasBegun else {
            return refuse(.methodNotValidInThisState, "It plays; tracks are set up before that.")
        }
        let index = target.track ?? 0
        guard playing.information.tracks.indices.contains(index), !playing.has(track: index) else {
            return refuse(.notFound, "There is no such track, or it is set up already.")
        }
        let choice = RouteChoice(
            services: services, peer: peer, isSecure: isSecure, former: playing.tracks.first?.route.transport)
        // A file is played for one, so it goes by no multicast.
        let offers = request.transports.filter { choice.transport(of: $0) != .multicast }
        guard let offer = choice.choose(offers, mode: .play), let (route, found) = route(offer, choice) else {
            machine.refuseTransport()
            return proceed()
        }
        var answer = found
        answer.ssrc = playing.add(index, route, url: url, using: &random)
        machine.acceptSetup(answer)
        proceed()
    }

    func play(_ playing: FilePlaying, _ request: RTSPPlayRequest) {
        guard let folder = services.files else { return refuse(.notFound, "There are no files here.") }
        let range: PlaybackRange
        switch request.range {
        case nil: range = PlaybackRange()
        case .normalPlayTime(let from, let to)?:
            let start: Duration? = if case .at(let time)? = from { time } else { nil }
            range = PlaybackRange(from: start, to: to)
        case .clock?, .smpte?:
            return refuse(.invalidRange, "Files are played by normal play time (npt).")
        }
        let isFirst = session.summary == nil
        do throws(PlaybackError) {
            let playback = try playing.playback(
                in: folder, file: String(playing.name.dropFirst(Self.prefix.count)), on: channel, session: session,
                services: services, local: localAddress)
            if isFirst { report(.playing(playing.transport), path: playing.name) }
            startTicking(every: Self.playerInterval)
            let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
            let eventLoop = channel.eventLoop
            playback.play(range) { result in
                // Behind this answer, and by the same queue, come the packets.
                eventLoop.execute { connection.value.played(result) }
            }
        } catch {
            refuse(error.status, error.sentence)
        }
    }

    private func played(_ result: Result<PlaybackStart, PlaybackError>) {
        guard !isClosing, case .file(let playing) = work else { return }
        switch result {
        case .success(let start):
            let entries = zip(playing.tracks, start.tracks).map { track, start in
                RTPInfoHeader.Entry(
                    url: track.url, sequenceNumber: start.sequence, timestamp: start.timestamp)
            }
            machine.acceptPlay(
                range: .normalPlayTime(from: .at(start.from), to: start.to), information: RTPInfoHeader(entries))
            proceed()
        case .failure(let error):
            refuse(error.status, error.sentence)
        }
    }

    private static let prefix = "vod/"
}

extension PlaybackError {
    fileprivate var status: RTSPStatus {
        switch self {
        case .invalidRange: .invalidRange
        case .file(.notFound), .file(.refused): .notFound
        case .file(.unplayable): .unsupportedMediaType
        case .overloaded, .closed: .serviceUnavailable
        }
    }

    fileprivate var sentence: String {
        switch self {
        case .invalidRange: "The range is not within the file."
        case .file(.notFound), .file(.refused): "There is no such file."
        case .file(.unplayable(let sentence)): sentence
        case .overloaded: "The server plays as many files as it can."
        case .closed: "The session is over."
        }
    }
}
