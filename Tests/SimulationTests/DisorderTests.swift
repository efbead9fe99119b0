import Codecs
import MediaPlane
import Net
import TestSupport
import Testing

/// Networks that repeat, delay and reorder.
@Suite struct DisorderTests {
    /// 10 % of all datagrams arrive twice, both ways: each packet is forwarded once.
    @Test(arguments: 1...3 as ClosedRange<UInt64>) func repeatedDatagramsAreTakenOnce(seed: UInt64) throws {
        let conditions = LinkConditions(duplication: 0.1, delay: .milliseconds(20), jitter: .milliseconds(5))
        let simulation = try Simulation(seed: seed, conditions: conditions)
        let (publisher, viewers) = try simulation.connect(viewers: 3)
        simulation.run(for: .seconds(10))
        let end = simulation.now
        simulation.run(for: .seconds(1))
        let source = try #require(publisher.source(.video))
        for viewer in viewers {
            viewer.expectIntact()
            #expect(viewer.video.missing(of: source, sentUntil: end).isEmpty)
            // What the network repeats, SRTP refuses; the engine itself repeats nothing.
            #expect(viewer.replays > 0 && viewer.video.repairs == 0 && viewer.audio.needlessRepairs == 0)
        }
        #expect(simulation.counters.droppedReplayed > 100)
        #expect(simulation.counters.droppedForged == 0 && simulation.counters.retransmittedPackets == 0)
    }

    /// Jitter of 30 ms, 5 % of the packets overtaken, 2 % lost: requests go out for what is lost and hardly for what is
    /// late, and what comes late is forwarded once.
    @Test(arguments: 1...3 as ClosedRange<UInt64>) func lateIsNotLost(seed: UInt64) throws {
        let conditions = LinkConditions(
            loss: 0.02, reordering: 0.05, holdBack: .milliseconds(20), delay: .milliseconds(20),
            jitter: .milliseconds(30))
        let simulation = try Simulation(seed: seed, conditions: conditions)
        let (publisher, viewers) = try simulation.connect(viewers: 2)
        let source = try #require(publisher.source(.video))
        simulation.run(for: .seconds(20))
        let end = simulation.now
        simulation.run(for: .seconds(4))
        for viewer in viewers {
            viewer.expectIntact()
            #expect(viewer.video.missing(of: source, sentUntil: end).isEmpty)
        }
        let requests = source.requests.values.reduce(0, +)
        // A repair of what was merely late comes twice: at most every tenth.
        #expect(requests > 30 && simulation.counters.droppedDuplicate * 10 <= requests)
    }
}
