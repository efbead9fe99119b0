import Codecs
import FramePlane
import GatewaySupport
import NIOCore
import SFU

/// The players of one path on one event loop that take the same codecs. One reader serves them all: each frame is muxed once,
/// and all are sent the same bytes.
final class PlayerGroup {
    /// What players have in common.
    struct Key: Hashable, Sendable {
        var path: StreamPath
        var accepted: Set<CodecName>
        /// Whether they take more than one track of a kind.
        var takesMultitrack: Bool
    }

    private let source: any FrameSource
    private let eventLoop: any EventLoop
    private let settings: RTMPSettings
    private let counters: RTMPCounters
    /// Called once, when the group is of no use any more.
    private let dissolve: () -> Void
    private var players: [Player] = []
    private var muxer: GroupMuxer
    private(set) var cache = GOPCache()
    private var events: [FrameEvent] = []
    private var isFlushDue = false
    private var ticking: RepeatedTask?
    private var lingering: Scheduled<Void>?
    private var isOver = false

    init(
        _ key: Key, source: any FrameSource, eventLoop: any EventLoop, settings: RTMPSettings, counters: RTMPCounters,
        dissolve: @escaping () -> Void
    ) {
        muxer = GroupMuxer(takesMultitrack: key.takesMultitrack)
        self.source = source
        self.eventLoop = eventLoop
        self.settings = settings
        self.counters = counters
        self.dissolve = dissolve
    }

    /// Codecs of the stream's tracks, in their order.
    var codecs: [CodecName] { muxer.codecs }

    func join(_ player: Player) {
        lingering?.cancel()
        lingering = nil
        players.append(player)
        source.setAudience(players.count)
        player.begin(with: cache)
        startTicking()
    }

    /// A player is gone. The group waits a moment for another.
    func leave(_ player: Player) {
        players.removeAll { $0 === player }
        guard !isOver else { return }
        source.setAudience(players.count)
        lingerWhenAlone()
    }

    /// Closes the group in a while if nobody joins.
    func lingerWhenAlone() {
        guard players.isEmpty, lingering == nil, !isOver else { return }
        ticking?.cancel()
        ticking = nil
        let group = NIOLoopBound(self, eventLoop: eventLoop)
        lingering = eventLoop.scheduleTask(in: TimeAmount(RTMPGatewayLimits.linger)) { group.value.close() }
    }

    /// There are events. What comes in the next moment goes out together with them.
    func wake() {
        guard !isFlushDue, !isOver else { return }
        guard settings.gathering > .zero else { return flush() }
        isFlushDue = true
        let group = NIOLoopBound(self, eventLoop: eventLoop)
        eventLoop.scheduleTask(in: TimeAmount(settings.gathering(players: players.count))) { group.value.flush() }
    }

    private func flush() {
        isFlushDue = false
        guard !isOver else { return }
        source.take(into: &events)
        let previous = cache.generation
        let (batch, end) = muxer.mux(events)
        events.removeAll(keepingCapacity: true)
        if let batch {
            counters.framesMuxed.count(batch.frames)
            cache.add(batch, hasVideo: muxer.hasVideo)
            // A player whose connection fails at this leaves the list meanwhile.
            for player in players {
                player.offer(batch, cache: cache, previous: previous, hasVideo: muxer.hasVideo)
            }
        }
        if let end { finish(end) }
    }

    private func finish(_ end: ReadingEnd) {
        let leaving = players
        close()
        for player in leaving { player.leave(.stream(end)) }
    }

    private func close() {
        guard !isOver else { return }
        isOver = true
        ticking?.cancel()
        lingering?.cancel()
        source.close()
        dissolve()
    }

    private func startTicking() {
        guard ticking == nil else { return }
        let group = NIOLoopBound(self, eventLoop: eventLoop)
        ticking = eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
            for player in group.value.players { player.tick() }
        }
    }
}
