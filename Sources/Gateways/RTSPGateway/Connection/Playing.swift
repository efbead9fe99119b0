import FramePlane
import MediaPlane
import NIOCore
import Net
import RTSP
import SFU

/// A player's session: the tracks that it set up, and, while it plays, its place among the stream's players.
final class Playing {
    let path: StreamPath
    let group: PlayerGroup
    private(set) var tracks: [PlayerTrack] = []
    /// nil while it does not play.
    private(set) var player: Player?

    init(path: StreamPath, group: PlayerGroup) {
        self.path = path
        self.group = group
    }

    var transport: RTSPTransport { tracks.first?.transport ?? .tcp }

    /// - Returns: false when there is no such track, or it is set up already.
    func add(_ track: PlayerTrack) {
        tracks.append(track)
    }

    func has(track: Int) -> Bool {
        tracks.contains { $0.index == track }
    }

    /// A player to be sent the tracks; ``begin(_:_:)`` follows behind the answer.
    func prepare(_ player: Player) -> [RTPInfoHeader.Entry] {
        group.beginning(for: player)
    }

    func begin(_ player: Player, _ services: GatewayServices) {
        self.player = player
        for route in routes { services.ports?.register(route, to: player) }
        group.join(player)
    }

    func pause(_ services: GatewayServices) {
        guard let player else { return }
        for route in routes { services.ports?.unregister(route, of: player) }
        group.leave(player)
        self.player = nil
    }

    /// Plays on without a track.
    /// - Returns: false when it was the last one: then the session is over.
    func remove(url: String, _ services: GatewayServices) -> Bool {
        guard tracks.count > 1, let index = tracks.firstIndex(where: { $0.url == url }) else { return tracks.count > 1 }
        pause(services)
        tracks.remove(at: index)
        return true
    }

    /// Where its receiver reports come from.
    private var routes: [DatagramRoute] {
        tracks.enumerated().compactMap { index, track -> DatagramRoute? in
            guard case .udp(let rtp, let rtcp) = track.route else { return nil }
            return DatagramRoute(track: index, rtp: rtp.address, rtcp: rtcp.address)
        }
    }

    func end(_ services: GatewayServices) {
        pause(services)
    }
}

extension Player: DatagramClient {
    func receive(_ bytes: UnsafeRawBufferPointer, track: Int, isControl: Bool, at time: LoopTime) {
        receiveControl(Span(_unsafeBytes: bytes), at: time)
    }

    func endBatch(at time: LoopTime) {}
}
