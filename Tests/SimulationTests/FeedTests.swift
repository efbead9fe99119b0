import Codecs
import MediaPlane
import Net
import Testing
import WebRTC

/// Publishers inside the process, and how soon viewers of any publisher have a picture.
@Suite struct FeedTests {
    /// A viewer's session is connected some round trips after it was opened; the feed goes on meanwhile.
    private func join(
        _ simulation: Simulation, _ feed: VirtualFeed, on worker: Int = 0, name: String = "viewer"
    ) throws -> VirtualViewer {
        let viewer = try VirtualViewer(simulation, name: name, on: worker)
        for _ in 0..<300 where !viewer.isConnected {
            feed.send()
            simulation.run(for: .milliseconds(10))
        }
        try #require(viewer.isConnected)
        return viewer
    }

    @Test func itIsToldWhetherAnybodyReads() throws {
        let simulation = try Simulation()
        let feed = try VirtualFeed(simulation)
        #expect(feed.wishes.isEmpty)
        feed.send(isKeyframe: true)
        let viewer = try join(simulation, feed)
        #expect(feed.wishes == [true])
        #expect(simulation.command { $0.close(viewer.key, .deleted) })
        simulation.run(for: .milliseconds(50))
        #expect(feed.wishes == [true, false])
        feed.feed.close()
        simulation.run(for: .seconds(11))
        #expect(simulation.isEmpty)
        #expect(simulation.directory.worker(of: .test) == nil)
    }

    @Test func aKeyframeIsAskedForUntilItComes() throws {
        let simulation = try Simulation()
        let feed = try VirtualFeed(simulation)
        _ = try join(simulation, feed)
        let before = feed.keyframeRequests
        #expect(before >= 1)
        feed.send(for: .milliseconds(1_600))
        #expect((3...4).contains(feed.keyframeRequests - before))
        feed.send(isKeyframe: true)
        simulation.run(for: .milliseconds(1))
        let last = feed.keyframeRequests
        feed.send(for: .seconds(1))
        #expect(feed.keyframeRequests == last)
    }

    @Test(arguments: [0, 1])
    func aViewerThatJoinsSoonAfterAKeyframeHasItAtOnce(worker: Int) throws {
        let simulation = try Simulation(workers: 2)
        let feed = try VirtualFeed(simulation)
        // Somebody watches there already: a worker without viewers has no packets.
        let first = try join(simulation, feed, on: worker, name: "first")
        let keyframe = feed.send(isKeyframe: true)
        feed.send(for: .milliseconds(300))
        let requests = feed.keyframeRequests
        let viewer = try join(simulation, feed, on: worker)
        simulation.run(for: .milliseconds(100))
        #expect(feed.keyframeRequests == requests)
        viewer.expectIntact()
        #expect(viewer.video.holes == 0)
        #expect(viewer.video.inOrder.first?.packet.packet == keyframe.first)
        #expect(viewer.video.inOrder.map(\.packet.packet) == Array(feed.sent.suffix(viewer.video.packets.count)))
        first.expectIntact()
    }

    @Test(arguments: [0, 1], [(packets: 3, seconds: 1), (packets: 40, seconds: 0)])
    func aKeyframeThatIsOldOrFarIsAskedForAnew(worker: Int, distance: (packets: Int, seconds: Int)) throws {
        let simulation = try Simulation(workers: 2)
        let feed = try VirtualFeed(simulation)
        _ = try join(simulation, feed, on: worker, name: "first")
        feed.send(isKeyframe: true)
        feed.send(for: .milliseconds(500 + distance.seconds * 1_000), packets: distance.packets)
        let requests = feed.keyframeRequests
        let viewer = try join(simulation, feed, on: worker)
        simulation.run(for: .milliseconds(20))
        #expect(feed.keyframeRequests == requests + 1)
        #expect(viewer.video.packets.isEmpty)
        let keyframe = feed.send(isKeyframe: true)
        simulation.run(for: .milliseconds(100))
        #expect(viewer.video.inOrder.first?.packet.packet == keyframe.first)
        viewer.expectIntact()
    }

    /// A frame of more packets than are kept.
    @Test func aVastFrameOverwritesNothingThatWaits() throws {
        let simulation = try Simulation()
        let feed = try VirtualFeed(simulation)
        let viewer = try join(simulation, feed)
        feed.send(isKeyframe: true, packets: 3_000)
        simulation.run(for: .milliseconds(500))
        feed.send()
        simulation.run(for: .milliseconds(500))
        #expect(viewer.video.packets.count == 3_003)
        viewer.expectIntact()
    }

    @Test func aPeerTakesItsPlaceAndAFeedTakesThePeers() throws {
        let simulation = try Simulation()
        let feed = try VirtualFeed(simulation)
        let viewer = try join(simulation, feed)
        feed.send(isKeyframe: true)
        simulation.run(for: .milliseconds(50))
        let publisher = try VirtualPublisher(simulation, plans: [.video, .audio])
        try #require(simulation.run(atMost: .seconds(5)) { publisher.isConnected })
        simulation.run(for: .seconds(1))
        #expect(feed.isReplaced)
        let before = viewer.video.packets.count
        #expect(before > 50)
        // What the former one still sends goes nowhere.
        feed.send(isKeyframe: true)
        feed.feed.close()
        simulation.run(for: .milliseconds(100))
        #expect(simulation.live()?.isFeed == false)

        let next = try VirtualFeed(simulation)
        #expect(simulation.live()?.isFeed == true)
        #expect(next.wishes == [true])
        #expect(next.keyframeRequests == 1)
        simulation.run(for: .milliseconds(100))
        #expect(simulation.closeReason(of: publisher.key) == .replaced)
        let former = viewer.video.packets.count
        next.send(isKeyframe: true)
        next.send(for: .milliseconds(100))
        #expect(viewer.video.packets.count > former)
        viewer.expectIntact(skips: true)
    }

    @Test func aPathThatIsTakenRefusesWhoAsksForThat() throws {
        let simulation = try Simulation()
        let feed = try VirtualFeed(simulation)
        #expect(throws: OpenError.self) { try VirtualFeed(simulation, refusesWhenPublished: true) }
        #expect(!feed.isReplaced)
        _ = try VirtualFeed(simulation)
        #expect(feed.isReplaced)
    }

    /// A keyframe that was kept for a while before it was handed over is as old as when it came in.
    @Test func framesThatWereKeptKeepTheirAge() throws {
        let simulation = try Simulation()
        let feed = try VirtualFeed(simulation)
        _ = try join(simulation, feed, name: "first")
        feed.send(isKeyframe: true, age: 900_000_000)
        simulation.run(for: .milliseconds(1))
        let requests = feed.keyframeRequests
        // It is over a second old by the time that the next one is connected.
        simulation.run(for: .milliseconds(200))
        _ = try join(simulation, feed, name: "second")
        #expect(feed.keyframeRequests == requests + 1)
    }
}
