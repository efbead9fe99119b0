import Codecs
import TestSupport
import Testing

@testable import RTSPGateway

struct DescriptionMutationTests {
    /// Whatever a publisher announces: it is read or refused, and what is read can be told to players, who read the
    /// same.
    @Test func whatIsReadOfAnythingCanBeWritten() throws {
        let seeds = [AnnouncedStreamTests.ffmpeg, AnnouncedStreamTests.gstreamer, AnnouncedStreamTests.camera]
        var mutator = InputMutator(seeds: seeds.map { Array($0.utf8) }, random: SeededRandom(seed: 41))
        var count = 0
        for _ in 0..<(Checkout.runsLongTests ? 200_000 : 10_000) {
            let input = mutator.next()
            guard let stream = try? AnnouncedStream(body: input) else { continue }
            count += 1
            let description = StreamDescription(
                stream.tracks.map(\.format), name: "x", extent: .live, session: 1)
            let read = try AnnouncedStream(body: Array(description.sdp().utf8))
            guard read.tracks.map(\.format) == description.formats, read.omissions.isEmpty,
                (1...16).contains(read.tracks.count), read.tracks.allSatisfy({ $0.format.clockRate > 0 })
            else {
                Issue.record("\(stream.tracks) became \(read)")
                return
            }
        }
        #expect(count > 5_000)
    }
}
