import Codecs
import Net
import TestSupport
import Testing

/// Packets that go out a second time.
@Suite struct ResendTests {
    /// A packet is asked for in the moment in which the cache takes 32 newer ones in its place and those beside it. What
    /// goes out under its number is the packet itself, or nothing.
    @Test func aResendIsNotOverwrittenByNewerPackets() throws {
        var audio = SourcePlan.audio
        (audio.interval, audio.packetsInFrame) = (.milliseconds(160), 32)
        var plan = ViewerPlan()
        plan.repairsAudio = false
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 1, publisher: [.video, audio], viewer: plan)
        let (viewer, source) = (viewers[0], try #require(publisher.source(.audio)))
        simulation.run(for: .seconds(1))

        // One burst is lost, and eight of them fill the cache.
        simulation.run(until: source.nextFrame.advanced(by: .milliseconds(-50)))
        let lost = source.sent.count..<(source.sent.count + 32)
        simulation.setConditions(LinkConditions(loss: 1), of: viewer.address)
        simulation.run(for: .milliseconds(100))
        simulation.setConditions(LinkConditions(delay: .milliseconds(11)), of: viewer.address)
        simulation.run(until: source.nextFrame.advanced(by: .milliseconds(7 * 160 - 1)))
        try #require(source.sent.count == lost.upperBound + 7 * 32)
        let before = try #require(viewer.audio.places[source.sent[lost.lowerBound - 1].packet])
        let asked = (1...32).map { UInt16(truncatingIfNeeded: before + $0) }
        viewer.request(asked, of: viewer.audio.ssrc)
        simulation.run(for: .seconds(1))

        viewer.expectIntact()
        #expect(lost.allSatisfy { viewer.audio.places[source.sent[$0].packet] != nil })
    }
}
