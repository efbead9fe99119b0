import FramePlane
import GatewaySupport
import MediaPlane
import NIOCore
import Net
import RTSP
import SFU

/// DESCRIBE, SETUP and PLAY of streams.
extension ServerConnection {
    func describe(_ path: StreamPath, _ target: RequestTarget) {
        if let file = file(target) { return describe(file, target) }
        find(path) { connection, group in
            // Of multicast it says nothing: GStreamer would ask for nothing else.
            let description = group.description(name: path.text)
            connection.accept(description, target)
        }
    }

    /// Answers DESCRIBE.
    func accept(_ description: StreamDescription, _ target: RequestTarget) {
        let text = description.sdp(isIPv6: localAddress?.isIPv4 == false)
        machine.acceptDescribe(Array(text.utf8), contentBase: target.base)
        proceed()
    }

    /// Finds a stream's players; refuses when there is no stream.
    private func find(_ path: StreamPath, then body: @escaping (ServerConnection, PlayerGroup) -> Void) {
        let client = FrameClient(session: session.id, protocolName: "rtsp", remote: session.remote)
        groups.find(path, for: client) { [weak self] result in
            guard let self, !isClosing else { return }
            switch result {
            case .success(let group): body(self, group)
            case .failure(let error): refuse(error.status, error.sentence)
            }
        }
    }

    func setUpPlaying(_ request: RTSPSetupRequest, _ path: StreamPath, _ target: RequestTarget, url: String) {
        if let file = file(target) { return setUp(file, request, target, url: url) }
        if case .playing(let playing) = work, playing.path == path {
            return setUp(request, playing, target, url: url)
        }
        if let former = endWork() { report(.ended("The client asked for something else."), path: former) }
        find(path) { connection, group in
            let playing = Playing(path: path, group: group)
            connection.work = .playing(playing)
            connection.setUp(request, playing, target, url: url)
        }
    }

    private func setUp(_ request: RTSPSetupRequest, _ playing: Playing, _ target: RequestTarget, url: String) {
        guard playing.player == nil else {
            return refuse(.methodNotValidInThisState, "It plays; pause before tracks are set up.")
        }
        // A stream with one track may be set up as a whole (RFC 2326 §C.2).
        let index = target.track ?? 0
        guard playing.group.tracks.indices.contains(index), !playing.has(track: index) else {
            return refuse(.notFound, "There is no such track, or it is set up already.")
        }
        let choice = RouteChoice(
            services: services, peer: peer, isSecure: isSecure, former: playing.tracks.isEmpty ? nil : playing.transport
        )
        guard let offer = choice.choose(request.transports, mode: .play),
            let (route, answer) = playRoute(offer, choice, playing.group, track: index)
        else {
            machine.refuseTransport()
            return proceed()
        }
        playing.add(PlayerTrack(index: index, route: route, url: url))
        machine.acceptSetup(answer)
        proceed()
    }

    private func playRoute(
        _ offer: TransportSpecification, _ choice: RouteChoice, _ group: PlayerGroup, track: Int
    ) -> (PlayerRoute, TransportSpecification)? {
        if choice.transport(of: offer) == .multicast {
            guard let place = group.multicastDestination(track: track) else { return nil }
            var answer = TransportSpecification(.udp, .multicast)
            answer.destination = "\(place.address.ip)"
            answer.port = TransportPair(place.address.port, place.address.port &+ 1)
            answer.ttl = place.timeToLive
            return (.multicast, answer)
        }
        guard let (route, found) = route(offer, choice) else { return nil }
        var answer = found
        answer.ssrc = group.tracks[track].ssrc
        switch route {
        case .interleaved(let rtp, let rtcp):
            return (.interleaved(rtp: rtp, rtcp: rtcp), answer)
        case .udp(let rtp, let rtcp):
            return (
                .udp(
                    rtp: Destination(peer: rtp, from: localAddress), rtcp: Destination(peer: rtcp, from: localAddress)),
                answer
            )
        case .multicast:
            return nil
        }
    }

    // MARK: Playing

    func play(_ request: RTSPPlayRequest, _ path: StreamPath, _ target: RequestTarget) {
        if case .file(let playing) = work, playing.name == target.name { return play(playing, request) }
        guard case .playing(let playing) = work, playing.path == path else {
            return refuse(.methodNotValidInThisState, "Nothing was set up.")
        }
        let range = RangeHeader.normalPlayTime(from: .now, to: nil)
        guard playing.player == nil else {
            // A live stream is where it is.
            machine.acceptPlay(range: range, information: nil)
            return proceed()
        }
        let player = Player(
            tracks: playing.tracks, channel: channel, services: services
        ) { [weak self] end in self?.playingEnded(end) }
        let entries = playing.prepare(player)
        session.begin(.player, path.text, playing.transport) { player.summaries }
        report(.playing(playing.transport), path: path.text)
        machine.acceptPlay(range: range, information: entries.isEmpty ? nil : RTPInfoHeader(entries))
        // The answer goes in front of the media.
        flush()
        playing.begin(player, services)
        startTicking(every: Self.playerInterval)
        proceed()
    }

    private func playingEnded(_ end: PlayerEnd) {
        guard case .playing = work else { return }
        switch end {
        case .tooSlow, .stalled: services.counters.slowPlayersClosed.count()
        default: break
        }
        close(.ended(end.sentence))
    }

    /// How often it is looked whether a player by UDP is there (our choice).
    static let playerInterval = Duration.seconds(1)
}
