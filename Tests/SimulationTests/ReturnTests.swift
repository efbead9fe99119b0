import Codecs
import DTLS
import MediaPlane
import Net
import TestSupport
import Testing
import WebRTC

/// Publishers that come, go, come back and push each other out.
@Suite struct ReturnTests {
    /// A new session with other SSRCs, random numbers and timestamps: the viewers' streams go on without a gap.
    @Test(arguments: [0, 0.03], [2, 9]) func aPublisherWhoReturnsInTimeFindsItsViewers(loss: Double, pause: Int) throws
    {
        let simulation = try Simulation(seed: 3, conditions: LinkConditions(loss: loss, delay: .milliseconds(20)))
        let (first, viewers) = try simulation.connect(viewers: 3)
        simulation.run(for: .seconds(2))
        first.leave()
        simulation.run(for: .seconds(pause) - .milliseconds(500))
        #expect(simulation.loop.tables.streams == 1)
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
            if loss == 0 {
                // Not one number is left out at the change, and time goes on as it passed.
                #expect(viewer.video.holes == 0 && viewer.audio.holes == 0)
                try expectTimeGoesOn(viewer.video)
                try expectTimeGoesOn(viewer.audio)
            }
        }
        #expect(simulation.events.contains { if case .streamBegan(.test, isReturn: true) = $0 { true } else { false } })
    }

    @Test func aPublisherWhoStaysAwayIsGivenUp() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 2)
        publisher.leave()
        simulation.run(for: .seconds(9))
        #expect(viewers.allSatisfy { $0.closeReason == nil })
        simulation.run(for: .milliseconds(1_200))
        for viewer in viewers {
            #expect(viewer.closeReason == .closeNotify)
            #expect(viewer.goodbyes == [PeerCloseReason.streamEnded.words])
            #expect(simulation.closeReason(of: viewer.key) == .streamEnded)
        }
        #expect(simulation.loop.tables == .empty)
        #expect(simulation.directory.worker(of: .test) == nil)
    }

    /// Nobody watches and nobody else is there: the stream ends all the same, although no timer but its own is left.
    @Test func aStreamWithoutViewersEndsByItself() throws {
        let simulation = try Simulation()
        let (publisher, _) = try simulation.connect(viewers: 0)
        publisher.leave()
        simulation.run(for: .milliseconds(10_200))
        #expect(simulation.loop.tables == .empty)
        #expect(simulation.directory.worker(of: .test) == nil)
    }

    @Test func anotherPublisherTakesThePlaceAndTheFirstIsTold() throws {
        let simulation = try Simulation()
        let (first, viewers) = try simulation.connect(viewers: 2)
        simulation.run(for: .seconds(1))
        let second = try VirtualPublisher(simulation, generation: 1)
        simulation.run(for: .seconds(3))
        #expect(second.isConnected)
        #expect(first.goodbyes == [PeerCloseReason.replaced.words] && first.closeReason == .closeNotify)
        #expect(simulation.closeReason(of: first.key) == .replaced)
        for viewer in viewers {
            viewer.expectIntact()
            #expect(viewer.video.holes == 0 && viewer.video.packets.values.contains { $0.packet.generation == 1 })
        }
        #expect(simulation.loop.tables.sessions == 3)
    }

    @Test func aPathThatRefusesKeepsItsPublisher() throws {
        let simulation = try Simulation()
        let (first, _) = try simulation.connect(viewers: 1)
        #expect(throws: OpenError.self) {
            try VirtualPublisher(simulation, generation: 1, refusesWhenPublished: true)
        }
        simulation.run(for: .seconds(1))
        #expect(first.closeReason == nil && first.goodbyes.isEmpty)
        #expect(simulation.loop.tables.sessions == 2)
    }

    /// Two come at once, and neither publishes yet when it opens its session: the first to connect stays.
    @Test func ofTwoAtOnceAPathThatRefusesKeepsTheFirst() throws {
        let simulation = try Simulation()
        let first = try VirtualPublisher(simulation, generation: 0, refusesWhenPublished: true)
        simulation.setConditions(LinkConditions(delay: .milliseconds(5)), of: first.address)
        let second = try VirtualPublisher(simulation, generation: 1, refusesWhenPublished: true)
        simulation.run(for: .seconds(2))
        #expect(first.closeReason == nil && first.goodbyes.isEmpty)
        #expect(second.closeReason == .closeNotify && simulation.loop.tables.sessions == 1)
    }

    /// At the change of publishers the timestamps move by the time between the two captures.
    private func expectTimeGoesOn(_ track: ReceivedTrack) throws {
        let packets = track.inOrder.map(\.packet)
        let change = try #require(packets.firstIndex { $0.packet.generation == 1 })
        let (before, after) = (packets[change - 1], packets[change])
        let elapsed = before.arrival.duration(to: after.arrival).inSeconds
        let ticks = Double(after.timestamp &- before.timestamp) / Double(track.clockRate)
        #expect(abs(ticks - elapsed) < 0.03, "\(track.kind): \(elapsed) s became \(ticks) s")
    }
}
