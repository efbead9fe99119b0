import FramePlane
import GatewaySupport
import MediaPlane
import NIOCore
import RTSP
import SFU

/// Playing here, and publishing there: a push is one of the stream's players.
extension LinkConnection {
    /// The server takes media.
    func beginPush() {
        guard case .announcing(let group) = work else { return }
        if let sockets {
            let detour = DatagramDetour(sockets: sockets, from: localAddress, eventLoop: channel.eventLoop)
            do {
                try channel.pipeline.syncOperations.addHandler(detour, position: .first)
            } catch {
                return finish(.failed(.disconnected))
            }
        }
        let tracks = tracks.enumerated().map { place, track in
            // By UDP, these are what ``DatagramDetour`` knows the track's ports by.
            let channel = UInt8(truncatingIfNeeded: 2 * place)
            let (rtp, rtcp) = sockets == nil ? track.channels ?? (channel, channel &+ 1) : (channel, channel &+ 1)
            return PlayerTrack(index: track.index, route: .interleaved(rtp: rtp, rtcp: rtcp), url: track.url)
        }
        let player = Player(tracks: tracks, channel: channel, services: services) { [weak self] end in
            self?.pushEnded(end)
        }
        _ = group.beginning(for: player)
        session.begin(.push, plan.link.path.text, plan.transport) { player.summaries }
        work = .pushing(player, group)
        // RECORD's answer may have brought something to be said in front of the media.
        flush()
        sockets?.begin(ReportsOfPush(player), at: services.clocks())
        tellProgress()
        group.join(player)
    }

    private func pushEnded(_ end: PlayerEnd) {
        switch end {
        case .stream(.streamEnded): finish(.streamEnded)
        case .stream(.serverStopping): finish(.failed(.cancelled))
        case .stream(.unacceptable(let sentence)): finish(.failed(.unavailable(sentence)))
        case .changed: finish(.failed(.ended(end.sentence)))
        case .tooSlow, .stalled: finish(.failed(.tooSlow))
        }
    }
}

/// Takes what the server of a push says by UDP of how packets arrive.
private final class ReportsOfPush: DatagramClient {
    private let player: Player

    init(_ player: Player) {
        self.player = player
    }

    func receive(_ bytes: UnsafeRawBufferPointer, track: Int, isControl: Bool, at time: LoopTime) {
        if isControl { player.receive(bytes, track: track, isControl: true, at: time) }
    }

    func endBatch(at time: LoopTime) {}
}
