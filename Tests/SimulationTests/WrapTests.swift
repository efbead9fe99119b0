import Codecs
import MediaPlane
import Net
import TestSupport
import Testing

/// Sequence numbers and timestamps that wrap, with loss just there (N21): the rollover counters of both ends agree.
@Suite struct WrapTests {
    /// The publisher's numbers wrap a moment after its first packet, its timestamps too.
    @Test(arguments: [0, 0.1], 1...3 as ClosedRange<UInt64>)
    func aPublisherThatWrapsAtOnceIsFollowed(loss: Double, seed: UInt64) throws {
        var (video, audio) = (SourcePlan.video, SourcePlan.audio)
        (video.firstSequence, video.firstTimestamp) = (65_530, .max - 45_000)
        (audio.firstSequence, audio.firstTimestamp) = (65_535, .max)
        let simulation = try Simulation(seed: seed, conditions: LinkConditions(loss: loss, delay: .milliseconds(20)))
        let (publisher, viewers) = try simulation.connect(viewers: 2, publisher: [video, audio])
        simulation.run(for: .seconds(5))
        let end = simulation.now
        simulation.run(for: .seconds(3))
        let source = try #require(publisher.source(.video))
        for viewer in viewers {
            viewer.expectIntact()
            #expect(viewer.video.missing(of: source, sentUntil: end).count <= (loss > 0 ? 2 : 0))
        }
        #expect(source.sent.contains { $0.packet.timestamp < 45_000 })
        #expect(simulation.counters.droppedForged == 0)
    }

    /// What comes before the wrap is lost altogether: the receiver's first packet already has another rollover counter
    /// than zero.
    @Test func aSourceWhoseBeginningWasLostIsDecrypted() throws {
        var video = SourcePlan.video
        video.firstSequence = 65_532
        let simulation = try Simulation()
        let publisher = try VirtualPublisher(simulation, plans: [video])
        try #require(simulation.run(atMost: .seconds(5)) { publisher.isConnected })
        simulation.setConditions(LinkConditions(loss: 1), of: publisher.address)
        let source = try #require(publisher.source(.video))
        simulation.run(atMost: .seconds(1)) { source.sent.count > 10 }
        simulation.setConditions(LinkConditions(delay: .milliseconds(10)), of: publisher.address)
        try #require(simulation.run(atMost: .seconds(10)) { !simulation.loop.tables.isIdle })
        let viewer = try VirtualViewer(simulation, name: "viewer")
        simulation.run(for: .seconds(3))
        viewer.expectIntact()
        #expect(viewer.video.packets.count > 200)
        #expect(simulation.counters.droppedForged == 0)
    }

    /// The engine's own numbers begin as high as they may, and wrap under loss: what viewers are sent goes on.
    @Test func theEnginesNumbersWrapUnderLoss() throws {
        var video = SourcePlan.video
        (video.interval, video.packetsInFrame) = (.milliseconds(5), 20)
        let conditions = LinkConditions(loss: 0.01, delay: .milliseconds(5))
        let simulation = try Simulation(conditions: conditions, engineRandom: HighestNumbers())
        let (publisher, viewers) = try simulation.connect(viewers: 1, publisher: [video, .audio])
        let source = try #require(publisher.source(.video))
        simulation.run(for: .seconds(9))
        let end = simulation.now
        simulation.run(for: .seconds(1))
        let viewer = viewers[0]
        viewer.expectIntact()
        let sequences = viewer.video.inOrder.map(\.sequence)
        let (first, last) = (try #require(sequences.first), try #require(sequences.last))
        // The unwrapper calls the first 65,536 more than it is.
        #expect((32_767...32_800).contains(first - 65_536) && last - 65_536 > 65_536 + 1_000)
        #expect(try #require(viewer.video.inOrder.first).packet.timestamp > .max - 100_000)
        #expect(viewer.video.missing(of: source, sentUntil: end).isEmpty)
    }
}

/// Always the highest number there is.
private struct HighestNumbers: RandomNumberGenerator {
    func next() -> UInt64 { .max }
}
