import Codecs
import GatewaySupport
import RTMP
import SFU
import TestSupport
import Testing

@testable import RTMPGateway

@Suite struct PublishingTests {
    @Test func framesOfAPublisherArriveWithTheirTracksAndTimes() async throws {
        let server = try await TestGateway()
        let client = try await TestClient.connect(to: server.port, .publish, "live/bbb")
        try await client.waitUntilReady()
        try await client.sendHeaders()
        let video = [
            Samples.video(0, isKeyframe: true, delay: 80), Samples.video(40, delay: 120), Samples.video(80, delay: 0),
        ]
        for frame in video { try await client.send(frame, Samples.h264) }
        try await client.send(Samples.audio(23), Samples.aac)

        let publication = try await server.publication()
        try await eventually("all frames came", timeout: .seconds(30), every: .milliseconds(5)) {
            publication.frames.count == 4 ? true : nil
        }
        #expect(publication.path.text == "live/bbb")
        #expect(publication.descriptions == [[Samples.h264, Samples.aac]])
        #expect(publication.frames.filter { $0.track == 0 }.map(\.frame) == video)
        #expect(publication.frames.filter { $0.track == 1 }.map(\.frame) == [Samples.audio(23)])
        let summary = try #require(server.gateway.sessions().first)
        #expect(summary.role == .publisher)
        #expect(summary.path == "live/bbb")
        #expect(summary.codecs == [.h264, .aac])
        #expect(summary.id.utf8.count >= 22)
        #expect(summary.bytesReceived > 3_000)

        try await client.close()
        try await eventually("the publication is over", timeout: .seconds(30)) { publication.hasEnded ? true : nil }
        await server.gateway.stop()
        #expect(server.gateway.sessions().isEmpty)
    }

    @Test func nobodyPublishesWithoutLeave() async throws {
        let server = try await TestGateway { request in
            request.credentials == .token("right") && request.action == .publisher
                ? await TestGateway.allowAll(request) : .refused("This user may not publish \(request.name).")
        }
        let stranger = try await TestClient.connect(to: server.port, .publish, "live/bbb?token=wrong")
        try await stranger.waitUntilClosed()
        let refusal = RTMPStatus(
            code: RTMPStatus.publishDenied, description: "This user may not publish live/bbb.")
        #expect(stranger.events == [.failed(refusal)])
        #expect(server.exchange.publications.isEmpty)
        #expect(server.log.events.compactMap(\.refusal) == ["This user may not publish live/bbb."])

        let friend = try await TestClient.connect(to: server.port, .publish, "live/bbb?token=right")
        try await friend.waitUntilReady()
        #expect(server.exchange.publications.count == 1)
        await server.gateway.stop()
    }

    @Test func aPathThatIsNoneIsRefused() async throws {
        let server = try await TestGateway()
        let client = try await TestClient.connect(to: server.port, .publish, "live/v%20b")
        try await client.waitUntilClosed()
        guard case .failed(let status)? = client.events.first else { return #expect(Bool(false), "not refused") }
        #expect(status.code == RTMPStatus.publishBadName)
        #expect(server.exchange.publications.isEmpty)
        await server.gateway.stop()
    }

    /// What stands where the name should may be a key: then the path is the key's, and so is what the log says.
    @Test func aNameCanStandForAnotherPath() async throws {
        let path = try StreamPath("studio/one")
        let server = try await TestGateway { $0.name == "live/se+cret" ? .allowed(path) : .refused("No.") }
        let client = try await TestClient.connect(to: server.port, .publish, "live/se+cret")
        try await client.waitUntilReady()
        #expect(server.gateway.sessions().map(\.path) == ["studio/one"])
        try await client.close()
        let ended = try await server.waitForEvent("the end") { $0.ending != nil }
        #expect(ended.path == "studio/one")
        let other = try await TestClient.connect(to: server.port, .publish, "live/an+other")
        try await other.waitUntilClosed()
        let refused = try await server.waitForEvent("the refusal") { $0.refusal != nil }
        #expect(refused.path == "")
        await server.gateway.stop()
    }

    @Test func aSecondPublisherTakesThePath() async throws {
        let server = try await TestGateway()
        let first = try await TestClient.connect(to: server.port, .publish, "live/bbb")
        try await first.waitUntilReady()
        let second = try await TestClient.connect(to: server.port, .publish, "live/bbb")
        try await second.waitUntilReady()
        try await first.waitUntilClosed()
        #expect(server.log.events.compactMap(\.ending) == ["Another publisher took the path."])
        #expect(!second.isClosed)
        #expect(server.exchange.publications.map(\.hasEnded) == [true, false])
        await server.gateway.stop()
    }

    @Test func aSecondPublisherIsRefusedWhereTheSettingsSaySo() async throws {
        var settings = RTMPSettings()
        settings.refusesSecondPublisher = true
        let server = try await TestGateway(settings: settings)
        let first = try await TestClient.connect(to: server.port, .publish, "live/bbb")
        try await first.waitUntilReady()
        let second = try await TestClient.connect(to: server.port, .publish, "live/bbb")
        try await second.waitUntilClosed()
        guard case .failed(let status)? = second.events.first else { return #expect(Bool(false), "not refused") }
        #expect(status.code == RTMPStatus.publishBadName)
        #expect(!first.isClosed)
        await server.gateway.stop()
    }

    /// A chunk size of 0 (M21), a control message of 2 bytes (M22), and AMF without an end (M23).
    @Test(
        arguments: [
            [0x02, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0],
            [0x02, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0],
            [0x03, 0, 0, 0, 0, 0, 5, 20, 0, 0, 0, 0, 0x0A, 0xFF, 0xFF, 0xFF, 0xFF],
        ] as [[UInt8]])
    func whoSendsNonsenseIsClosedAlone(bytes: [UInt8]) async throws {
        let server = try await TestGateway()
        let good = try await TestClient.connect(to: server.port, .publish, "live/good")
        let bad = try await TestClient.connect(to: server.port, .publish, "live/bad")
        try await good.waitUntilReady()
        try await bad.waitUntilReady()
        try await bad.sendRaw(bytes)
        try await bad.waitUntilClosed()
        let event = try await server.waitForEvent("the fault is reported") { $0.fault != nil }
        #expect(event.path == "live/bad")
        try await good.sendHeaders()
        try await good.send(Samples.video(0, isKeyframe: true), Samples.h264)
        let publication = try #require(server.exchange.publications.first { $0.path.text == "live/good" })
        try await eventually("the other goes on", timeout: .seconds(30)) { publication.frames.isEmpty ? nil : true }
        #expect(!good.isClosed)
        await server.gateway.stop()
    }

    @Test func oneConnectionTooManyIsRefused() async throws {
        var settings = RTMPSettings()
        settings.maximumConnections = 1
        let server = try await TestGateway(settings: settings)
        let first = try await TestClient.connect(to: server.port, .publish, "live/bbb")
        try await first.waitUntilReady()
        let second = try await TestClient.connect(to: server.port, .publish, "live/ccc")
        try await second.waitUntilClosed()
        let refusal = second.events.compactMap { if case .failed(let status) = $0 { status } else { nil } }.first
        #expect(refusal?.code == "NetConnection.Connect.Rejected")
        #expect(refusal?.description == "The server has as many connections as it takes.")
        #expect(!first.isClosed)
        #expect(server.log.events.map(\.kind).contains(.tooManyConnections))
        #expect(server.gateway.exposition().contains("\nturnout_rtmp_connections_refused_total 1\n"))
        await server.gateway.stop()
    }
}
