import Codecs
import TestSupport
import Testing

struct VideoPacketFactsTests {
    @Test(arguments: CodecName.allCases) func anEmptyPayloadSaysNothing(codec: CodecName) {
        #expect(inspect(codec, []) == VideoPacketFacts())
    }

    @Test(arguments: CodecName.allCases.filter { $0.kind == .audio }) func audioSaysNothing(codec: CodecName) {
        #expect(inspect(codec, [0x65, 1, 2, 3]) == VideoPacketFacts())
    }

    @Test func theFilterPicksTheFirstBeginningOfAFrame() {
        var filter = KeyframeStartFilter()
        var beginning = VideoPacketFacts()
        beginning.isKeyframeStart = true
        let steps: [(VideoPacketFacts, UInt32)] = [
            (VideoPacketFacts(), 7), (beginning, 7), (beginning, 7), (VideoPacketFacts(), 8), (beginning, 9),
            (beginning, 9),
        ]
        let picked = steps.map { filter.startsKeyframe($0.0, timestamp: $0.1) }
        #expect(picked == [false, true, false, false, true, false])
    }
}
