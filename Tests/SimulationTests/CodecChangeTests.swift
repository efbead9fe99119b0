import Codecs
import MediaPlane
import Net
import TestSupport
import Testing

/// A publisher comes back with another codec.
@Suite struct CodecChangeTests {
    /// Who negotiated both goes on with the other payload type; who did not is reported, once, and goes on when the first
    /// codec is back.
    @Test func viewersWithBothCodecsGoOn() throws {
        let simulation = try Simulation(conditions: LinkConditions(loss: 0.02, delay: .milliseconds(10)))
        let (first, viewers) = try simulation.connect(viewers: 1)
        let both = viewers[0]
        var plan = ViewerPlan()
        plan.videoCodecs = [96: .vp8]
        let one = try VirtualViewer(simulation, name: "VP8 alone", plan: plan)
        simulation.run(for: .seconds(2))
        first.leave()
        simulation.run(for: .seconds(1))

        let second = try VirtualPublisher(simulation, plans: [.h264, .audio], generation: 1)
        simulation.run(for: .seconds(3))
        let h264 = both.video.packets.values.filter { $0.packet.generation == 1 }
        #expect(h264.count > 150 && h264.allSatisfy { $0.payloadType == 98 })
        #expect(h264.contains { $0.isRepair })
        #expect(!one.video.packets.values.contains { $0.packet.generation == 1 })
        #expect(one.audio.packets.values.contains { $0.packet.generation == 1 })
        #expect(simulation.unknownCodecs == [one.key])
        second.leave()
        simulation.run(for: .seconds(1))

        _ = try VirtualPublisher(simulation, generation: 2)
        simulation.run(for: .seconds(3))
        for viewer in [both, one] {
            viewer.expectIntact()
            let back = viewer.video.packets.values.filter { $0.packet.generation == 2 }
            #expect(back.count > 150 && back.allSatisfy { $0.payloadType == 96 })
        }
        #expect(simulation.unknownCodecs == [one.key])
    }

    /// The codec changed while the viewer was still shaking hands.
    @Test func aViewerWhoConnectsAfterTheChangeIsReported() throws {
        let simulation = try Simulation()
        let (first, _) = try simulation.connect(viewers: 0)
        simulation.run(for: .seconds(1))
        var plan = ViewerPlan()
        plan.videoCodecs = [96: .vp8]
        let viewer = try VirtualViewer(simulation, name: "late", plan: plan)
        simulation.setConditions(LinkConditions(loss: 1), of: viewer.address)
        first.leave()
        _ = try VirtualPublisher(simulation, plans: [.h264, .audio], generation: 1)
        simulation.run(for: .seconds(2))
        simulation.setConditions(LinkConditions(delay: .milliseconds(10)), of: viewer.address)
        simulation.run(for: .seconds(3))
        #expect(viewer.isConnected && !viewer.audio.packets.isEmpty && viewer.video.packets.isEmpty)
        #expect(simulation.unknownCodecs == [viewer.key])
    }
}

extension Simulation {
    /// The sessions of which it was reported that they cannot take the publisher's codec, each time.
    var unknownCodecs: [SessionKey] {
        events.compactMap { if case .codecUnknownToViewer(let key, _, _) = $0 { key } else { nil } }
    }
}
