import FramePlane
import GatewaySupport
import NIOCore
import NIOEmbedded
import Testing

@testable import RTSPGateway

/// Players by TCP that take less than there is.
@Suite(.timeLimit(.minutes(1))) struct SlowPlayerTests {
    private static let usual: [(index: Int, rtp: UInt8)] = [(0, 0), (1, 2)]

    /// A stage with a player that is in the midst of the stream, and another that takes everything.
    private func stage() async throws -> (PlayStage, slow: TestPlayer, other: TestPlayer) {
        let stage = try await PlayStage([StreamScript.tracks, StreamScript.video(10, "K", isKeyframe: true)])
        let group = try await stage.find()
        let players = [try await stage.player(channels: Self.usual), try await stage.player(channels: Self.usual)]
        for player in players {
            _ = try await stage.play(player, in: group)
        }
        // They have taken what they began with.
        try await stage.put(StreamScript.audio(0, "0"))
        for player in players { _ = try await player.frames() }
        return (stage, players[0], players[1])
    }

    /// N17.
    @Test func losesVideoUpToAKeyframeThatItHasRoomFor() async throws {
        let (stage, slow, other) = try await stage()
        slow.channel.isWritable = false
        try await stage.put(StreamScript.video(11, "a"), StreamScript.audio(1, "1"))
        slow.channel.isWritable = true
        try await stage.put(StreamScript.video(12, "b"), StreamScript.audio(2, "2"))
        slow.channel.isWritable = false
        try await stage.put(StreamScript.video(13, "Kc", "c", isKeyframe: true))
        slow.channel.isWritable = true
        try await stage.put(
            StreamScript.video(15, "d"), StreamScript.video(16, "Ke", "e", isKeyframe: true),
            StreamScript.audio(3, "3"))
        try await stage.put(StreamScript.video(18, "f"))
        #expect(try await slow.packets().map(\.text) == ["1", "2", "Ke", "e", "3", "f"])
        #expect(try await other.packets().map(\.text) == ["a", "1", "b", "2", "Kc", "c", "d", "Ke", "e", "3", "f"])
        #expect(slow.player.summaries.map(\.dropped) == [5, 0])
        #expect(other.player.summaries.map(\.dropped) == [0, 0])
        #expect(stage.services.counters.packetsDropped.figure == 5)
    }

    /// O11: more than 4 MiB wait for it.
    @Test func isClosedWhenTooMuchIsUnsent() async throws {
        let (stage, slow, other) = try await stage()
        slow.channel.isWritable = false
        slow.dam.close()
        let large = String(repeating: "x", count: 65_520)
        // 64 frames of 65,536 bytes are 4 MiB, and there are reports beside.
        for sequence in 1...63 { try await stage.put(StreamScript.audio(Int64(sequence), large)) }
        #expect(slow.ends.all == [])
        await stage.advance(by: 5)
        try await stage.put(StreamScript.audio(64, large))
        #expect(slow.ends.all == [.tooSlow] && other.ends.all == [])
        let sent = slow.player.summaries[1].packets
        try await stage.put(StreamScript.audio(65, "z"))
        #expect(slow.player.summaries[1].packets == sent)
        #expect(try await other.packets().count == 65)
    }

    /// O11: ten seconds without progress.
    @Test func isClosedWhenItTakesNothing() async throws {
        let (stage, slow, other) = try await stage()
        slow.dam.close()
        for second in 1...11 {
            #expect(slow.ends.all == [])
            try await stage.put(StreamScript.audio(Int64(second), "1"))
            await stage.advance(by: 1)
        }
        #expect(slow.ends.all == [.stalled] && other.ends.all == [])
    }

    /// What a player begins with may be more than otherwise waits for anybody: it is not taken for slow before it had the
    /// time to take it.
    @Test func aLongBeginningIsNoSlowness() async throws {
        let payload = String(repeating: "x", count: 60_000)
        let stage = try await PlayStage([StreamScript.tracks, StreamScript.video(0, "K", isKeyframe: true)])
        let group = try await stage.find()
        for sequence in 1...100 { try await stage.put(StreamScript.video(Int64(sequence), payload)) }
        let player = try await stage.player(channels: Self.usual)
        player.dam.close()
        _ = try await stage.play(player, in: group)
        player.channel.isWritable = false
        try await stage.put(StreamScript.video(101, "a"))
        #expect(player.player.summaries[0].packets == 102)
        // Beyond the beginning it may have 2 MiB to take.
        for sequence in 102...150 { try await stage.put(StreamScript.video(Int64(sequence), payload)) }
        #expect((102 + 34...102 + 36).contains(player.player.summaries[0].packets))
        #expect(player.player.summaries[0].packets + player.player.summaries[0].dropped == 151)
        #expect(player.ends.all == [])
    }
}
