import Codecs
import MediaPlane
import Net
import RTP
import SFU
import TestSupport
import Testing

/// A stream with viewers on several workers: where somebody is makes no difference to what it gets.
@Suite struct RelayTests {
    @Test func everybodyGetsEveryPacket() throws {
        let simulation = try Simulation(workers: 3)
        let (publisher, viewers) = try simulation.connect(placed: [0, 1, 1, 2])
        simulation.run(for: .seconds(5))
        let end = simulation.now
        simulation.run(for: .milliseconds(500))
        for viewer in viewers {
            viewer.expectIntact()
            try expectComplete(viewer, of: publisher, until: end)
            #expect(viewer.video.holes == 0 && viewer.audio.holes == 0)
            #expect(viewer.video.inOrder.first?.packet.packet.start == .keyframe)
            #expect(viewer.keyframeRequestsSent == 0)
        }
        #expect(simulation.live()?.relays.sorted() == [1, 2])
        #expect(simulation.workers.map { $0.loop.tables.replicas } == [0, 1, 1])
        #expect(simulation.workers.allSatisfy { $0.loop.counters.droppedMailboxFull == 0 })
    }

    /// Half of them on its own worker, half on the other's.
    @Test func twoStreamsCrossOver() throws {
        let simulation = try Simulation(workers: 2)
        var plans = [ViewerPlan(), ViewerPlan()]
        plans[1].path = StreamPath(known: "live/other")
        let (first, near) = try simulation.connect(placed: [0, 1, 1], viewer: plans[0])
        let (second, far) = try simulation.connect(placed: [0, 0, 1], viewer: plans[1])
        try #require(simulation.directory.worker(of: plans[1].path) == 1)
        simulation.run(for: .seconds(4))
        let end = simulation.now
        simulation.run(for: .milliseconds(500))
        for (publisher, viewers) in [(first, near), (second, far)] {
            for viewer in viewers {
                viewer.expectIntact()
                try expectComplete(viewer, of: publisher, until: end)
            }
        }
        #expect(simulation.workers.map { $0.loop.tables.replicas } == [1, 1])
    }

    /// What a relay's viewer loses, the relay sends again from its own cache: neither home nor publisher hears of it.
    @Test(arguments: [true, false]) func lossIsRepairedByTheRelay(usesRTX: Bool) throws {
        let simulation = try Simulation(seed: 5, workers: 2)
        var plan = ViewerPlan()
        plan.usesRTX = usesRTX
        let (publisher, viewers) = try simulation.connect(placed: [1, 1], viewer: plan)
        for viewer in viewers {
            simulation.setConditions(LinkConditions(loss: 0.05, delay: .milliseconds(10)), of: viewer.address)
        }
        simulation.run(for: .seconds(10))
        let end = simulation.now
        simulation.run(for: .seconds(3))
        for viewer in viewers {
            viewer.expectIntact()
            try expectComplete(viewer, of: publisher, until: end)
        }
        let (home, relay) = (simulation.workers[0].loop.counters, simulation.workers[1].loop.counters)
        #expect(relay.retransmittedPackets > 50 && home.retransmittedPackets == 0)
        #expect(publisher.sources.allSatisfy { $0.requests.isEmpty })
    }

    /// Loss on the publisher's way too: what it repairs comes late, and reaches the relay's viewers all the same.
    @Test func whatThePublisherRepairsReachesTheRelay() throws {
        let conditions = LinkConditions(loss: 0.03, delay: .milliseconds(15), jitter: .milliseconds(3))
        let simulation = try Simulation(seed: 6, conditions: conditions, workers: 2)
        let (publisher, viewers) = try simulation.connect(placed: [0, 1])
        simulation.run(for: .seconds(10))
        let end = simulation.now
        simulation.run(for: .seconds(3))
        let source = try #require(publisher.source(.video))
        for viewer in viewers {
            viewer.expectIntact()
            #expect(viewer.video.missing(of: source, sentUntil: end).isEmpty)
        }
        #expect(!source.requests.isEmpty)
    }

    @Test func aStormOfRequestsReachesThePublisherEvery200Milliseconds() throws {
        let simulation = try Simulation(workers: 3)
        var plan = ViewerPlan()
        plan.asksForKeyframesEvery = .milliseconds(10)
        let placed = (0..<30).map { $0 % 3 }
        let (publisher, viewers) = try simulation.connect(placed: placed, viewer: plan)
        let begin = simulation.now
        simulation.run(for: .seconds(3))
        let requests = publisher.keyframeRequests.filter { $0 >= begin }
        #expect((10...16).contains(requests.count), "\(requests.count) requests in 3 s")
        for (before, after) in zip(publisher.keyframeRequests, publisher.keyframeRequests.dropFirst()) {
            #expect(before.duration(to: after) >= .milliseconds(200))
        }
        for viewer in viewers { viewer.expectIntact() }
    }

    /// The first viewer of a relay, and the second one.
    @Test func whoJoinsARelayHasItsKeyframeAskedForAtOnce() throws {
        let simulation = try Simulation(workers: 2)
        let (publisher, _) = try simulation.connect(placed: [0])
        for name in ["first", "second"] {
            simulation.run(for: .seconds(3))
            let before = publisher.keyframeRequests.count
            let viewer = try VirtualViewer(simulation, name: name, on: 1)
            try #require(simulation.run(atMost: .seconds(2)) { viewer.isConnected })
            let connected = simulation.now
            try #require(simulation.run(atMost: .seconds(1)) { viewer.video.hasBegun })
            #expect(connected.duration(to: simulation.now) <= .milliseconds(70))
            #expect(viewer.keyframeRequestsSent == 0 && publisher.keyframeRequests.count == before + 1)
        }
    }

    /// Sender reports of home and relay say the same of every moment.
    @Test(arguments: [0, -3, 7_200]) func lipsMatchOnRelays(offset: Int) throws {
        let conditions = LinkConditions(delay: .milliseconds(30), jitter: .milliseconds(20))
        let simulation = try Simulation(seed: 2, conditions: conditions, workers: 2)
        var video = SourcePlan.video
        video.latency = .milliseconds(80)
        let (publisher, viewers) = try simulation.connect(placed: [0, 1], publisher: [video, .audio])
        publisher.clockOffset = Int64(offset) * 1_000_000_000
        simulation.run(for: .seconds(12))
        for viewer in viewers {
            let errors = try [viewer.video, viewer.audio].map { try viewer.playoutError(of: $0, from: publisher) }
            #expect(abs(errors[0] - errors[1]) < 0.005, "\(viewer.key.text): video \(errors[0]), audio \(errors[1])")
        }
        let errors = try viewers.map { try $0.playoutError(of: $0.video, from: publisher) }
        #expect(abs(errors[0] - errors[1]) < 0.002, "at home \(errors[0]), on the relay \(errors[1])")
    }

    private func expectComplete(
        _ viewer: VirtualViewer, of publisher: VirtualPublisher, until end: Instant,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for (track, kind) in [(viewer.video, MediaKind.video), (viewer.audio, .audio)] {
            let source = try #require(publisher.source(kind), sourceLocation: sourceLocation)
            let missing = track.missing(of: source, sentUntil: end)
            #expect(
                missing.isEmpty, "\(viewer.key.text) lacks \(missing.count) of \(kind)", sourceLocation: sourceLocation)
        }
    }
}
