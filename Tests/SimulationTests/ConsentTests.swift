import Codecs
import MediaPlane
import Net
import TestSupport
import Testing
import WebRTC

/// Paths that break, heal and move.
@Suite struct ConsentTests {
    @Test func aViewerWhoIsSilentFor30SecondsIsGone() throws {
        let simulation = try Simulation()
        let (_, viewers) = try simulation.connect(viewers: 2, publisher: [.slowVideo, .audio])
        simulation.run(for: .seconds(1))
        viewers[0].isDead = true
        simulation.run(for: .seconds(23))
        #expect(simulation.closeReason(of: viewers[0].key) == nil)
        // The last check was up to six seconds old.
        simulation.run(for: .milliseconds(7_100))
        #expect(simulation.closeReason(of: viewers[0].key) == .consentExpired)
        #expect(simulation.loop.tables.sessions == 2 && simulation.loop.tables.subscriptions == 2)
        let forwarded = simulation.statistics(to: viewers[0].address).sent
        simulation.run(for: .seconds(1))
        #expect(simulation.statistics(to: viewers[0].address).sent == forwarded)
        viewers[1].expectIntact()
        #expect(viewers[1].video.holes == 0)
    }

    /// The publisher's consent ends first, then the grace time, then its viewers' sessions (N10).
    @Test func aPublisherWhoFallsSilentLosesItsStream() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 1, publisher: [.slowVideo, .audio])
        publisher.isDead = true
        simulation.run(for: .seconds(34))
        #expect(simulation.closeReason(of: publisher.key) == .consentExpired)
        #expect(viewers[0].closeReason == nil)
        simulation.run(for: .seconds(7))
        #expect(viewers[0].goodbyes == [PeerCloseReason.streamEnded.words])
        #expect(simulation.loop.tables == .empty)
    }

    @Test func aSessionThatNeverConnectsIsGoneAfterTenSeconds() throws {
        let simulation = try Simulation()
        let publisher = try VirtualPublisher(simulation)
        publisher.isDead = true
        simulation.run(for: .milliseconds(9_900))
        #expect(simulation.loop.tables.sessions == 1)
        simulation.run(for: .milliseconds(200))
        #expect(simulation.closeReason(of: publisher.key) == .neverConnected && simulation.loop.tables == .empty)
    }

    /// Five seconds of nothing, then all as before (N09).
    @Test func aBlackHoleOfFiveSecondsIsSurvived() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 2)
        simulation.run(for: .seconds(1))
        simulation.setConditions(LinkConditions(loss: 1), of: viewers[0].address)
        simulation.run(for: .seconds(5))
        simulation.setConditions(LinkConditions(delay: .milliseconds(10)), of: viewers[0].address)
        let healed = simulation.now
        simulation.run(for: .seconds(4))
        let source = try #require(publisher.source(.video))
        let after = source.sent.filter {
            $0.time >= healed && $0.time < simulation.now.advanced(by: .milliseconds(-50))
        }
        #expect(after.count > 300 && after.allSatisfy { viewers[0].video.places[$0.packet] != nil })
        // What was sent within the last two seconds of it is repaired as well.
        let recent = healed.advanced(by: .milliseconds(-1_700))
        let repaired = source.sent.filter { $0.time >= recent && $0.time < healed }
        #expect(repaired.allSatisfy { viewers[0].video.places[$0.packet] != nil })
        for viewer in viewers { viewer.expectIntact() }
        #expect(viewers[1].video.holes == 0)
    }

    /// So much of a publisher's is missing that repairing is hopeless: a keyframe is asked for, once.
    @Test func aBlackHoleThatCannotBeRepairedCostsOneKeyframe() throws {
        var video = SourcePlan.video
        video.packetsInFrame = 20
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 1, publisher: [video, .audio])
        simulation.run(for: .seconds(2))
        let before = publisher.keyframeRequests.count
        simulation.setConditions(LinkConditions(loss: 1), of: publisher.address)
        simulation.run(for: .seconds(5))
        simulation.setConditions(LinkConditions(delay: .milliseconds(10)), of: publisher.address)
        let healed = simulation.now
        simulation.run(for: .seconds(2))
        let requests = publisher.keyframeRequests.dropFirst(before)
        #expect(requests.count == 1)
        #expect(try #require(requests.first).nanoseconds(since: healed) < 200_000_000)
        let keyframes = viewers[0].video.packets.values.filter { $0.packet.start == .keyframe && $0.arrival > healed }
        #expect(!keyframes.isEmpty)
        viewers[0].expectIntact()
    }

    /// A NAT gives the viewer another address. Nothing is believed of it, and nothing goes there, before a check from it.
    @Test func aViewersNewAddressIsFollowedAfterACheck() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 2)
        let viewer = viewers[0]
        simulation.run(for: .seconds(1))
        let (former, dropped) = (viewer.address, simulation.counters.droppedUnknownSource)
        viewer.moveToNewAddress()
        try #require(simulation.run(atMost: .seconds(3)) { simulation.counters.droppedUnknownSource > dropped })
        #expect(simulation.statistics(to: viewer.address).sent == 0)
        try #require(simulation.run(atMost: .seconds(6)) { simulation.statistics(to: viewer.address).sent > 0 })
        let sentToFormer = simulation.statistics(to: former).sent
        let moved = simulation.now
        simulation.run(for: .seconds(2))
        #expect(simulation.statistics(to: former).sent == sentToFormer)
        let source = try #require(publisher.source(.video))
        let after = source.sent.filter { $0.time >= moved && $0.time < simulation.now.advanced(by: .milliseconds(-50)) }
        #expect(after.count > 150 && after.allSatisfy { viewer.video.places[$0.packet] != nil })
        for viewer in viewers { viewer.expectIntact() }
        #expect(simulation.loop.tables.addresses == 4)
    }

    @Test func aPublishersNewAddressIsFollowedAfterACheck() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 1)
        let source = try #require(publisher.source(.video))
        simulation.run(for: .seconds(1))
        let (dropped, former) = (simulation.counters.droppedUnknownSource, publisher.address)
        publisher.moveToNewAddress()
        let sent = simulation.statistics(from: former).sent
        try #require(simulation.run(atMost: .seconds(7)) { simulation.statistics(to: publisher.address).sent > 0 })
        // All that came from the new address before its check was dropped, and counted.
        #expect(simulation.counters.droppedUnknownSource > dropped + 10)
        #expect(simulation.statistics(from: former).sent == sent)
        simulation.run(for: .seconds(2))
        let end = simulation.now
        simulation.run(for: .seconds(2))
        #expect(viewers[0].video.missing(of: source, sentUntil: end).isEmpty)
        viewers[0].expectIntact()
    }

    /// An authentic peer sends its check from the address of another, whose datagrams now count as its own. The other's
    /// next check undoes it, and what was dropped meanwhile is repaired.
    @Test func whoClaimsAnothersAddressLosesItAgain() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 2)
        let source = try #require(publisher.source(.video))
        var checks: [[UInt8]] = []
        viewers[1].wiretap = { if $0[0] < 4 { checks.append($0) } }
        try #require(simulation.run(atMost: .seconds(7)) { !checks.isEmpty })
        simulation.send(checks[0], from: publisher.address)
        simulation.run(for: .seconds(8))
        let end = simulation.now
        simulation.run(for: .seconds(1))
        #expect(simulation.loop.tables.sessions == 3)
        viewers[0].expectIntact()
        #expect(viewers[0].video.missing(of: source, sentUntil: end).isEmpty)
    }

    /// Media goes on during a restart, and the session lives on by checks with the new credentials.
    @Test func anICERestartInterruptsNothing() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 1, publisher: [.slowVideo, .audio])
        for _ in 0..<4 {
            #expect(viewers[0].restartICE() && publisher.restartICE())
            simulation.run(for: .seconds(10))
        }
        viewers[0].expectIntact()
        #expect(viewers[0].video.holes == 0 && viewers[0].audio.holes == 0)
        #expect(simulation.loop.tables.sessions == 2 && simulation.loop.tables.fragments <= 6)
    }
}
