import MediaPlane
import Net
import TestSupport
import Testing

/// A crowd comes at once.
@Suite struct RushTests {
    /// All are served, each soon, and their publisher makes a keyframe for many of them at a time.
    @Test func aThousandViewersJoinWithinFiveSeconds() throws {
        let simulation = try Simulation()
        let video = SourcePlan(interval: .milliseconds(100), packetsInFrame: 1, packetsInKeyframe: 2)
        let publisher = try VirtualPublisher(simulation, plans: [video])
        try #require(simulation.run(atMost: .seconds(1)) { publisher.isConnected && !simulation.loop.tables.isIdle })
        let begin = simulation.now
        let requestsBefore = publisher.keyframeRequests.count
        var viewers: [VirtualViewer] = []
        for _ in 0..<50 {
            for _ in 0..<20 { viewers.append(try VirtualViewer(simulation, name: "viewer-\(viewers.count)")) }
            simulation.run(for: .milliseconds(100))
            // Who came a second ago has its picture.
            let settled = viewers.dropLast(200)
            #expect(settled.allSatisfy { $0.video.hasBegun })
        }
        #expect(viewers.count == 1_000 && begin.duration(to: simulation.now) <= .milliseconds(5_001))
        try #require(simulation.run(atMost: .seconds(1)) { viewers.allSatisfy { $0.video.hasBegun } })
        #expect(simulation.counters.joins == 1_000 && simulation.loop.tables.sessions == 1_001)
        let requests = publisher.keyframeRequests.dropFirst(requestsBefore)
        #expect((1...30).contains(requests.count), "\(requests.count) requests for 1,000 viewers")
        for (before, after) in zip(requests, requests.dropFirst()) {
            #expect(before.duration(to: after) >= .milliseconds(200))
        }
        for viewer in viewers { viewer.expectIntact() }
    }
}
