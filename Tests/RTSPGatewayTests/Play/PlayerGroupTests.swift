import Codecs
import FramePlane
import GatewaySupport
import NIOCore
import RTSP
import Testing

@testable import RTSPGateway

/// Groups of players by TCP.
@Suite(.timeLimit(.minutes(1))) struct PlayerGroupTests {
    private static let beginning = [
        StreamScript.tracks, StreamScript.video(10, "K1", "K2", isKeyframe: true), StreamScript.audio(500, "A1"),
    ]
    private static let usual: [(index: Int, rtp: UInt8)] = [(0, 0), (1, 2)]

    @Test func allPlayersGetTheSameBytes() async throws {
        let stage = try await PlayStage(Self.beginning)
        let group = try await stage.find()
        let players = [
            try await stage.player(channels: Self.usual), try await stage.player(channels: [(1, 2), (0, 0)]),
            try await stage.player(channels: [(0, 6), (1, 4)]), try await stage.player(channels: [(1, 0)]),
        ]
        for player in players { _ = try await stage.play(player, in: group) }
        #expect(stage.streams.source?.audience == 4)
        var kept: [[SentPacket]] = []
        for player in players { kept.append(try await player.packets()) }
        #expect(kept[0].map(\.text) == ["K1", "K2", "A1"])
        #expect(kept[1] == kept[0] && kept[2] == kept[0] && kept[3] == [kept[0][2]])

        try await stage.put(StreamScript.video(12, "P1", timestamp: 3_600), StreamScript.audio(501, "A2"))
        var buffers: [ByteBuffer] = []
        for player in players {
            let written = try await player.buffers()
            #expect(written.count == 1)
            buffers += written
        }
        // The very same memory.
        #expect(buffers[0].start == buffers[1].start)
        let frames = buffers.map { SentFrame.parse(Array($0.readableBytesView)) }
        #expect(frames[0].map(\.channel) == [0, 2])
        #expect(frames[2].map(\.channel) == [6, 4])
        #expect(frames[2].map(\.bytes) == frames[0].map(\.bytes))
        #expect(frames[3] == [SentFrame(channel: 0, bytes: frames[0][1].bytes)])
        let next = frames[0].map { SentPacket($0.bytes) }
        #expect(next.map(\.text) == ["P1", "A2"])
        #expect(next[0].sequence == kept[0][1].sequence &+ 1 && next[0].timestamp == kept[0][1].timestamp &+ 3_600)
        #expect(next[1].sequence == kept[0][2].sequence &+ 1)
        // Both are 96 of their publishers'.
        #expect(next.map(\.payloadType) == [96, 97] && kept[0].map(\.marker) == [false, true, true])
        #expect(stage.services.counters.packetsStamped.figure == 5)
        #expect(try await stage.on(group) { $0.tracks.map(\.ssrc) } == next.map(\.ssrc))
    }

    @Test func theInformationIsThatOfTheFirstPackets() async throws {
        let stage = try await PlayStage(Self.beginning)
        let group = try await stage.find()
        try await stage.put(StreamScript.video(12, "P1", timestamp: 3_600))
        let player = try await stage.player(channels: [(1, 2), (0, 0)])
        let entries = try await stage.play(player, in: group)
        let packets = try await player.packets()
        #expect(entries.map(\.url) == ["track1", "track0"])
        #expect(packets.map(\.text) == ["K1", "K2", "A1", "P1"])
        #expect(entries.map(\.sequenceNumber) == [packets[2].sequence, packets[0].sequence])
        #expect(entries.map(\.timestamp) == [packets[2].timestamp, packets[0].timestamp])
    }

    /// Reports come in front, and say the same time of both tracks.
    @Test func whoJoinsIsToldTheTime() async throws {
        let stage = try await PlayStage(Self.beginning)
        let group = try await stage.find()
        let player = try await stage.player(channels: Self.usual)
        _ = try await stage.play(player, in: group)
        let frames = try await player.frames()
        #expect(frames.map(\.channel) == [1, 3, 0, 0, 2])
        #expect(frames.prefix(2).allSatisfy { $0.bytes[1] == 200 })
        #expect(frames[0].bytes[8..<16] == frames[1].bytes[8..<16])
        await stage.advance(by: 4)
        #expect(try await player.frames() == [])
        await stage.advance(by: 1)
        #expect(try await player.frames().map(\.channel) == [1, 3])
    }

    @Test func withoutAKeyframeVideoWaitsAndSoundBegins() async throws {
        let stage = try await PlayStage([StreamScript.tracks])
        let group = try await stage.find()
        try await stage.put(StreamScript.video(5, "P0"), StreamScript.audio(500, "A0"))
        let player = try await stage.player(channels: Self.usual)
        let entries = try await stage.play(player, in: group)
        try await stage.put(StreamScript.video(6, "P1"), StreamScript.audio(501, "A1"))
        try await stage.put(StreamScript.audio(502, "A2"), StreamScript.video(7, "K", isKeyframe: true))
        let packets = try await player.packets()
        #expect(packets.map(\.text) == ["A1", "A2", "K"])
        #expect(entries.map(\.sequenceNumber) == [nil, packets[0].sequence])
        #expect(player.player.summaries.map(\.packets) == [1, 2])
        #expect(player.player.summaries.map(\.bytes) == [1, 4])
        #expect(player.player.summaries.map(\.dropped) == [1, 0])
    }

    @Test func anotherPublisherGoesOnWithTheNumbers() async throws {
        let stage = try await PlayStage(Self.beginning)
        let group = try await stage.find()
        let player = try await stage.player(channels: Self.usual)
        _ = try await stage.play(player, in: group)
        try await stage.put(
            StreamScript.tracks,
            StreamScript.video(60_000, "N", isKeyframe: true, timestamp: 45_000, beginsAnew: true))
        let packets = try await player.packets().filter { $0.payloadType == 96 }
        #expect(packets.map(\.text) == ["K1", "K2", "N"])
        #expect(packets.map { $0.sequence &- packets[0].sequence } == [0, 1, 2])
        #expect(packets[2].timestamp == packets[0].timestamp &+ 45_000)
        #expect(Set(packets.map(\.ssrc)).count == 1 && player.ends.all == [])
    }

    @Test(arguments: [
        [ReadTrack.packets(StreamScript.h264, nil)],
        [
            .packets(PacketFormat(.video, "H265", payloadType: 96, clockRate: 90_000), nil),
            .packets(StreamScript.opus, nil),
        ],
        [.packets(StreamScript.opus, nil), .packets(StreamScript.h264, nil)],
    ])
    func otherTracksEndThePlayers(tracks: [ReadTrack]) async throws {
        let stage = try await PlayStage(Self.beginning)
        let group = try await stage.find()
        let player = try await stage.player(channels: Self.usual)
        _ = try await stage.play(player, in: group)
        _ = try await player.frames()
        try await stage.put(.tracks(tracks))
        #expect(player.ends.all == [.changed])
        let frames = try await player.frames()
        #expect(frames.map(\.channel) == [1, 3])
        // The end of each is a BYE.
        #expect(frames.allSatisfy { Array($0.bytes.suffix(8).prefix(4)) == [0x81, 203, 0, 1] })
        #expect(stage.streams.source?.isClosed == true)
        // Who knew the old group cannot play it; who asks anew gets another.
        let late = try await stage.player(channels: Self.usual)
        _ = try await stage.play(late, in: group)
        #expect(late.ends.all == [.changed])
        let other = try await stage.find()
        #expect(try await stage.on(other) { $0 !== group.value })
    }

    @Test func theStreamsEndEndsThePlayers() async throws {
        let stage = try await PlayStage(Self.beginning)
        let group = try await stage.find()
        let player = try await stage.player(channels: Self.usual)
        _ = try await stage.play(player, in: group)
        try await stage.put(.ended(.streamEnded))
        #expect(player.ends.all == [.stream(.streamEnded)])
    }

    /// A session that paused comes back when the group has long closed its reader.
    @Test func aGroupThatSleptGoesOn() async throws {
        let stage = try await PlayStage(Self.beginning)
        let group = try await stage.find()
        let player = try await stage.player(channels: Self.usual)
        _ = try await stage.play(player, in: group)
        let before = try await player.packets()
        try await stage.on(group) { $0.leave(player.player) }
        await stage.advance(by: 1)
        #expect(stage.streams.source?.isClosed == false)
        await stage.advance(by: 2)
        #expect(stage.streams.source?.isClosed == true)
        let again = try await stage.find()
        #expect(try await stage.on(again) { $0 === group.value })
        #expect(stage.streams.sources.count == 2)
        let entries = try await stage.play(player, in: group)
        let packets = try await player.packets()
        #expect(packets.map(\.text) == ["K1", "K2", "A1"])
        #expect(packets[0].sequence == before[1].sequence &+ 1 && packets[0].ssrc == before[0].ssrc)
        #expect(entries.map(\.sequenceNumber) == [packets[0].sequence, packets[2].sequence])
    }

    @Test func whoAsksForNothingIsToldSo() async throws {
        let stage = try await PlayStage()
        await #expect(throws: FramePlaneError.nothingLive) { try await stage.find() }
        stage.streams.setBeginning([.tracks([.frames(TrackFormat(.ac3, sampleRate: 48_000, channels: 2))])])
        await #expect(throws: FramePlaneError.unacceptable("Nothing of the stream can be sent by RTP.")) {
            try await stage.find()
        }
    }

    @Test func whoAsksTooEarlyIsToldSo() async throws {
        let stage = try await PlayStage([])
        async let answer = stage.find()
        while stage.streams.source == nil { try await Task.sleep(for: .milliseconds(1)) }
        await stage.advance(by: 3)
        do {
            _ = try await answer
            Issue.record("Tracks came of nothing.")
        } catch let error as FramePlaneError {
            #expect(error.status == .serviceUnavailable)
        }
    }
}

extension ByteBuffer {
    /// Where its bytes are.
    fileprivate var start: UInt { withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) } }
}
