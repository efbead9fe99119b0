import Codecs
import FramePlane
import GatewaySupport
import MediaPlane
import NIOCore
import Net
import RTSP
import SFU
import Testing

@testable import RTSPGateway

/// Players by UDP, on the loopback interface.
@Suite(.timeLimit(.minutes(1))) struct DatagramPlayerTests {
    private let loop: DatagramLoop

    init() throws {
        loop = try DatagramLoop(name: "players")
    }

    private func player(_ stage: PlayStage, _ peers: [DatagramPeer]) async throws -> TestPlayer {
        try await stage.player(
            peers.enumerated().map { index, peer in
                (index, { .udp(rtp: peer.route.rtp, rtcp: peer.route.rtcp) })
            })
    }

    @Test func beginsWithWhatIsKeptWhenThatIsLittle() async throws {
        defer { loop.stop() }
        let stage = try await PlayStage(
            [StreamScript.tracks, StreamScript.video(10, "K1", "K2", isKeyframe: true), StreamScript.audio(500, "A1")],
            datagrams: loop)
        let group = try await stage.find()
        let (video, audio) = (try DatagramPeer(loop), try DatagramPeer(loop))
        let player = try await player(stage, [video, audio])
        let entries = try await stage.play(player, in: group)
        try await stage.put(StreamScript.video(12, "P1"), StreamScript.audio(501, "A2"))
        let pictures = try await video.packets(3)
        let sounds = try await audio.packets(2)
        #expect(pictures.map(\.text) == ["K1", "K2", "P1"] && sounds.map(\.text) == ["A1", "A2"])
        #expect(entries.map(\.sequenceNumber) == [pictures[0].sequence, sounds[0].sequence])
        #expect(entries.map(\.timestamp) == [pictures[0].timestamp, sounds[0].timestamp])
        #expect(player.player.summaries.map(\.packets) == [3, 2])
        #expect(player.player.summaries.map(\.bytes) == [6, 4])
        #expect(try await video.reports(1)[0][1] == 200)
        #expect(try await audio.reports(1)[0][1] == 200)
        try await stage.put(.ended(.streamEnded))
        #expect(Array(try await video.reports(2)[1].suffix(8).prefix(4)) == [0x81, 203, 0, 1])
    }

    /// More than a burst of datagrams can carry is not sent at once: picture begins with a keyframe to come, sound at once.
    @Test func waitsForAKeyframeWhenThereIsMuch() async throws {
        defer { loop.stop() }
        let stage = try await PlayStage(
            [StreamScript.tracks, StreamScript.video(0, "K", isKeyframe: true), StreamScript.audio(500, "A0")],
            datagrams: loop)
        let group = try await stage.find()
        for sequence in 1...RTSPGatewayLimits.largestDatagramBurst {
            try await stage.put(StreamScript.video(Int64(sequence), "P"))
        }
        let (video, audio) = (try DatagramPeer(loop), try DatagramPeer(loop))
        let player = try await player(stage, [video, audio])
        let entries = try await stage.play(player, in: group)
        try await stage.put(StreamScript.video(513, "P1"), StreamScript.audio(501, "A1"))
        try await stage.put(StreamScript.video(514, "P2"), StreamScript.video(515, "N1", "N2", isKeyframe: true))
        try await stage.put(StreamScript.audio(502, "A2"))
        let sounds = try await audio.packets(2)
        #expect(sounds.map(\.text) == ["A1", "A2"])
        #expect(try await video.packets(2).map(\.text) == ["N1", "N2"])
        #expect(entries.map(\.sequenceNumber) == [nil, sounds[0].sequence])
        // Who left gets nothing; who stays does.
        try await stage.on(group) { $0.leave(player.player) }
        let other = try DatagramPeer(loop)
        _ = try await stage.play(try await self.player(stage, [other]), in: group)
        try await stage.put(StreamScript.video(517, "P3"))
        #expect(try await other.packets(3).map(\.text) == ["N1", "N2", "P3"])
        #expect(try await video.packets(2).count == 2)
    }

    /// Both transports get the same packets.
    @Test func getsWhatPlayersByTCPGet() async throws {
        defer { loop.stop() }
        let stage = try await PlayStage([StreamScript.tracks], datagrams: loop)
        let group = try await stage.find()
        let peer = try DatagramPeer(loop)
        let players = [
            try await player(stage, [peer]), try await stage.player(channels: [(0, 0), (1, 2)]),
        ]
        for player in players { _ = try await stage.play(player, in: group) }
        try await stage.put(StreamScript.audio(1, "A"), StreamScript.video(1, "K", "L", isKeyframe: true))
        #expect(try await peer.packets(2) == players[1].packets().filter { $0.payloadType == 96 })
    }

    // MARK: Multicast

    @Test func multicastIsSentOnceForAllPlayers() async throws {
        defer { loop.stop() }
        let member = try MulticastMember()
        let port = member.port
        let stage = try await PlayStage([StreamScript.tracks], datagrams: loop) { $0.multicastPort = port }
        let group = try await stage.find()
        let place = try #require(try await stage.on(group) { $0.multicastDestination(track: 0) })
        #expect(place.address.port == port && place.timeToLive == 16)
        #expect(place.address.ip.v4Bits >> 8 == 0xEF_FF2A)
        try member.join(place.address.ip)
        let route: @Sendable () -> PlayerRoute = { .multicast }
        let players = [try await stage.player([(0, route)]), try await stage.player([(0, route)])]
        for player in players { #expect(try await stage.play(player, in: group).isEmpty) }
        try await stage.put(StreamScript.video(1, "P"), StreamScript.video(2, "K", isKeyframe: true))
        try await stage.put(StreamScript.video(3, "Q"))
        try await stage.on(group) { $0.leave(players[0].player) }
        try await stage.put(StreamScript.video(4, "R"))
        #expect((0..<3).map { _ in member.packet().text } == ["K", "Q", "R"])
        #expect(member.report().dropFirst().first == 200)
        #expect(players.map { $0.player.summaries[0].packets } == [3, 3])
        try await stage.on(group) { $0.leave(players[1].player) }
        try await stage.put(StreamScript.video(5, "S"))
        #expect(try await stage.on(group) { $0.sending.isMulticasting } == false)
        #expect(stage.services.ports?.rtp.counters.sent == 3)
    }
}

@Suite struct MulticastGroupsTests {
    private func path(_ number: Int) throws -> StreamPath { try StreamPath("stream\(number)") }

    @Test func eachStreamHasAnAddressOfItsOwn() throws {
        let groups = MulticastGroups(first: "239.255.42.0", port: 9_000)
        let leases = try (0..<256).map { try #require(groups.lease(try path($0))) }
        #expect(Set(leases.map(\.address)).count == 256)
        #expect(leases.allSatisfy { $0.address.v4Bits >> 8 == 0xEF_FF2A })
        #expect(try groups.lease(path(256)) == nil)
        #expect(try groups.lease(path(7)) === leases[7])
        #expect(leases[0].destination(track: 2).address.port == 9_004)
    }

    @Test func anAddressThatNobodyHasIsFree() throws {
        let groups = MulticastGroups(first: "239.255.42.0", port: 9_000)
        let address = try groups.lease(path(1))?.address
        // The same again, also in another run of the server.
        #expect(try groups.lease(path(1))?.address == address)
        #expect(try MulticastGroups(first: "239.255.42.0", port: 9_000).lease(path(1))?.address == address)
        let others = try (2..<258).map { try groups.lease(path($0)) }
        let late = try groups.lease(path(1))
        // Used behind it, so that they are still there then.
        #expect(others.count { $0 != nil } == 256 && late == nil)
    }

    @Test(arguments: ["192.0.2.0", "ff02::1", "somewhere"]) func whatIsNoMulticastAddressHasNone(first: String) throws {
        #expect(MulticastGroups(first: first, port: 9_000).lease(try path(1)) == nil)
    }

    /// One group sends; when it ends, another may.
    @Test func oneGroupSends() async throws {
        let stages = [try await PlayStage([StreamScript.tracks]), try await PlayStage([StreamScript.tracks])]
        let groups = [try await stages[0].find(), try await stages[1].find()]
        let lease = try #require(MulticastGroups(first: "239.255.42.0", port: 9_000).lease(try path(1)))
        let isSender = { (index: Int) in
            try await stages[index].on(groups[index]) { lease.isSender($0, takesOver: true) }
        }
        #expect(try await !isSender(0))
        lease.join()
        #expect(try await isSender(0))
        #expect(try await !isSender(1))
        try await stages[0].on(groups[0]) { lease.resign($0) }
        #expect(try await isSender(1))
        #expect(try await !isSender(0))
        lease.leave()
        #expect(try await !isSender(1))
    }
}
