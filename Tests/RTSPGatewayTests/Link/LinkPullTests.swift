import Bytes
import Codecs
import FramePlane
import GatewaySupport
import RTP
import RTSP
import SFU
import TestSupport
import Testing

@testable import RTSPGateway

@Suite struct LinkPullTests {
    private let video = PacketMaker(ssrc: 1, payloadType: 96)
    private let audio = PacketMaker(ssrc: 2, payloadType: 0)

    private func goodbye(_ ssrc: UInt32) -> [UInt8] {
        var writer = ByteWriter()
        ReceiverReport(ssrc: ssrc).write(blocks: [], to: &writer)
        return writer.bytes + [0x81, 203, 0, 1] + withUnsafeBytes(of: ssrc.bigEndian) { Array($0) }
    }

    @Test func aStreamIsPulledByTCPUntilItsSourcesSayGoodbye() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, _ in LinkServer.answer(request) }
        let link = try RTSPLink(.pull, at: server)
        let run = stage.start(link)
        let sink = try await stage.sink()
        server.send(video.next(), channel: 0)
        server.send(audio.next(), channel: 2)
        #expect(
            try await sink.packets(2) == [
                LinkSink.Packet(track: 0, payload: [1, 2, 3, 4]), LinkSink.Packet(track: 1, payload: [1, 2, 3, 4]),
            ])
        #expect(sink.path.text == "live")
        #expect(sink.isModest)
        #expect(sink.tracks.map(\.encodingName) == ["H264", "PCMU"])
        let session = try #require(stage.gateway.sessions().first)
        #expect(session.role == .pull)
        #expect(session.transport == .tcp)
        #expect(session.path == "live")
        #expect(session.remote == link.url.redacted)
        #expect(session.tracks.map(\.packets) == [1, 1])
        server.send(goodbye(1), channel: 1)
        #expect(await run.value == nil)
        #expect(sink.hasEnded)
        _ = try await server.request("TEARDOWN")
        #expect(server.methods == ["OPTIONS", "DESCRIBE", "SETUP", "SETUP", "PLAY", "TEARDOWN"])
        #expect(
            server.requests.filter { $0.method == "SETUP" }.map(\.url).map { $0.split(separator: "/").last } == [
                "first", "second",
            ])
        #expect(
            stage.updates.last == RTSPLinkProgress(session: session.id, bytes: 8, packets: 2))
        await stage.stop()
        await server.stop()
    }

    @Test func otherChannelsThanWereAskedForAreTaken() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, number in
            var answer = LinkServer.answer(request)
            if request.method == "SETUP" {
                answer.fields[1].value = "RTP/AVP/TCP;unicast;interleaved=\(number == 0 ? "10-11" : "6-7")"
            }
            return answer
        }
        let run = stage.start(try RTSPLink(.pull, at: server))
        let sink = try await stage.sink()
        server.send(audio.next(), channel: 6)
        server.send(video.next(), channel: 10)
        #expect(try await sink.packets(2).map(\.track) == [1, 0])
        server.disconnect()
        #expect(await run.value == .disconnected)
        #expect(sink.hasEnded)
        await stage.stop()
        await server.stop()
    }

    @Test func packetsBesideTheAnswerAreNotLost() async throws {
        let stage = try LinkStage()
        let (first, second) = (LinkServer.frame(audio.next(), channel: 2), LinkServer.frame(video.next(), channel: 0))
        let server = try await LinkServer { request, _ in
            var answer = LinkServer.answer(request)
            if request.method == "PLAY" { (answer.before, answer.after) = (first, second) }
            return answer
        }
        let run = stage.start(try RTSPLink(.pull, at: server))
        #expect(try await stage.sink().packets(2).map(\.track) == [1, 0])
        run.cancel()
        #expect(await run.value == .cancelled)
        await stage.stop()
        await server.stop()
    }

    @Test func aServerThatEndsTheSessionEndsTheStream() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, _ in LinkServer.answer(request) }
        let run = stage.start(try RTSPLink(.pull, at: server))
        _ = try await stage.sink()
        server.send(Array("TEARDOWN rtsp://127.0.0.1/camera RTSP/1.0\r\nCSeq: 1\r\nSession: 12345678\r\n\r\n".utf8))
        #expect(await run.value == nil)
        await stage.stop()
        await server.stop()
    }

    @Test func aConnectionThatIsClosedBehindAGoodbyeIsNoFailure() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, _ in LinkServer.answer(request) }
        var timing = LinkTiming.short
        timing.goodbye = .seconds(20)
        let run = stage.start(try RTSPLink(.pull, at: server), timing: timing)
        let sink = try await stage.sink()
        server.send(audio.next(), channel: 2)
        server.send(goodbye(2), channel: 3)
        _ = try await sink.packets(1)
        server.disconnect()
        #expect(await run.value == nil)
        await stage.stop()
        await server.stop()
    }

    @Test func aSourceThatGoesOnBehindAGoodbyeIsHeard() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, _ in LinkServer.answer(request) }
        let run = stage.start(try RTSPLink(.pull, at: server))
        let sink = try await stage.sink()
        let former = audio.next()
        // Together, so that there is no silence between them.
        server.send(
            LinkServer.frame(former, channel: 2) + LinkServer.frame(goodbye(2), channel: 3)
                + LinkServer.frame(PacketMaker(ssrc: 3, payloadType: 0).next(), channel: 2))
        _ = try await sink.packets(2)
        server.disconnect()
        #expect(await run.value == .disconnected)
        await stage.stop()
        await server.stop()
    }

    @Test func whenNoMediaComesTheLinkIsSilent() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, _ in LinkServer.answer(request) }
        var timing = LinkTiming.short
        timing.silence = .milliseconds(20)
        #expect(await stage.run(try RTSPLink(.pull, at: server), timing: timing) == .silent)
        _ = try await server.request("TEARDOWN")
        await stage.stop()
        await server.stop()
    }

    @Test func aTrackThatTheServerRefusesIsLeftOut() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, _ in
            request.method == "SETUP" && request.url.hasSuffix("first")
                ? LinkServer.Answer(status: "404 Not Found") : LinkServer.answer(request)
        }
        let run = stage.start(try RTSPLink(.pull, at: server))
        let sink = try await stage.sink()
        #expect(sink.tracks.map(\.encodingName) == ["PCMU"])
        #expect(server.connections == 2)
        run.cancel()
        _ = await run.value
        await stage.stop()
        await server.stop()
    }

    @Test func aServerThatRefusesAllTracksIsGivenUp() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, _ in
            request.method == "SETUP" ? LinkServer.Answer(status: "404 No Such Track") : LinkServer.answer(request)
        }
        #expect(await stage.run(try RTSPLink(.pull, at: server)) == .refused("404 No Such Track"))
        #expect(server.connections == 2)
        await stage.stop()
        await server.stop()
    }

    @Test func aServerIsShownThePasswordThatItAsksFor() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, _ in
            guard request.fields["authorization"]?.contains("username=\"user\"") == true || request.method == "OPTIONS"
            else {
                return LinkServer.Answer(
                    status: "401 Unauthorized",
                    fields: [("WWW-Authenticate", "Digest realm=\"camera\", nonce=\"0123456789abcdef\"")])
            }
            return LinkServer.answer(request)
        }
        let run = stage.start(try RTSPLink(.pull, at: server, user: "user:secret@"))
        _ = try await stage.sink()
        let play = try await server.request("PLAY")
        #expect(play.fields["authorization"]?.contains("nonce=\"0123456789abcdef\"") == true)
        #expect(!server.requests.contains { $0.url.contains("secret") || "\($0.fields)".contains("secret") })
        #expect(stage.gateway.sessions().first?.remote.contains("secret") == false)
        run.cancel()
        #expect(await run.value == .cancelled)
        #expect(await stage.run(try RTSPLink(.pull, at: server)) == .unauthorized)
        await stage.stop()
        await server.stop()
    }

    @Test func aRedirectOnTheSameHostIsFollowedOnce() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, number in
            request.method == "DESCRIBE" && number == 0
                ? LinkServer.Answer(status: "302 Found", fields: [("Location", "/other")]) : LinkServer.answer(request)
        }
        let run = stage.start(try RTSPLink(.pull, at: server))
        _ = try await stage.sink()
        #expect(
            server.requests.filter { $0.method == "DESCRIBE" }.map(\.url) == [
                "rtsp://127.0.0.1:\(server.port)/camera", "rtsp://127.0.0.1:\(server.port)/other",
            ])
        run.cancel()
        _ = await run.value
        await stage.stop()
        await server.stop()
    }

    @Test(arguments: ["/for/ever", "rtsp://192.0.2.1/camera"])
    func redirectsForEverOrElsewhereAreRefused(to place: String) async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, _ in
            request.method == "DESCRIBE"
                ? LinkServer.Answer(status: "301 Moved", fields: [("Location", place)]) : LinkServer.answer(request)
        }
        #expect(await stage.run(try RTSPLink(.pull, at: server)) == .redirected)
        await stage.stop()
        await server.stop()
    }

    @Test func aCancelledLinkSaysGoodbye() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, _ in LinkServer.answer(request) }
        let run = stage.start(try RTSPLink(.pull, at: server))
        let sink = try await stage.sink()
        run.cancel()
        #expect(await run.value == .cancelled)
        _ = try await server.request("TEARDOWN")
        try await eventually("the publication is over", timeout: .seconds(30), every: .milliseconds(5)) {
            sink.hasEnded ? true : nil
        }
        await stage.stop()
        await server.stop()
    }

    @Test func whoeverTakesThePathEndsThePull() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, _ in LinkServer.answer(request) }
        let run = stage.start(try RTSPLink(.pull, at: server))
        try await stage.sink().onEnd(.replaced)
        #expect(await run.value == .ended("Another publisher took the path."))
        await stage.stop()
        await server.stop()
    }

    @Test func aServerThatIsNotThereCannotBeReached() async throws {
        let stage = try LinkStage()
        // No system lets anybody but root listen there, and nobody does.
        let link = RTSPLink(.pull, try StreamPath("live/one"), url: try #require(RTSPURL("rtsp://127.0.0.1:1/live")))
        guard case .unreachable? = await stage.run(link) else {
            return #expect(Bool(false), "a closed port was reached")
        }
        await stage.stop()
    }

    @Test(arguments: ["RTSP/1.0 200 OK\r\nCSeq 1\r\n\r\n", "\u{0}\u{1}\u{2}\u{3}\r\n\r\n"])
    func bytesWithoutSenseAreAFault(bytes: String) async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { _, _ in .none }
        let run = stage.start(try RTSPLink(.pull, at: server))
        _ = try await server.request("OPTIONS")
        server.send(Array(bytes.utf8))
        guard case .faulty? = await run.value else { return #expect(Bool(false), "the bytes were taken") }
        await stage.stop()
        await server.stop()
    }

    @Test func aDescriptionOfNothingIsOfNoUse() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, _ in
            var answer = LinkServer.answer(request)
            if request.method == "DESCRIBE" { answer.body = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" }
            return answer
        }
        guard case .unusable? = await stage.run(try RTSPLink(.pull, at: server)) else {
            return #expect(Bool(false), "nothing was pulled")
        }
        await stage.stop()
        await server.stop()
    }
}
