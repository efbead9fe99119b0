import Codecs
import Net
import RTP
import TestSupport
import Testing

/// What was captured together is played together.
@Suite struct LipSyncTests {
    /// By the sender reports that a viewer gets, audio and video captured at one moment carry timestamps of one moment,
    /// whatever the publisher's clocks say and the network does, and although its pictures take 80 ms longer.
    @Test(arguments: [0, -3, 7_200], [0, 20]) func audioAndVideoMapToTheSameMoment(offset: Int, jitter: Int) throws {
        let conditions = LinkConditions(delay: .milliseconds(30), jitter: .milliseconds(jitter))
        let simulation = try Simulation(seed: 2, conditions: conditions)
        var video = SourcePlan.video
        video.latency = .milliseconds(80)
        let (publisher, viewers) = try simulation.connect(viewers: 1, publisher: [video, .audio])
        publisher.clockOffset = Int64(offset) * 1_000_000_000
        simulation.run(for: .seconds(12))
        let viewer = viewers[0]
        let errors = try [viewer.video, viewer.audio].map { try viewer.playoutError(of: $0, from: publisher) }
        #expect(abs(errors[0] - errors[1]) < 0.005, "video \(errors[0]) s, audio \(errors[1]) s")
    }

    /// Reports count what was sent, once.
    @Test func reportsCountPackets() throws {
        let simulation = try Simulation(seed: 2, conditions: LinkConditions(loss: 0.05, delay: .milliseconds(20)))
        let (_, viewers) = try simulation.connect(viewers: 1)
        simulation.run(for: .seconds(10))
        let viewer = viewers[0]
        let report = try #require(viewer.senderReports.last { $0.report.ssrc == viewer.video.ssrc })
        let places = viewer.video.packets.filter { $0.value.arrival < report.arrival }
        // A few are on their way, and some were lost before the viewer could decrypt.
        #expect(abs(Int(report.report.packetCount) - places.count) < 60)
        #expect(viewer.senderReports.count >= 16)
    }
}

extension VirtualViewer {
    /// The moment at which the newest packet of a track is played, by the viewer's last sender report of it, less the moment
    /// at which the publisher captured it; in seconds, up to a whole number of thousands of them.
    func playoutError(of track: ReceivedTrack, from publisher: VirtualPublisher) throws -> Double {
        let source = try #require(publisher.source(track.kind))
        let report = try #require(senderReports.last { $0.report.ssrc == track.ssrc }).report
        let sent = try #require(source.sent.last { track.places[$0.packet] != nil })
        let place = try #require(track.places[sent.packet])
        let played = try #require(track.packets[place])
        let ticks = Int32(bitPattern: played.timestamp &- report.rtpTimestamp)
        let moment =
            Double(report.ntp.unixNanoseconds % 1_000_000_000_000) * 1e-9 + Double(ticks) / Double(track.clockRate)
        return moment - Double(sent.time.nanoseconds) * 1e-9 + source.plan.latency.inSeconds
    }
}
