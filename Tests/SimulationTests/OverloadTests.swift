import Codecs
import MediaPlane
import Net
import TestSupport
import Testing

/// A worker that cannot keep up lets viewers do without video for a while, at the borders of frames; sound goes on.
@Suite struct OverloadTests {
    /// - Parameters:
    ///   - rounds: so often the worker reads its socket 300 ms late.
    ///   - affected: viewers that do without, of eight.
    @Test(arguments: [(2, 4), (10, 8)]) func videoIsShedByWholeFramesAndComesBack(rounds: Int, affected: Int) throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 8)
        simulation.run(for: .seconds(2))
        simulation.load(0, rounds: rounds)
        let loadEnd = simulation.now
        simulation.run(for: .seconds(2))
        let recovered = simulation.now
        simulation.run(for: .seconds(2))
        let end = simulation.now
        simulation.run(for: .milliseconds(200))
        let (video, audio) = (try #require(publisher.source(.video)), try #require(publisher.source(.audio)))
        for viewer in viewers {
            viewer.expectIntact(skips: true)
            expectWholeFrames(viewer.video, of: video)
            #expect(viewer.video.holes == 0)
            #expect(viewer.audio.holes == 0 && viewer.audio.missing(of: audio, sentUntil: end).isEmpty)
            let since = video.sent.filter { $0.time > recovered && $0.time <= end }
            #expect(since.count > 150 && since.allSatisfy { viewer.video.places[$0.packet] != nil })
            #expect(viewer.keyframeRequestsSent == 0)
        }
        let shed = viewers.filter { !$0.video.missing(of: video, sentUntil: loadEnd).isEmpty }
        #expect(shed.count == affected)
    }

    /// One late turn is none too many: what waits for less than 200 ms sheds nothing.
    @Test func aShortDelayShedsNothing() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 4)
        simulation.load(0, rounds: 10, of: .milliseconds(150))
        let end = simulation.now
        simulation.run(for: .milliseconds(200))
        let source = try #require(publisher.source(.video))
        for viewer in viewers {
            viewer.expectIntact()
            #expect(viewer.video.missing(of: source, sentUntil: end).isEmpty)
        }
    }

    /// Who gets no video because of the load does not make it worse by asking for keyframes.
    @Test func whoDoesWithoutIsNoReasonForKeyframes() throws {
        let simulation = try Simulation()
        var plan = ViewerPlan()
        plan.asksForKeyframesEvery = .milliseconds(50)
        let (publisher, viewers) = try simulation.connect(viewers: 4, viewer: plan)
        simulation.load(0, rounds: 6)
        let begin = simulation.now
        simulation.load(0, rounds: 6)
        #expect(publisher.keyframeRequests.allSatisfy { $0 < begin })
        simulation.run(for: .seconds(2))
        #expect(viewers.allSatisfy { viewer in viewer.video.newest.map { $0.arrival > begin } ?? false })
    }

    /// Who joins an overloaded worker has sound, and a picture when the load is over.
    @Test func whoJoinsMeanwhileWaitsForItsPicture() throws {
        let simulation = try Simulation()
        _ = try simulation.connect(viewers: 4)
        simulation.load(0, rounds: 8)
        var plan = ViewerPlan()
        plan.asksForKeyframesEvery = .seconds(60)
        let late = try VirtualViewer(simulation, name: "late", plan: plan)
        simulation.load(0, rounds: 8)
        #expect(late.isConnected && late.audio.hasBegun && late.video.packets.isEmpty)
        simulation.run(for: .seconds(2))
        #expect(late.video.hasBegun)
        late.expectIntact(skips: true)
    }

    /// The layer that a viewer had is gone when its turn comes again, in the midst of a frame that never ended.
    @Test func aLayerThatEndsMeanwhileIsLeft() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 2, publisher: .simulcast)
        simulation.run(for: .seconds(2))
        try #require(viewers.allSatisfy { $0.video.newest?.packet.layer == 1 })
        try #require(publisher.source(.video, layer: 1)).isSending = false
        simulation.run(for: .milliseconds(1_500))
        simulation.load(0, rounds: 6)
        simulation.run(for: .seconds(3))
        for viewer in viewers {
            viewer.expectIntact(skips: true)
            #expect(viewer.video.newest?.packet.layer == 0 && viewer.keyframeRequestsSent == 0)
        }
    }

    /// Each worker sheds for itself: what the home was late with, its relay was not.
    @Test(arguments: [0, 1]) func oneWorkersLoadIsNotAnothers(loaded: Int) throws {
        let simulation = try Simulation(workers: 2)
        let (publisher, viewers) = try simulation.connect(placed: [0, 0, 1, 1])
        simulation.run(for: .seconds(1))
        simulation.load(loaded, rounds: 8)
        simulation.run(for: .seconds(2))
        let end = simulation.now
        simulation.run(for: .milliseconds(200))
        let source = try #require(publisher.source(.video))
        for viewer in viewers {
            viewer.expectIntact(skips: true)
            #expect(viewer.video.missing(of: source, sentUntil: end).isEmpty == (viewer.worker != loaded))
        }
    }

    /// From the first keyframe on, of every frame either all packets came or none.
    private func expectWholeFrames(_ track: ReceivedTrack, of source: VirtualSource) {
        guard let first = source.sent.firstIndex(where: { track.places[$0.packet] != nil }) else { return }
        var frames: [UInt32: (sent: Int, received: Int)] = [:]
        // What was sent last is on its way.
        for sent in source.sent[first...].dropLast(60) {
            let isReceived = track.places[sent.packet] != nil
            let frame = frames[sent.packet.timestamp] ?? (0, 0)
            frames[sent.packet.timestamp] = (frame.sent + 1, frame.received + (isReceived ? 1 : 0))
        }
        let torn = frames.values.filter { $0.received != 0 && $0.received != $0.sent }
        #expect(frames.count > 60 && torn.isEmpty, "of \(frames.count) frames \(torn.count) are torn")
    }
}

extension Simulation {
    /// Lets a worker have a turn only each `delay`, `rounds` times.
    fileprivate func load(_ worker: Int, rounds: Int, of delay: Duration = .milliseconds(300)) {
        for _ in 0..<rounds {
            workers[worker].isHeld = true
            run(for: delay)
            workers[worker].isHeld = false
            run(for: .zero)
        }
    }
}
