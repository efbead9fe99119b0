import Codecs
import DTLS
import MediaPlane
import Net
import SRTP
import TestSupport
import Testing

/// What publishers are told, and under which keys everything travels.
@Suite struct FeedbackTests {
    /// Transport-wide feedback speaks of every packet: of those that arrived, and of those that did not.
    @Test(arguments: [0, 0.05]) func transportFeedbackTellsWhatArrived(loss: Double) throws {
        let simulation = try Simulation(seed: 11)
        let (publisher, viewers) = try simulation.connect(viewers: 1)
        simulation.setConditions(LinkConditions(loss: loss, delay: .milliseconds(10)), from: publisher.address)
        simulation.run(for: .seconds(10))
        let media = publisher.sources.reduce(0) { $0 + $1.sent.count + $1.requests.values.reduce(0, +) }
        let (arrived, missing) = publisher.reportedArrivals
        // The last interval's are still to be told.
        #expect((media - 40...media).contains(arrived + missing), "\(arrived) + \(missing) of \(media)")
        if loss == 0 {
            #expect(missing == 0)
        } else {
            let lost = simulation.statistics(from: publisher.address).lost
            // Reports and checks are lost as well, and nobody tells of those.
            #expect((lost - 10...lost).contains(missing), "\(missing) missing of \(lost) lost")
        }
        #expect(publisher.receiverReports >= 18)
        viewers[0].expectIntact()
    }

    /// Viewers with different ciphers side by side, and a publisher with a third: the fan-out mixes them in one batch.
    @Test(arguments: DTLSKeys.preferredProfiles) func ciphersMix(publishing: UInt16) throws {
        let conditions = LinkConditions(loss: 0.03, delay: .milliseconds(15))
        let simulation = try Simulation(seed: 12, conditions: conditions)
        let publisher = try VirtualPublisher(simulation, profiles: [publishing])
        try #require(simulation.run(atMost: .seconds(10)) { publisher.isConnected && !simulation.loop.tables.isIdle })
        let viewers = try (0..<9).map { index in
            var plan = ViewerPlan()
            plan.profiles = [DTLSKeys.preferredProfiles[index % 3]]
            plan.usesRTX = index < 6
            return try VirtualViewer(simulation, name: "viewer-\(index)", plan: plan)
        }
        try #require(simulation.run(atMost: .seconds(10)) { viewers.allSatisfy { $0.video.hasBegun } })
        simulation.run(for: .seconds(3))
        let end = simulation.now
        simulation.run(for: .seconds(3))
        let source = try #require(publisher.source(.video))
        for viewer in viewers {
            #expect(viewer.profile?.rawValue == viewer.plan.profiles[0])
            viewer.expectIntact()
            #expect(viewer.video.missing(of: source, sentUntil: end).isEmpty)
        }
        #expect(publisher.profile?.rawValue == publishing && publisher.refusals == 0)
    }
}
