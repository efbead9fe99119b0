import GatewaySupport
import MediaPlane
import NIOCore
import Net
import SFU

/// A group's sending by UDP: to each of its players, and to the stream's multicast address.
struct GroupSending {
    private let services: GatewayServices
    private let path: StreamPath
    /// By track.
    private var fans: [DatagramFan] = []
    /// By track, each with the one address; empty while this group sends nothing by multicast.
    private var multicast: [DatagramFan] = []
    private var heldLease: MulticastLease?
    private var multicastPlayers: Set<ObjectIdentifier> = []
    /// The address of ours whose network multicast goes to: that which the first of its players asked.
    private var interface: IPAddress?

    init(services: GatewayServices, path: StreamPath) {
        self.services = services
        self.path = path
    }

    /// Whether the stream goes out from here by multicast, also for players of other event loops.
    var isMulticasting: Bool { !multicast.isEmpty }

    /// The stream's multicast address, from now on as long as the group knows of it; nil when all are taken.
    mutating func lease() -> MulticastLease? {
        if heldLease == nil { heldLease = services.multicast.lease(path) }
        return heldLease
    }

    /// What a player is sent: by multicast, what is sent to all.
    mutating func sources(of player: Player, _ tracks: [GroupTrack]) -> [PlayerAccount.Source] {
        let shared = player.transport == .multicast ? lease()?.figures : nil
        return player.tracks.compactMap { track in
            guard tracks.indices.contains(track.index) else { return nil }
            return PlayerAccount.Source(
                track: tracks[track.index],
                shared: shared.map { ($0[track.index], $0[track.index].packets.figure, $0[track.index].bytes.figure) })
        }
    }

    // MARK: Players

    /// Sends to a player from now on.
    /// - Parameter cache: sent at once; nil when its video begins with the next keyframe.
    mutating func begin(_ player: Player, of group: PlayerGroup, _ tracks: [GroupTrack], with cache: GOPCache?) {
        if player.transport == .multicast {
            guard let lease = lease() else { return }
            if interface == nil { interface = player.channel.localAddress?.ip }
            if multicastPlayers.insert(ObjectIdentifier(player)).inserted { lease.join() }
            return updateMulticast(of: group, tracks)
        }
        while fans.count < tracks.count { fans.append(DatagramFan()) }
        var routes: [Route] = []
        for (index, track) in player.tracks.enumerated() where tracks.indices.contains(track.index) {
            guard case .udp(let rtp, let rtcp) = track.route else { continue }
            let receiver = DatagramFan.Receiver(
                owner: ObjectIdentifier(player), figures: player.account.figures[index])
            routes.append(Route(track: track.index, receiver: receiver, rtp: rtp, rtcp: rtcp))
        }
        for batch in cache?.parts ?? [] {
            for index in routes.indices {
                sendKept(batch, &routes[index], isVideo: tracks[routes[index].track].isVideo)
            }
        }
        for route in routes {
            fans[route.track].add(
                route.receiver, rtp: route.rtp, rtcp: route.rtcp, waits: cache == nil && tracks[route.track].isVideo)
        }
    }

    private struct Route {
        var track: Int
        var receiver: DatagramFan.Receiver
        var rtp: Destination
        var rtcp: Destination
    }

    private func sendKept(_ batch: StampedBatch, _ route: inout Route, isVideo: Bool) {
        guard let ports = services.ports else { return }
        var fan = DatagramFan()
        fan.add(route.receiver, rtp: route.rtp, rtcp: route.rtcp, waits: false)
        services.counters.packetsDropped.count(fan.send(batch, track: route.track, isVideo: isVideo, by: ports.rtp))
        route.rtp = fan.destination(of: route.receiver.owner) ?? route.rtp
    }

    mutating func remove(_ player: Player) {
        for index in fans.indices { fans[index].remove(ObjectIdentifier(player)) }
        if multicastPlayers.remove(ObjectIdentifier(player)) != nil { heldLease?.leave() }
    }

    // MARK: Packets

    mutating func send(_ batch: StampedBatch, of group: PlayerGroup, _ tracks: [GroupTrack]) {
        guard let ports = services.ports else { return }
        updateMulticast(of: group, tracks)
        var dropped = 0
        for index in tracks.indices {
            let isVideo = tracks[index].isVideo
            if fans.indices.contains(index) {
                dropped += fans[index].send(batch, track: index, isVideo: isVideo, by: ports.rtp)
            }
            if multicast.indices.contains(index) {
                dropped += multicast[index].send(batch, track: index, isVideo: isVideo, by: ports.rtp)
            }
        }
        services.counters.packetsDropped.count(dropped)
    }

    /// Sends a report on a track to everybody.
    mutating func sendControl(_ report: [UInt8], track: Int) {
        guard let ports = services.ports else { return }
        if fans.indices.contains(track) { fans[track].sendControl(report, by: ports.rtcp) }
        if multicast.indices.contains(track) { multicast[track].sendControl(report, by: ports.rtcp) }
    }

    /// Sends a report on a track to one player.
    func sendControl(_ report: [UInt8], track: Int, to player: Player) {
        guard let ports = services.ports, let entry = player.tracks.first(where: { $0.index == track }),
            case .udp(_, let rtcp) = entry.route
        else { return }
        report.withUnsafeBytes { _ = ports.rtcp.send($0, as: .other, to: rtcp) }
    }

    // MARK: Multicast

    /// Begins to send by multicast where players want that and nobody does, and ends where nobody wants it any more.
    mutating func updateMulticast(of group: PlayerGroup, _ tracks: [GroupTrack]) {
        guard let lease = heldLease, isMulticasting || !multicastPlayers.isEmpty else { return }
        let isSender = lease.isSender(group, takesOver: !multicastPlayers.isEmpty)
        if !isSender { multicast = [] }
        guard isSender, multicast.isEmpty, let ports = services.ports else { return }
        let local = interface.flatMap { $0.isIPv4 ? $0 : nil }
        for socket in [ports.rtp, ports.rtcp] {
            // With the usual time to live it gets to the local network at least.
            try? socket.setMulticast(timeToLive: MulticastLease.timeToLive, interface: local)
        }
        multicast = tracks.indices.map { index in
            let address = lease.destination(track: index).address
            var fan = DatagramFan()
            fan.add(
                DatagramFan.Receiver(owner: ObjectIdentifier(lease), figures: lease.figures[index]),
                rtp: Destination(peer: address, from: local),
                rtcp: Destination(peer: SocketAddress(ip: address.ip, port: address.port &+ 1), from: local),
                waits: tracks[index].isVideo)
            return fan
        }
    }

    /// The group is over.
    mutating func end(of group: PlayerGroup) {
        heldLease?.resign(group)
        heldLease = nil
        multicast = []
    }
}

extension NIOCore.SocketAddress {
    fileprivate var ip: IPAddress? { ipAddress.flatMap { IPAddress($0) } }
}
