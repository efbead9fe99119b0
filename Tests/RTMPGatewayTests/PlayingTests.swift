import Codecs
import FramePlane
import GatewaySupport
import RTMP
import SFU
import TestSupport
import Testing

@testable import RTMPGateway

@Suite struct PlayingTests {
    let path: StreamPath

    init() throws {
        path = try StreamPath("live/bbb")
    }

    private func server(_ beginning: [FrameEvent]) async throws -> TestGateway {
        let server = try await TestGateway()
        server.exchange.setLive(path, beginning: beginning)
        return server
    }

    private let tracks = FrameEvent.tracks([.frames(Samples.h264), .frames(Samples.aac)])

    @Test func whatNobodyPublishesCannotBePlayed() async throws {
        let server = try await TestGateway()
        let client = try await TestClient.connect(to: server.port, .play, "live/bbb")
        try await client.waitUntilClosed()
        #expect(
            client.events == [
                .failed(
                    RTMPStatus(code: RTMPStatus.streamNotFound, description: "Nobody publishes this path now."))
            ])
        await server.gateway.stop()
    }

    @Test func playersShareOneReaderAndEachFrameIsMuxedOnce() async throws {
        let server = try await server([tracks])
        var clients: [TestClient] = []
        for _ in 0..<5 {
            let client = try await TestClient.connect(to: server.port, .play, "live/bbb")
            try await client.waitUntilReady()
            clients.append(client)
        }
        #expect(server.exchange.sources.count == 1)
        let source = try #require(server.exchange.sources.first)
        // Clients of ours take all that FLV has a place for.
        #expect(source.accepted == Set(CodecName.allCases).subtracting([.g722, .jpeg, .l16]))
        try await eventually("all are counted", timeout: .seconds(30)) { source.audience == 5 ? true : nil }

        source.give(Samples.groupOfPictures(frames: 10) + [.frame(Samples.audio(401), track: 1)])
        // Two configurations, ten pictures and a sound.
        let first = try await clients[0].waitForMedia(13)
        for client in clients { #expect(try await client.waitForMedia(13) == first) }
        #expect(first.suffix(11).map(\.timestamp) == (0..<10).map { $0 * 40 } + [401])
        #expect(server.gateway.exposition().contains("\nturnout_rtmp_muxed_frames_total 11\n"))
        await server.gateway.stop()
    }

    @Test func aPlayerThatJoinsGetsAllSinceTheLastKeyframeAtOnce() async throws {
        let server = try await server([tracks])
        let early = try await TestClient.connect(to: server.port, .play, "live/bbb")
        try await early.waitUntilReady()
        let source = try #require(server.exchange.sources.first)
        source.give(Samples.groupOfPictures(frames: 5))
        _ = try await early.waitForMedia(7)
        source.give(Samples.groupOfPictures(frames: 8, from: 200))
        _ = try await early.waitForMedia(15)

        let late = try await TestClient.connect(to: server.port, .play, "live/bbb")
        // Nothing new comes of the stream meanwhile.
        let burst = try await late.waitForMedia(10)
        #expect(burst.map(\.timestamp) == [200, 200] + (0..<8).map { 200 + $0 * 40 })
        #expect(late.events.contains { if case .data(let data) = $0 { data.name == "onMetaData" } else { false } })
        source.give([.frame(Samples.video(520), track: 0)])
        #expect(try await late.waitForMedia(11).last?.timestamp == 520)
        await server.gateway.stop()
    }

    @Test func aStreamThatBeginsBelowZeroIsShiftedAsAWhole() async throws {
        let server = try await server([tracks])
        let client = try await TestClient.connect(to: server.port, .play, "live/bbb")
        try await client.waitUntilReady()
        let source = try #require(server.exchange.sources.first)
        source.give([
            .frame(Samples.video(-80, isKeyframe: true, delay: 80), track: 0), .frame(Samples.audio(-20), track: 1),
            .frame(Samples.video(-40), track: 0),
        ])
        #expect(try await client.waitForMedia(5).suffix(3).map(\.timestamp) == [0, 60, 40])
        await server.gateway.stop()
    }

    @Test func aSlowPlayerLosesFramesUpToAKeyframeAndOthersNone() async throws {
        let server = try await server([tracks])
        let slow = try await TestClient.connect(to: server.port, .play, "live/bbb", receiveBuffer: 16 << 10)
        let fast = try await TestClient.connect(to: server.port, .play, "live/bbb")
        try await slow.waitUntilReady()
        try await fast.waitUntilReady()
        let source = try #require(server.exchange.sources.first)
        try await slow.setReading(false)
        for group in 0..<8 {
            source.give(Samples.groupOfPictures(frames: 20, from: Int64(group) * 800, size: 32 << 10))
            _ = try await fast.waitForMedia(2 + 20 * (group + 1))
        }
        let sessions = server.gateway.sessions()
        #expect(sessions.count { $0.framesDropped > 0 } == 1)
        let dropped = try #require(sessions.map(\.framesDropped).max())
        #expect(fast.media.suffix(160).map(\.timestamp) == (0..<160).map { $0 * 40 })

        try await slow.setReading(true)
        try await eventually("the slow one goes on", timeout: .seconds(30)) {
            source.give(Samples.groupOfPictures(frames: 2, from: Int64(fast.media.count) * 40))
            return slow.media.last.map { $0.timestamp >= 6_400 } == true ? true : nil
        }
        let times = slow.media.map(\.timestamp)
        let gaps = times.indices.dropFirst(3).filter { times[$0] - times[$0 - 1] > 40 }
        #expect(!gaps.isEmpty)
        // Behind each gap: a configuration of video, one of audio, and a keyframe.
        for gap in gaps where times[gap] < 6_400 || gap == gaps.first {
            #expect(slow.media[gap].payload.prefix(2) == [0x17, 0])
            #expect(slow.media[gap + 2].payload.prefix(2) == [0x17, 1])
        }
        #expect(Int(dropped) > 20)
        #expect(!fast.isClosed)
        await server.gateway.stop()
    }

    @Test func theEndOfAStreamIsSaidAndTheGroupIsGone() async throws {
        let server = try await server([tracks])
        let client = try await TestClient.connect(to: server.port, .play, "live/bbb")
        try await client.waitUntilReady()
        let source = try #require(server.exchange.sources.first)
        source.give(Samples.groupOfPictures(frames: 1) + [.ended(.streamEnded)])
        try await client.waitUntilClosed()
        #expect(client.media.count == 3)
        #expect(client.events.contains { if case .ended(let status) = $0 { !status.isError } else { false } })
        #expect(source.isClosed)
        #expect(server.gateway.sessions().isEmpty)
        await server.gateway.stop()
    }

    @Test func theReaderIsClosedSomeTimeAfterTheLastPlayer() async throws {
        let server = try await server([tracks])
        let client = try await TestClient.connect(to: server.port, .play, "live/bbb")
        try await client.waitUntilReady()
        let source = try #require(server.exchange.sources.first)
        try await client.close()
        try await eventually("the reader is closed", timeout: .seconds(30)) { source.isClosed ? true : nil }
        let again = try await TestClient.connect(to: server.port, .play, "live/bbb")
        try await again.waitUntilReady()
        #expect(server.exchange.sources.count == 2)
        await server.gateway.stop()
    }
}
