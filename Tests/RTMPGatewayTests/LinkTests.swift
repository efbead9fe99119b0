import Codecs
import FramePlane
import GatewaySupport
import RTMP
import SFU
import Synchronization
import TestSupport
import Testing

@testable import RTMPGateway

@Suite struct LinkTests {
    private func link(_ direction: RTMPLink.Direction, _ path: String, to server: TestGateway, _ name: String) throws
        -> RTMPLink
    {
        RTMPLink(
            direction, try StreamPath(path), url: try #require(RTMPURL("rtmp://127.0.0.1:\(server.port)/\(name)")))
    }

    private let beginning: [FrameEvent] = [.tracks([.frames(Samples.h264), .frames(Samples.aac)])]

    @Test func aStreamIsPushedWithItsTimesFromNought() async throws {
        let here = try await TestGateway()
        let there = try await TestGateway()
        here.exchange.setLive(try StreamPath("live/a"), beginning: beginning)
        let link = try link(.push, "live/a", to: there, "app/b")
        let progress = Mutex<[RTMPLinkProgress]>([])
        let run = Task { try await here.gateway.run(link) { update in progress.withLock { $0.append(update) } } }

        let publication = try await there.publication()
        #expect(publication.path.text == "app/b")
        // The first reader looked whether there is a stream.
        let source = try await eventually("the stream is read", timeout: .seconds(30), every: .milliseconds(5)) {
            here.exchange.sources.count == 2 ? here.exchange.sources[1] : nil
        }
        let session = try await eventually("it is shown", timeout: .seconds(30), every: .milliseconds(5)) {
            here.gateway.sessions().first { $0.role == .push }
        }
        #expect(session.path == "live/a")
        #expect(!session.remote.contains("b"))
        source.give(Samples.groupOfPictures(frames: 3, from: 5_000) + [.frame(Samples.audio(5_023), track: 1)])
        try await eventually("all frames came", timeout: .seconds(30), every: .milliseconds(5)) {
            publication.frames.count == 4 ? true : nil
        }
        #expect(publication.descriptions.last == [Samples.h264, Samples.aac])
        #expect(publication.frames.map(\.frame.decodeTime.milliseconds) == [0, 40, 80, 23])
        #expect(publication.frames.map(\.frame.isKeyframe) == [true, false, false, true])

        source.give([.ended(.streamEnded)])
        try await run.value
        #expect(source.isClosed)
        try await eventually("it is over there", timeout: .seconds(30)) { publication.hasEnded ? true : nil }
        #expect(progress.withLock { $0.last }?.frames == 4)
        await here.gateway.stop()
        await there.gateway.stop()
    }

    @Test func aStreamIsPulled() async throws {
        let here = try await TestGateway()
        let there = try await TestGateway()
        there.exchange.setLive(try StreamPath("app/b"), beginning: beginning)
        let link = try link(.pull, "live/a", to: there, "app/b")
        let run = Task { try await here.gateway.run(link) { _ in } }
        let publication = try await here.publication()
        let source = try #require(there.exchange.sources.first)
        source.give(Samples.groupOfPictures(frames: 3) + [.frame(Samples.audio(23), track: 1)])
        try await eventually("all frames came", timeout: .seconds(30), every: .milliseconds(5)) {
            publication.frames.count == 4 ? true : nil
        }
        #expect(publication.path.text == "live/a")
        #expect(publication.frames.map(\.frame.decodeTime.milliseconds) == [0, 40, 80, 23])
        #expect(here.gateway.sessions().first?.role == .pull)
        source.give([.ended(.streamEnded)])
        try await run.value
        #expect(publication.hasEnded)
        await here.gateway.stop()
        await there.gateway.stop()
    }

    @Test func aLinkThatCannotBeSaysWhy() async throws {
        let here = try await TestGateway()
        let there = try await TestGateway { _ in .refused("Not you.") }
        func error(_ link: RTMPLink) async -> RTMPLinkError? {
            do throws(RTMPLinkError) {
                try await here.gateway.run(link) { _ in }
                return nil
            } catch {
                return error
            }
        }
        #expect(await error(try link(.push, "live/a", to: there, "b")) == .nothingLive)
        here.exchange.setLive(try StreamPath("live/a"), beginning: beginning)
        #expect(await error(try link(.push, "live/a", to: there, "b")) == .refused("Not you."))
        #expect(await error(try link(.pull, "live/a", to: there, "b")) == .refused("Not you."))
        await there.gateway.stop()
        guard case .unreachable? = await error(try link(.pull, "live/a", to: there, "b")) else {
            return #expect(Bool(false), "a closed port was reached")
        }
        await here.gateway.stop()
    }

    @Test func aLinkCanBeCancelled() async throws {
        let here = try await TestGateway()
        let there = try await TestGateway()
        there.exchange.setLive(try StreamPath("app/b"), beginning: beginning)
        let link = try link(.pull, "live/a", to: there, "app/b")
        let run = Task { try await here.gateway.run(link) { _ in } }
        let publication = try await here.publication()
        run.cancel()
        await #expect(throws: RTMPLinkError.cancelled) { try await run.value }
        try await eventually("the publication is over", timeout: .seconds(30)) { publication.hasEnded ? true : nil }
        await here.gateway.stop()
        await there.gateway.stop()
    }

    @Test(arguments: [
        ("", "rtmp://user:secret@a.example/app/key"),
        ("/other", "rtmp://user:secret@a.example/other/key"),
        ("//a.example/other", "rtmp://user:secret@a.example/other/key"),
        ("rtmp://A.example:1936/app/two/key", "rtmp://user:secret@A.example:1936/app/two/key"),
        ("rtmps://a.example/app", "rtmps://user:secret@a.example/app/key"),
        ("rtmp://b.example/app", nil), ("//b.example/app", nil), ("http://a.example/app", nil),
    ])
    func redirectsStayOnTheHost(to text: String, expected: String?) throws {
        let url = try #require(RTMPURL("rtmp://user:secret@a.example/app/key"))
        #expect(url.redirected(to: text) == expected.flatMap { RTMPURL($0) })
    }

    @Test func aRedirectDoesNotGiveUpTLS() throws {
        let url = try #require(RTMPURL("rtmps://a.example/app/key"))
        #expect(url.redirected(to: "rtmp://a.example/app") == nil)
    }
}
