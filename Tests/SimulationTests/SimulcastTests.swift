import Codecs
import Net
import TestSupport
import Testing

/// Two layers by `rid`: viewers get the better one, as one stream without a seam.
@Suite struct SimulcastTests {
    @Test func theBestLayerIsDelivered() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 2, publisher: .simulcast)
        simulation.run(for: .seconds(3))
        let switched = simulation.now
        simulation.run(for: .seconds(3))
        for viewer in viewers {
            viewer.expectIntact()
            #expect(viewer.video.holes == 0)
            let late = viewer.video.packets.values.filter { $0.arrival > switched }
            #expect(late.count > 200 && late.allSatisfy { $0.packet.layer == 1 })
        }
        #expect(publisher.source(.video, layer: 0)?.requests.isEmpty == true)
    }

    /// The publisher stops its better layer, for want of bandwidth, and begins it again.
    @Test(arguments: [0, 0.03]) func viewersFollowDownAndUpAgain(loss: Double) throws {
        let simulation = try Simulation(seed: 4, conditions: LinkConditions(loss: loss, delay: .milliseconds(15)))
        let (publisher, viewers) = try simulation.connect(viewers: 2, publisher: .simulcast)
        let high = try #require(publisher.source(.video, layer: 1))
        let low = try #require(publisher.source(.video, layer: 0))
        simulation.run(for: .seconds(3))
        high.isSending = false
        let stopped = simulation.now
        let isLow = { viewers.allSatisfy { $0.video.newest?.packet.layer == 0 } }
        try #require(simulation.run(atMost: .seconds(4), until: isLow))
        #expect((2.0...3.0).contains(stopped.duration(to: simulation.now).inSeconds))
        let downAt = simulation.now
        simulation.run(for: .seconds(2))
        high.isSending = true
        let isHigh = { viewers.allSatisfy { $0.video.newest?.packet.layer == 1 } }
        let began = simulation.now
        try #require(simulation.run(atMost: .seconds(3), until: isHigh))
        #expect(began.duration(to: simulation.now) <= .milliseconds(loss > 0 ? 1_500 : 500))
        simulation.run(for: .seconds(2))
        let upAt = simulation.now
        simulation.run(for: .seconds(2))
        for viewer in viewers {
            viewer.expectIntact()
            if loss == 0 { #expect(viewer.video.holes == 0) }
            expectTimeAsItPassed(viewer.video)
            let between = viewer.video.packets.values.filter { $0.arrival > downAt && $0.arrival <= began }
            #expect(between.allSatisfy { $0.packet.layer == 0 || $0.isRepair })
            let after = high.sent.filter { $0.time > upAt && $0.time < simulation.now.advanced(by: .seconds(-1)) }
            #expect(after.count > 50 && after.allSatisfy { viewer.video.places[$0.packet] != nil })
        }
        #expect(low.sent.count > 200)
    }

    /// Seen over the whole run, switches included, timestamps pass as the time does.
    private func expectTimeAsItPassed(_ track: ReceivedTrack) {
        let all = track.inOrder.map(\.packet).filter { !$0.isRepair }
        // What a viewer is sent at once when it joins is up to a second old.
        let packets = all.drop { $0.arrival < all[0].arrival.advanced(by: .seconds(1)) }
        guard let first = packets.first, let last = packets.last else { return }
        let ticks = Double(last.timestamp &- first.timestamp) / 90_000
        let elapsed = first.arrival.duration(to: last.arrival).inSeconds
        #expect(abs(ticks - elapsed) < 0.1, "\(elapsed) s became \(ticks) s")
    }
}

extension [SourcePlan] {
    /// Two layers of video, and audio.
    static let simulcast: [SourcePlan] = {
        var (low, high) = (SourcePlan.video, SourcePlan.video)
        (low.rid, low.layer, low.width, low.height) = ("l", 0, 320, 180)
        (high.rid, high.layer, high.width, high.height) = ("h", 1, 1_280, 720)
        return [low, high, .audio]
    }()
}
