import FramePlane
import MediaPlane
import NIOCore
import RTSP
import SFU

/// The players of one path on one event loop. One reader serves them all: each packet gets its header once, and all are sent
/// the same bytes.
///
/// A group without players falls asleep: its reader is closed. Whoever still has it, since it set tracks up or paused, wakes
/// it by playing on; headers go on where they were. It is over when the stream is, or has other tracks than players were
/// told.
final class PlayerGroup {
    let path: StreamPath
    let services: GatewayServices
    let eventLoop: any EventLoop
    let keeper: Keeper
    /// Stands for the group at its reader.
    var client: FrameClient
    var state = State.asleep
    var players: [Player] = []
    var stamper = GroupStamper()
    var cache = GOPCache()
    var sending: GroupSending
    var events: [FrameEvent] = []
    var isFlushDue = false
    var ticking: RepeatedTask?
    var lingering: Scheduled<Void>?
    /// Those who wait until the tracks are known, and until when they do.
    var waiting: [PlayerGroups.Answer] = []
    private var patience: Scheduled<Void>?
    /// Identifies descriptions of this group.
    private let descriptionID = UInt64.random(in: 1...UInt64(Int64.max))

    enum State {
        case asleep
        /// The reader was asked for.
        case opening
        /// The tracks may not be known yet.
        case open(any StreamSource, isDescribed: Bool)
        case over(PlayerEnd)
    }

    /// Who keeps the group while it is awake.
    struct Keeper {
        var awoke: (PlayerGroup) -> Void
        var fellAsleep: (PlayerGroup) -> Void
        var dissolved: (PlayerGroup) -> Void
    }

    /// - Parameter client: stands for the group.
    init(
        _ path: StreamPath, client: FrameClient, services: GatewayServices, eventLoop: any EventLoop, keeper: Keeper
    ) {
        self.path = path
        self.client = client
        self.services = services
        self.eventLoop = eventLoop
        self.keeper = keeper
        sending = GroupSending(services: services, path: path)
    }

    // MARK: For those who ask

    /// What players get, with the numbers that SETUP names.
    var tracks: [GroupTrack] { stamper.tracks }

    /// What DESCRIBE is answered.
    /// - Parameters:
    ///   - name: the stream's.
    ///   - multicast: whether the tracks' multicast addresses are to be in it.
    func description(name: String) -> StreamDescription {
        StreamDescription(
            tracks.map(\.format), name: name, extent: .live, session: descriptionID, version: stamper.revision)
    }

    /// Where a track goes by multicast; nil when all addresses are taken.
    func multicastDestination(track: Int) -> MulticastDestination? {
        guard tracks.indices.contains(track) else { return nil }
        return sending.lease()?.destination(track: track)
    }

    /// Calls back, maybe at once, when the tracks are known.
    /// - Parameter client: stands for the group from now on if it has to be woken.
    func whenDescribed(for client: FrameClient, _ answer: @escaping PlayerGroups.Answer) {
        self.client = client
        switch state {
        case .over(let end):
            answer(.failure(end.error))
        case .open(_, isDescribed: true):
            lingering?.cancel()
            lingering = nil
            answer(.success(self))
            lingerWhenAlone()
        case .asleep, .opening, .open:
            waiting.append(answer)
            limitWaiting()
            wakeUp()
        }
    }

    private func limitWaiting() {
        guard patience == nil else { return }
        let group = NIOLoopBound(self, eventLoop: eventLoop)
        patience = eventLoop.scheduleTask(in: TimeAmount(RTSPGatewayLimits.descriptionTime)) {
            group.value.answerAll(.failure(.overloaded("Nothing is known of the stream's tracks yet.")))
            group.value.lingerWhenAlone()
        }
    }

    func answerAll(_ result: Result<PlayerGroup, FramePlaneError>) {
        patience?.cancel()
        patience = nil
        let answers = waiting
        waiting = []
        for answer in answers { answer(result) }
    }

    // MARK: Players

    /// What a player is about to be sent, for RTP-Info. To be followed by ``join(_:)`` in the same turn of the event loop.
    /// - Returns: its tracks' entries: with the first packet's number where it is known, as it is not of video that begins with
    ///   a keyframe to come; none for players by multicast, for whom nothing begins.
    func beginning(for player: Player) -> [RTPInfoHeader.Entry] {
        player.account.begin(with: sending.sources(of: player, tracks))
        guard player.transport != .multicast else { return [] }
        let cache = cache(for: player)
        let wallClock = services.clocks().wallClock
        return player.tracks.compactMap { track in
            guard stamper.lines.indices.contains(track.index) else { return nil }
            let line = stamper.lines[track.index]
            if let first = cache?.first(ofTrack: track.index) {
                return RTPInfoHeader.Entry(
                    url: track.url, sequenceNumber: first.sequence, timestamp: first.timestamp)
            }
            let isKnown = cache != nil || !line.told.isVideo
            return RTPInfoHeader.Entry(
                url: track.url, sequenceNumber: isKnown ? line.sender.nextSequence : nil,
                timestamp: line.sender.timestamp(at: wallClock))
        }
    }

    /// Sends to a player from now on: reports, what is kept, and everything that follows.
    func join(_ player: Player) {
        if case .over(let end) = state { return player.leave(end) }
        lingering?.cancel()
        lingering = nil
        players.append(player)
        setAudience()
        startTicking()
        let cache = cache(for: player)
        player.begin(tracks, isWaiting: cache == nil)
        sending.begin(player, of: self, tracks, with: cache)
        let wallClock = services.clocks().wallClock
        for (index, line) in stamper.lines.enumerated() {
            guard let report = line.sender.report(wallClock: wallClock) else { continue }
            player.sendControl(report, track: index)
            sending.sendControl(report, track: index, to: player)
        }
        if let cache { player.send(cache) }
        wakeUp()
    }

    /// A player is gone, or pauses. The group waits a moment for another.
    func leave(_ player: Player) {
        guard players.contains(where: { $0 === player }) else { return }
        players.removeAll { $0 === player }
        sending.remove(player)
        if case .over = state { return }
        setAudience()
        lingerWhenAlone()
    }

    /// What a player begins with; nil when that is what comes next. A long burst of datagrams would be lost in part.
    private func cache(for player: Player) -> GOPCache? {
        guard cache.isWhole else { return nil }
        switch player.transport {
        case .tcp: return cache
        case .udp:
            let count = cache.packets(ofTracks: Set(player.tracks.map(\.index)))
            return count <= RTSPGatewayLimits.largestDatagramBurst ? cache : nil
        case .multicast: return nil
        }
    }

    func setAudience() {
        if case .open(let source, _) = state { source.setAudience(players.count) }
    }
}
