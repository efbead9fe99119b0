import Codecs
import MediaPlane
import Net
import TestSupport
import Testing

/// The engine's socket takes nothing for a while.
@Suite struct BlockedSocketTests {
    /// A short while costs nobody anything: what waited comes, in order.
    @Test(arguments: [0, 3]) func aShortBlockIsOnlyADelay(messages: Int) throws {
        let simulation = try Simulation(seed: 31)
        let (publisher, viewers) = try simulation.connect(viewers: 4)
        simulation.run(for: .seconds(1))
        simulation.bottleneck.limit(to: messages)
        simulation.run(for: .milliseconds(40))
        let waiting = simulation.command { $0.state(index: 0, port: 0).backlogBytes }
        #expect(waiting > 0)
        simulation.bottleneck.limit(to: nil)
        simulation.run(for: .seconds(1))
        let end = simulation.now
        simulation.run(for: .seconds(1))
        for viewer in viewers {
            viewer.expectIntact()
            for kind in [MediaKind.video, .audio] {
                let source = try #require(publisher.source(kind))
                let track = kind == .video ? viewer.video : viewer.audio
                #expect(track.missing(of: source, sentUntil: end).isEmpty)
            }
        }
        let sending = simulation.loop.sending
        #expect(sending.droppedBacklogFull == 0 && sending.droppedIncomplete == 0 && sending.failed == 0)
    }

    /// A long one costs video, from one packet to a keyframe that is asked for, and no audio at all.
    @Test func aLongBlockCostsWholeFramesAndNoAudio() throws {
        let simulation = try Simulation(seed: 32)
        let (publisher, viewers) = try simulation.connect(viewers: 4)
        simulation.run(for: .seconds(1))
        let before = publisher.keyframeRequests.count
        simulation.bottleneck.limit(to: 0)
        simulation.run(for: .milliseconds(400))
        simulation.bottleneck.limit(to: nil)
        let unblocked = simulation.now
        simulation.run(for: .seconds(2))
        let end = simulation.now
        simulation.run(for: .seconds(1))
        #expect(publisher.keyframeRequests.count > before)
        #expect(simulation.loop.sending.droppedBacklogFull > 0)
        let audio = try #require(publisher.source(.audio))
        let video = try #require(publisher.source(.video))
        for viewer in viewers {
            #expect(viewer.audio.missing(of: audio, sentUntil: end).isEmpty)
            #expect(viewer.audio.disorder(skips: false) == nil && viewer.audio.repeated == 0)
            #expect(viewer.refusals == 0 && viewer.video.repeated == 0 && viewer.video.damaged == 0)
            // In the order of sequence numbers the publisher's packets come in theirs, and what follows upon a gap can be
            // decoded without it.
            var gaps = 0
            for (one, next) in zip(viewer.video.inOrder, viewer.video.inOrder.dropFirst()) {
                let step = Int(next.packet.packet.index) - Int(one.packet.packet.index)
                #expect(step > 0)
                guard step > 1 else { continue }
                gaps += 1
                #expect(next.packet.packet.start == .keyframe)
            }
            #expect(gaps == 1)
            // From a second after the block on, everything is there.
            let late = video.sent.filter { $0.time >= unblocked.advanced(by: .seconds(1)) && $0.time <= end }
            #expect(!late.isEmpty && late.allSatisfy { viewer.video.places[$0.packet] != nil })
        }
    }
}
