import Codecs
import MediaPlane
import Net
import RTP
import TestSupport
import Testing

/// What any number of viewers ask for reaches the publisher in measure.
@Suite struct KeyframeTests {
    /// 50 viewers ask for a keyframe each 10 ms (O17).
    @Test func aStormOfRequestsReachesThePublisherEvery200Milliseconds() throws {
        let simulation = try Simulation()
        var plan = ViewerPlan()
        plan.asksForKeyframesEvery = .milliseconds(10)
        let (publisher, viewers) = try simulation.connect(viewers: 50, viewer: plan)
        let begin = simulation.now
        simulation.run(for: .seconds(3))
        let asked = viewers.reduce(0) { $0 + $1.keyframeRequestsSent }
        let requests = publisher.keyframeRequests.filter { $0 >= begin }
        #expect(asked > 50 * 250)
        #expect((10...16).contains(requests.count), "\(requests.count) requests in 3 s")
        for (before, after) in zip(publisher.keyframeRequests, publisher.keyframeRequests.dropFirst()) {
            #expect(before.duration(to: after) >= .milliseconds(200))
        }
        for viewer in viewers { viewer.expectIntact() }
    }

    @Test func aLateViewersKeyframeIsAskedForAtOnce() throws {
        let simulation = try Simulation()
        let (publisher, _) = try simulation.connect(viewers: 1)
        simulation.run(for: .seconds(5))
        let before = publisher.keyframeRequests.count
        let late = try VirtualViewer(simulation, name: "late")
        try #require(simulation.run(atMost: .seconds(2)) { late.isConnected })
        let connected = simulation.now
        try #require(simulation.run(atMost: .seconds(1)) { publisher.keyframeRequests.count > before })
        // The engine was connected when it sent its last flight, and asked in the same moment.
        #expect(connected.duration(to: simulation.now) <= .milliseconds(15))
        try #require(simulation.run(atMost: .seconds(1)) { late.video.hasBegun })
        // A round trip and an encoder's frame.
        #expect(connected.duration(to: simulation.now) <= .milliseconds(70))
        #expect(late.keyframeRequestsSent == 0)
    }

    /// A keyframe that does not come is asked for again, every half second.
    @Test func aRequestWithoutEffectIsRepeated() throws {
        let simulation = try Simulation()
        let (publisher, _) = try simulation.connect(viewers: 1)
        publisher.makesKeyframes = false
        // Nobody begins with the keyframe that there was.
        simulation.run(for: .seconds(1))
        var plan = ViewerPlan()
        plan.asksForKeyframesEvery = .seconds(60)
        let before = publisher.keyframeRequests.count
        _ = try VirtualViewer(simulation, name: "late", plan: plan)
        simulation.run(for: .seconds(3))
        #expect((5...7).contains(publisher.keyframeRequests.count - before))
    }

    /// A viewer asks for everything that was ever sent, again and again (O18): no packet more than three times.
    @Test func aStormOfRepairRequestsIsAnsweredInMeasure() throws {
        let simulation = try Simulation()
        let (_, viewers) = try simulation.connect(viewers: 2)
        simulation.run(for: .seconds(3))
        let greedy = viewers[0]
        for _ in 0..<100 {
            let newest = try #require(greedy.video.packets.keys.max())
            let all = (0..<256).map { UInt16(truncatingIfNeeded: newest - Int64($0)) }
            greedy.request(all.reversed(), of: greedy.video.ssrc)
            simulation.run(for: .milliseconds(10))
        }
        simulation.run(for: .seconds(1))
        #expect(greedy.video.mostRepairs == Int(RetransmissionLimiter.maximumResends))
        #expect(viewers[1].video.repairs == 0)
        for viewer in viewers { viewer.expectIntact() }
    }

    /// Requests for what was never sent are not answered.
    @Test func requestsForNothingAreNotAnswered() throws {
        let simulation = try Simulation()
        let (_, viewers) = try simulation.connect(viewers: 1)
        simulation.run(for: .seconds(1))
        let newest = try #require(viewers[0].video.packets.keys.max())
        let unsent = (2_000..<2_256).map { UInt16(truncatingIfNeeded: newest + $0) }
        for _ in 0..<10 { viewers[0].request(unsent, of: viewers[0].video.ssrc) }
        viewers[0].request([1, 2, 3], of: 0xDEAD_BEEF)
        simulation.run(for: .seconds(1))
        #expect(simulation.counters.retransmittedPackets == 0)
    }
}
