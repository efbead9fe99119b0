import Codecs
import MediaPlane
import Net
import TestSupport
import Testing
import WebRTC

/// The publisher of a stream with viewers on two workers changes, or what it sends.
@Suite struct RelayChangeTests {
    enum Change: CaseIterable {
        case returns, isReplaced
    }

    @Test(arguments: Change.allCases, [0, 0.03]) func anotherPublisherIsFollowedOnRelays(change: Change, loss: Double)
        throws
    {
        let conditions = LinkConditions(loss: loss, delay: .milliseconds(20))
        let simulation = try Simulation(seed: 3, conditions: conditions, workers: 2)
        let (first, viewers) = try simulation.connect(placed: [0, 1, 1])
        simulation.run(for: .seconds(2))
        if change == .returns {
            first.leave()
            simulation.run(for: .seconds(4))
        }
        let second = try VirtualPublisher(simulation, generation: 1)
        try #require(simulation.run(atMost: .seconds(2)) { second.isConnected })
        simulation.run(for: .seconds(3))
        let end = simulation.now
        simulation.run(for: .seconds(3))
        let source = try #require(second.source(.video))
        for viewer in viewers {
            viewer.expectIntact()
            #expect(viewer.closeReason == nil && viewer.goodbyes.isEmpty)
            #expect(viewer.video.missing(of: source, sentUntil: end).isEmpty)
            if loss == 0 { #expect(viewer.video.holes == 0 && viewer.audio.holes == 0) }
        }
    }

    /// Who negotiated both codecs goes on with the other payload type; who did not is reported, once.
    @Test func aReturnWithAnotherCodecIsFollowedOnRelays() throws {
        let simulation = try Simulation(conditions: LinkConditions(loss: 0.02, delay: .milliseconds(10)), workers: 2)
        let (first, viewers) = try simulation.connect(placed: [1])
        let both = viewers[0]
        var plan = ViewerPlan()
        plan.videoCodecs = [96: .vp8]
        let one = try VirtualViewer(simulation, name: "VP8 alone", plan: plan, on: 1)
        simulation.run(for: .seconds(2))
        first.leave()
        simulation.run(for: .seconds(1))
        let second = try VirtualPublisher(simulation, plans: [.h264, .audio], generation: 1)
        simulation.run(for: .seconds(3))
        let h264 = both.video.packets.values.filter { $0.packet.generation == 1 }
        #expect(h264.count > 150 && h264.allSatisfy { $0.payloadType == 98 } && h264.contains { $0.isRepair })
        #expect(!one.video.packets.values.contains { $0.packet.generation == 1 })
        #expect(one.audio.packets.values.contains { $0.packet.generation == 1 })
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

    /// The worker takes up the end of the former publisher's packets together with the newcomer's handshake: they still go
    /// out under the payload type of their own codec.
    @Test func whatIsLeftOfTheFormerPublisherKeepsItsPayloadType() throws {
        let simulation = try Simulation(workers: 2)
        let (_, viewers) = try simulation.connect(placed: [0, 1])
        let second = try VirtualPublisher(simulation, plans: [.h264, .audio], generation: 1)
        let isReplaced = {
            simulation.events.contains { if case .streamBegan(.test, isReturn: true) = $0 { true } else { false } }
        }
        while !isReplaced(), simulation.now < Instant(nanoseconds: 20_000_000_000) {
            simulation.workers[0].isHeld = true
            simulation.run(for: .milliseconds(50))
            simulation.workers[0].isHeld = false
            simulation.run(for: .zero)
        }
        let replaced = simulation.now
        simulation.run(for: .seconds(1))
        try #require(second.isConnected)
        for viewer in viewers {
            viewer.expectIntact()
            let former = viewer.video.packets.values.filter { $0.packet.generation == 0 }
            #expect(former.allSatisfy { $0.payloadType == 96 })
            #expect(former.contains { $0.arrival > replaced })
            #expect(viewer.video.newest?.payloadType == 98)
        }
    }

    /// A publisher goes on under another SSRC, and there and back with another codec, without any new session.
    @Test(arguments: [SourcePlan.video, .h264]) func anotherSourceOfTheSamePublisherIsFollowed(plan: SourcePlan) throws
    {
        var other = plan
        (other.layer, other.beginsAtOnce) = (1, false)
        let simulation = try Simulation(workers: 2)
        let (publisher, viewers) = try simulation.connect(placed: [0, 1, 1], publisher: [.video, other, .audio])
        let sources = try (0...1).map { try #require(publisher.source(.video, layer: $0)) }
        for turn in [1, 0, 1] {
            simulation.run(for: .seconds(2))
            sources[1 - turn].isSending = false
            simulation.run(for: .milliseconds(100))
            sources[turn].isSending = true
            sources[turn].wantsKeyframe = false
            let began = simulation.now
            simulation.run(for: .seconds(2))
            for viewer in viewers {
                let late = viewer.video.packets.values.filter { $0.arrival > began.advanced(by: .seconds(1)) }
                #expect(late.count > 80 && late.allSatisfy { Int($0.packet.layer) == turn })
                let expected: UInt8 = turn == 1 && plan.codec == .h264 ? 98 : 96
                #expect(late.allSatisfy { $0.payloadType == expected })
            }
        }
        for viewer in viewers {
            viewer.expectIntact()
            #expect(viewer.video.holes == 0)
        }
    }

    @Test(arguments: [0, 0.03]) func layersAreFollowedDownAndUpOnRelays(loss: Double) throws {
        let conditions = LinkConditions(loss: loss, delay: .milliseconds(15))
        let simulation = try Simulation(seed: 4, conditions: conditions, workers: 2)
        let (publisher, viewers) = try simulation.connect(placed: [0, 1, 1], publisher: .simulcast)
        let high = try #require(publisher.source(.video, layer: 1))
        for (layer, limit) in [(1, 3), (0, 4), (1, 3)] {
            high.isSending = layer == 1
            let isThere = { viewers.allSatisfy { Int($0.video.newest?.packet.layer ?? 9) == layer } }
            try #require(simulation.run(atMost: .seconds(limit), until: isThere))
            simulation.run(for: .seconds(2))
            #expect(isThere())
        }
        for viewer in viewers {
            viewer.expectIntact()
            if loss == 0 { #expect(viewer.video.holes == 0) }
        }
    }

    /// The publisher returns with a track more, and before it sends anything of it a viewer joins a relay; also when the
    /// relay has not read yet what its home told it.
    @Test(arguments: [false, true]) func whoJoinsARelayGetsATrackThatIsNew(isLate: Bool) throws {
        let simulation = try Simulation(workers: 2)
        let first = try VirtualPublisher(simulation, plans: [.video])
        try #require(simulation.run(atMost: .seconds(2)) { simulation.live() != nil })
        let early = try VirtualViewer(simulation, name: "early", on: 1)
        simulation.run(for: .seconds(1))
        first.leave()
        simulation.run(for: .seconds(1))
        var audio = SourcePlan.audio
        audio.beginsAtOnce = false
        simulation.workers[1].isHeld = isLate
        let second = try VirtualPublisher(simulation, plans: [.video, audio], generation: 1)
        try #require(simulation.run(atMost: .seconds(2)) { second.isConnected })
        let late = try VirtualViewer(simulation, name: "late", on: 1)
        simulation.workers[1].isHeld = false
        simulation.run(for: .seconds(1))
        try #require(second.source(.audio)).isSending = true
        simulation.run(for: .seconds(1))
        for viewer in [early, late] { viewer.expectIntact() }
        #expect(late.audio.packets.count > 40 && late.video.packets.count > 80)
        #expect(early.video.newest?.packet.generation == 1)
    }

    /// The publisher returned with another codec, and a viewer who negotiated just that joins the relay before a packet came.
    @Test func whoJoinsARelayAfterAChangeOfCodecIsNotReported() throws {
        let simulation = try Simulation(workers: 2)
        let (first, _) = try simulation.connect(placed: [1])
        first.leave()
        simulation.run(for: .seconds(1))
        var silent = SourcePlan.h264
        silent.beginsAtOnce = false
        let second = try VirtualPublisher(simulation, plans: [silent, .audio], generation: 1)
        try #require(simulation.run(atMost: .seconds(2)) { second.isConnected })
        var plan = ViewerPlan()
        plan.videoCodecs = [98: .h264]
        let late = try VirtualViewer(simulation, name: "H.264 alone", plan: plan, on: 1)
        simulation.run(for: .seconds(1))
        try #require(second.source(.video)).isSending = true
        simulation.run(for: .seconds(1))
        late.expectIntact()
        #expect(late.video.packets.count > 80 && simulation.unknownCodecs.isEmpty)
    }
}
