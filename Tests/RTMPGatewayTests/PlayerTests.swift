import GatewaySupport
import NIOCore
import NIOEmbedded
import Testing

@testable import RTMPGateway

@Suite struct StallWatchTests {
    /// Answers of a second each.
    private func answers(_ watch: inout StallWatch, _ seconds: [(unsent: Int, sent: UInt64)]) -> [Bool] {
        seconds.map { watch.isStalled(unsent: $0.unsent, sent: $0.sent) }
    }

    @Test func whoTakesNothingForTenSecondsIsStalled() {
        var watch = StallWatch()
        let answers = answers(&watch, Array(repeating: (500, 1_000), count: 11))
        #expect(answers == Array(repeating: false, count: 10) + [true])
    }

    @Test func whoTakesALittleIsNotAndWhoHasEverythingNeither() {
        var watch = StallWatch()
        #expect(!answers(&watch, (0..<100).map { (100_000 - $0, 200_000) }).contains(true))
        #expect(!answers(&watch, Array(repeating: (0, 200_000), count: 100)).contains(true))
        // More for it to take is nothing that it took.
        let answers = answers(&watch, (1...10).map { (1_000 * $0, 200_000 + 1_000 * UInt64($0)) })
        #expect(answers == Array(repeating: false, count: 9) + [true])
    }
}

@Suite struct PlayerTests {
    private let channel = EmbeddedChannel()
    private let sessions = RTMPSessions()

    private func player(_ end: @escaping (PlayerEnd) -> Void = { _ in }) throws -> Player {
        let session = try #require(sessions.open(remote: "test", maximum: nil) { _ in })
        return Player(channel: channel, session: session, counters: sessions.counters, end: end)
    }

    private func batch(_ text: String, start: Int? = nil) -> MuxedBatch {
        MuxedBatch(
            bytes: ByteBuffer(string: text), frames: text.utf8.count,
            start: start.map {
                MuxedBatch.Start(offset: $0, frames: text.utf8.count - $0, headers: ByteBuffer(string: "[H]"))
            }, time: 0)
    }

    private func offer(_ batch: MuxedBatch, to player: Player, _ cache: inout GOPCache, hasVideo: Bool = true) {
        let previous = cache.generation
        cache.add(batch, hasVideo: hasVideo)
        player.offer(batch, cache: cache, previous: previous, hasVideo: hasVideo)
    }

    private func sent() throws -> String {
        var text = ""
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
        return text
    }

    @Test func aPlayerWithoutRoomGoesOnAtTheNextKeyframeThatItHasRoomFor() throws {
        var cache = GOPCache()
        let player = try player()
        offer(batch("ab"), to: player, &cache)
        offer(batch("cKd", start: 1), to: player, &cache)
        offer(batch("e"), to: player, &cache)
        #expect(try sent() == "[H]Kde")
        channel.isWritable = false
        offer(batch("f"), to: player, &cache)
        channel.isWritable = true
        offer(batch("g"), to: player, &cache)
        #expect(try sent() == "")
        channel.isWritable = false
        offer(batch("hKi", start: 1), to: player, &cache)
        channel.isWritable = true
        offer(batch("j"), to: player, &cache)
        offer(batch("k"), to: player, &cache)
        #expect(try sent() == "[H]Kijk")
        // Those before the first keyframe, f, g, and h to i.
        #expect(sessions.counters.framesDropped.figure == 2 + 2 + 3)
    }

    @Test func aPlayerOfSoundGoesOnWithWhatComes() throws {
        var cache = GOPCache()
        let player = try player()
        offer(batch("K", start: 0), to: player, &cache, hasVideo: false)
        channel.isWritable = false
        offer(batch("a"), to: player, &cache, hasVideo: false)
        offer(batch("b"), to: player, &cache, hasVideo: false)
        channel.isWritable = true
        offer(batch("c"), to: player, &cache, hasVideo: false)
        offer(batch("d"), to: player, &cache, hasVideo: false)
        #expect(try sent() == "[H]K[H]cd")
        #expect(sessions.counters.framesDropped.figure == 2)
    }

    @Test func aPausedPlayerGoesOnAtAKeyframe() throws {
        var cache = GOPCache()
        let player = try player()
        offer(batch("Ka", start: 0), to: player, &cache)
        player.setPaused(true, generation: cache.generation)
        offer(batch("b"), to: player, &cache)
        player.setPaused(false, generation: cache.generation)
        offer(batch("c"), to: player, &cache)
        offer(batch("Kd", start: 0), to: player, &cache)
        #expect(try sent() == "[H]Ka[H]Kd")
    }

    @Test func whoLeftGetsNothingMore() throws {
        var cache = GOPCache()
        var ends: [PlayerEnd] = []
        let player = try player { ends.append($0) }
        offer(batch("K", start: 0), to: player, &cache)
        player.leave(.tooSlow)
        player.leave(.stalled)
        offer(batch("a"), to: player, &cache)
        #expect(try sent() == "[H]K")
        #expect(ends == [.tooSlow])
    }
}

@Suite struct GatheringTests {
    @Test(arguments: [(0, 20), (1, 20), (16, 20), (17, 21), (40, 50), (80, 100), (4_000, 100)])
    func whatGathersGrowsWithThePlayers(players: Int, milliseconds: Int) {
        let gathering = RTMPSettings().gathering(players: players)
        #expect(Int(gathering / .milliseconds(1)) == milliseconds)
    }

    @Test func nothingGathersWhereTheSettingsSaySo() {
        var settings = RTMPSettings()
        settings.gathering = .zero
        #expect(settings.gathering(players: 1_000) == .zero)
        settings.gathering = .seconds(1)
        #expect(settings.gathering(players: 1) == .seconds(1))
        #expect(settings.gathering(players: 1_000) == .seconds(1))
    }
}
