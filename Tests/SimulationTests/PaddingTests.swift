import Codecs
import MediaPlane
import Net
import TestSupport
import Testing

/// Packets that are padded to leave together: viewers find the payloads as they were.
@Suite struct PaddingTests {
    private static let plan: SourcePlan = {
        var plan = SourcePlan.video
        (plan.packetsInFrame, plan.packetsInKeyframe, plan.splitsFrames) = (4, 8, true)
        return plan
    }()

    /// A train for each of the two sizes in a frame, or one for both. (Reports leave as messages of their own.)
    @Test(arguments: [(false, 2), (true, 1)]) func aFrameNeedsFewerMessages(pads: Bool, messages: UInt64) throws {
        let simulation = try Simulation(settings: MediaSettings(padsPackets: pads))
        let (publisher, viewers) = try simulation.connect(viewers: 3, publisher: [Self.plan, .audio])
        let source = try #require(publisher.source(.video))
        publisher.source(.audio)?.isSending = false
        simulation.run(for: .milliseconds(500))
        let before = (simulation.loop.sending, source.sent.count)
        simulation.run(until: source.nextFrame.advanced(by: .seconds(2)))
        simulation.run(for: .milliseconds(20))
        let frames = UInt64(source.sent.count - before.1) / 4
        let sent = simulation.loop.sending.messages - before.0.messages
        #expect(frames > 50)
        #expect(sent >= 3 * messages * frames && sent <= 3 * (messages * frames + 6), "\(sent) for \(frames) frames")
        for viewer in viewers { viewer.expectIntact() }
    }

    @Test func onlyTheSmallerPacketsArePadded() throws {
        let simulation = try Simulation(settings: MediaSettings(padsPackets: true))
        let (_, viewers) = try simulation.connect(viewers: 2, publisher: [Self.plan, .audio])
        simulation.run(for: .seconds(2))
        for viewer in viewers {
            viewer.expectIntact()
            let packets = viewer.video.packets.values
            #expect(packets.count > 200)
            #expect(packets.allSatisfy { $0.padding == ($0.packet.index % 4 < 2 ? 1 : 0) })
            #expect(viewer.audio.packets.values.allSatisfy { $0.padding == 0 })
        }
    }

    /// A repeated packet is the one that was lost, padding included, or else carries the payload alone.
    @Test(arguments: [true, false], [0, 1]) func repairsAreOfTheSamePacket(usesRTX: Bool, worker: Int) throws {
        let simulation = try Simulation(seed: 9, workers: 2, settings: MediaSettings(padsPackets: true))
        var plan = ViewerPlan()
        plan.usesRTX = usesRTX
        // It asks too early, so that what was not lost comes again as well.
        plan.roundTrip = .milliseconds(10)
        let (publisher, viewers) = try simulation.connect(
            placed: [worker, worker], publisher: [Self.plan, .audio], viewer: plan)
        for viewer in viewers {
            simulation.setConditions(
                LinkConditions(loss: 0.05, delay: .milliseconds(20), jitter: .milliseconds(4)), of: viewer.address)
        }
        simulation.run(for: .seconds(10))
        let end = simulation.now
        simulation.run(for: .seconds(3))
        let source = try #require(publisher.source(.video))
        for viewer in viewers {
            viewer.expectIntact()
            #expect(viewer.video.missing(of: source, sentUntil: end).isEmpty)
            let packets = viewer.video.packets.values
            #expect(packets.allSatisfy { $0.padding == (!$0.isRepair && $0.packet.index % 4 < 2 ? 1 : 0) })
            #expect(packets.contains { $0.isRepair } == usesRTX)
        }
        #expect(simulation.workers[worker].loop.counters.retransmittedPackets > 50)
    }
}
