import Codecs
import DTLS
import MediaPlane
import Net
import SFU
import TestSupport
import Testing
import WebRTC

/// How relays come and go.
@Suite struct RelayLifeTests {
    @Test func aRelayEndsWithItsLastViewer() throws {
        let simulation = try Simulation(workers: 2)
        let (publisher, viewers) = try simulation.connect(placed: [0, 1, 1])
        viewers[1].leave()
        simulation.run(for: .milliseconds(100))
        #expect(simulation.live()?.relays == [1])
        viewers[2].leave()
        simulation.run(for: .milliseconds(100))
        #expect(simulation.live()?.relays == [])
        #expect(simulation.workers[1].loop.tables == .empty)
        // What stands in the timer wheel of sessions that are gone passes within five.
        simulation.run(for: .seconds(6))
        #expect(simulation.workers[1].loop.patience < 0, "a worker without anything to do is woken")

        let again = try VirtualViewer(simulation, name: "again", on: 1)
        simulation.run(for: .seconds(2))
        let end = simulation.now
        simulation.run(for: .milliseconds(200))
        again.expectIntact()
        #expect(again.video.missing(of: try #require(publisher.source(.video)), sentUntil: end).isEmpty)
    }

    @Test func theEndOfAStreamEndsItsViewersEverywhere() throws {
        let simulation = try Simulation(workers: 3)
        let (publisher, viewers) = try simulation.connect(placed: [0, 1, 2, 2])
        publisher.leave()
        simulation.run(for: .seconds(9))
        #expect(viewers.allSatisfy { $0.closeReason == nil })
        simulation.run(for: .milliseconds(1_200))
        for viewer in viewers {
            #expect(viewer.closeReason == .closeNotify)
            #expect(viewer.goodbyes == [PeerCloseReason.streamEnded.words])
            #expect(simulation.closeReason(of: viewer.key) == .streamEnded)
        }
        #expect(simulation.isEmpty && simulation.directory.worker(of: .test) == nil)
    }

    /// What a viewer was told there is to play was over when its session was opened; and the path lives on another worker.
    @Test(arguments: [false, true]) func aStreamThatIsOverIsSaidToBe(isPublishedAnew: Bool) throws {
        let simulation = try Simulation(workers: 2)
        let (publisher, _) = try simulation.connect(placed: [])
        let stream = try #require(simulation.live())
        publisher.leave()
        simulation.run(for: .seconds(11))
        if isPublishedAnew {
            // Another path comes to the first worker, and so this one to the second.
            _ = try VirtualPublisher(simulation, path: StreamPath(known: "live/other"))
            _ = try VirtualPublisher(simulation, generation: 1)
            simulation.run(for: .seconds(1))
            try #require(simulation.live()?.identity.home == 1)
        }
        let late = try VirtualViewer(simulation, name: "late", on: 1, of: stream)
        simulation.run(for: .seconds(1))
        #expect(simulation.closeReason(of: late.key) == .streamEnded)
        #expect(simulation.workers[1].loop.tables.replicas == 0)
        if !isPublishedAnew { #expect(simulation.isEmpty) }
    }

    /// A session that cannot be opened leaves nothing behind, on either worker.
    @Test func aRelayThatIsFullIsNone() throws {
        let simulation = try Simulation(workers: 2, settings: MediaSettings(maximumSessions: 1))
        _ = try simulation.connect(placed: [])
        var plan = ViewerPlan()
        plan.path = StreamPath(known: "live/other")
        _ = try VirtualPublisher(simulation, path: plan.path)
        simulation.run(for: .seconds(1))
        #expect(throws: OpenError.self) { try VirtualViewer(simulation, name: "one too many", on: 1) }
        #expect(simulation.workers[1].loop.tables.replicas == 0 && simulation.live()?.relays == [])
    }

    // MARK: A relay that is too slow

    /// Its packets are given up beyond a limit; afterwards its viewers go on with a keyframe, and the others never knew. The
    /// shorter time is too short for video to be shed.
    @Test(arguments: [700, 5_000]) func aRelayThatDoesNotReadItsMailIsCutOff(milliseconds: Int) throws {
        let simulation = try Simulation(workers: 2)
        let (publisher, viewers) = try simulation.connect(placed: [0, 1, 1])
        simulation.run(for: .seconds(1))
        let relay = simulation.workers[1]
        relay.isHeld = true
        simulation.run(for: .milliseconds(milliseconds))
        #expect(relay.mailCount == 32)
        let dropped = simulation.workers[0].loop.counters.droppedMailboxFull
        #expect(dropped > milliseconds / 10 - 32, "\(dropped) packets were given up")
        relay.isHeld = false
        let released = simulation.now
        simulation.run(for: .seconds(2))
        let recovered = simulation.now
        simulation.run(for: .seconds(2))
        let end = simulation.now
        simulation.run(for: .milliseconds(200))
        let source = try #require(publisher.source(.video))
        #expect(viewers[0].video.missing(of: source, sentUntil: end).isEmpty)
        viewers[0].expectIntact()
        for viewer in viewers.dropFirst() {
            viewer.expectIntact(skips: true)
            let first = viewer.video.inOrder.last {
                $0.packet.packet.start == .keyframe && $0.packet.arrival > released
            }
            try #require(first != nil, "no keyframe came")
            let sentSince = source.sent.filter { $0.time > recovered && $0.time <= end }
            #expect(sentSince.allSatisfy { viewer.video.places[$0.packet] != nil })
            #expect(viewer.keyframeRequestsSent == 0)
        }
    }

    /// Another publisher with another codec took the path while the relay did not listen.
    @Test func whatChangedMeanwhileIsToldAfterwards() throws {
        let simulation = try Simulation(workers: 2)
        let (_, viewers) = try simulation.connect(placed: [1])
        simulation.workers[1].isHeld = true
        simulation.run(for: .seconds(1))
        let second = try VirtualPublisher(simulation, plans: [.h264, .audio], generation: 1)
        // A report would have its track described once more.
        second.sendsReports = false
        simulation.run(for: .seconds(2))
        try #require(second.isConnected && simulation.workers[0].loop.counters.droppedMailboxFull > 100)
        simulation.workers[1].isHeld = false
        simulation.run(for: .seconds(2))
        let recovered = simulation.now
        simulation.run(for: .seconds(1))
        viewers[0].expectIntact(skips: true)
        let late = viewers[0].video.packets.values.filter { $0.arrival > recovered }
        #expect(late.count > 80 && late.allSatisfy { $0.packet.generation == 1 && $0.payloadType == 98 })
    }

    /// The keyframe that a viewer waits for is lost between the workers: another one is asked for.
    @Test func aKeyframeThatIsGivenUpIsAskedForAgain() throws {
        let simulation = try Simulation(workers: 2)
        let (publisher, _) = try simulation.connect(placed: [0, 1])
        publisher.makesKeyframes = false
        // Nobody begins with the keyframe that there was.
        simulation.run(for: .seconds(1))
        var plan = ViewerPlan()
        plan.asksForKeyframesEvery = .seconds(60)
        let late = try VirtualViewer(simulation, name: "late", plan: plan, on: 1)
        simulation.run(for: .seconds(1))
        try #require(late.isConnected && !late.video.hasBegun)
        simulation.workers[1].isHeld = true
        simulation.run(for: .seconds(1))
        publisher.makesKeyframes = true
        simulation.run(for: .seconds(2))
        let before = publisher.keyframeRequests.count
        simulation.workers[1].isHeld = false
        simulation.run(for: .seconds(2))
        #expect(publisher.keyframeRequests.count > before && late.video.hasBegun)
        late.expectIntact(skips: true)
    }
}
