import DTLS
import Net
import RTP
import TestSupport
import Testing

@testable import Load

/// Clients and a server in one virtual second after the other.
struct ClientPeerTests {
    @Test(arguments: [DTLSRole.server, .client], [CipherChoice.gcm, .cm])
    func everybodyJoinsAndNothingIsLost(role: DTLSRole, cipher: CipherChoice) throws {
        let server = try ForwardingServer()
        var options = LoadOptions()
        options.cipher = cipher
        let publisher = try #require(
            try server.join(try Offers.publisher(), role: role, options: options) as? PublisherPeer)
        server.run(for: .milliseconds(300))
        #expect(publisher.state == .joined)
        let viewer = try #require(try server.join(try Offers.viewer(), role: role, options: options) as? ViewerPeer)
        let joinTime = server.now
        server.run(for: .seconds(3))
        #expect(viewer.state == .joined && viewer.refused == 0)

        // The publisher's SSRC is not what the answer named, so a request goes out when the first packet has come.
        let path = try #require(viewer.timeline.path)
        let keys = try #require(viewer.timeline.keys)
        let keyframe = try #require(viewer.timeline.firstKeyframe)
        #expect(path >= joinTime && keys >= path && keyframe > keys)
        #expect(viewer.media.keyframeRequests >= 1)

        publisher.stop()
        server.run(for: .milliseconds(200))
        let totals = Self.totals(publisher)
        let counts = try #require(viewer.media.video).counts(finals: totals)
        #expect(counts.lostPackets == 0 && counts.lostFrames <= 1, "a viewer may join in the middle of a frame")
        #expect(counts.frames >= 88 && counts.packets > 800)
        #expect(server.latency.count == viewer.media.video?.receipt.received)
        #expect(abs(server.latency.percentile(0.5) - 7_000_000) < 7_000_000 / 32)
    }

    @Test func lossIsCountedToThePacket() throws {
        let server = try ForwardingServer()
        let publisher = try #require(try server.join(try Offers.publisher()) as? PublisherPeer)
        server.run(for: .milliseconds(300))
        let viewer = try #require(try server.join(try Offers.viewer()) as? ViewerPeer)
        server.run(for: .seconds(1))
        var dropped = 0
        server.drops = { _ in
            dropped += 1
            return dropped % 20 == 0
        }
        server.run(for: .seconds(3))
        server.drops = { _ in true }
        let before = try #require(viewer.media.video).receipt.received
        server.run(for: .milliseconds(500))
        publisher.stop()
        server.run(for: .milliseconds(200))
        let track = try #require(viewer.media.video)
        #expect(track.receipt.received == before && track.repaired == 0)
        let counts = track.counts(finals: Self.totals(publisher))
        // Every twentieth, and then everything to the end.
        #expect(counts.packets - counts.lostPackets == before)
        #expect(counts.lostPackets > dropped / 20 + 100)
        #expect(
            track.counts(finals: [:]).lostPackets == dropped / 20
                || track.counts(finals: [:]).lostPackets == dropped / 20 - 1)
    }

    @Test func viewersRepairWhatTheyThrowAway() throws {
        let server = try ForwardingServer()
        let publisher = try #require(try server.join(try Offers.publisher()) as? PublisherPeer)
        server.run(for: .milliseconds(300))
        var options = LoadOptions()
        (options.repairs, options.dropPercent) = (true, 3)
        let viewer = try #require(try server.join(try Offers.viewer(), options: options) as? ViewerPeer)
        server.run(for: .seconds(4))
        publisher.stop()
        server.run(for: .milliseconds(500))
        let track = try #require(viewer.media.video)
        #expect(viewer.media.dropped > 10)
        #expect(track.repaired > 10 && track.repaired <= viewer.media.dropped)
        // The last packet of all has nothing behind it that would show its absence.
        #expect(track.counts(finals: Self.totals(publisher)).lostPackets <= 1)
        #expect(publisher.media.map { $0.requestedPackets >= track.repaired } == true)
    }

    @Test func aServerThatDoesNotAnswerIsNamed() throws {
        let server = try ForwardingServer()
        server.isDead = true
        let viewer = try server.join(try Offers.viewer())
        server.run(for: .seconds(11))
        #expect(
            viewer.state
                == .failed(
                    "the server did not answer connectivity checks at 127.0.0.1:8189 (UDP) within 10 s"))
        #expect(viewer.deadline == .distantFuture)
    }

    @Test func aServerThatDiesIsNoticed() throws {
        let server = try ForwardingServer()
        let publisher = try server.join(try Offers.publisher())
        server.run(for: .seconds(1))
        #expect(publisher.state == .joined)
        server.isDead = true
        server.run(for: .seconds(31))
        #expect(publisher.state == .failed("the server stopped answering connectivity checks"))
    }

    @Test func anotherCertificateIsRefused() throws {
        let server = try ForwardingServer()
        let stranger = try DTLSIdentity().fingerprint
        let viewer = try server.join(try Offers.viewer(), fingerprint: stranger)
        server.run(for: .seconds(1))
        #expect(
            viewer.state == .failed("DTLS failed: the server's certificate is not the one that its answer announces"))
    }

    @Test func aViewerWithoutMediaGivesUp() throws {
        let server = try ForwardingServer()
        let viewer = try server.join(try Offers.viewer())
        server.run(for: .seconds(16))
        #expect(viewer.state == .failed("connected, but no media came within 15 s"))
    }

    private static func totals(_ publisher: PublisherPeer) -> [UInt32: SourceTotal] {
        guard let video = publisher.media?.video else { return [:] }
        return [
            video.source.markSource: SourceTotal(
                packets: Int(video.source.packetCount), frames: Int(video.frameCount))
        ]
    }
}
