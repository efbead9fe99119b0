import Net
import SFU
import Testing

struct StreamRewriterTests {
    private func record(
        _ sequence: Int64, timestamp: UInt32, capture milliseconds: Int64 = 0, source: UInt32 = 1
    ) -> PacketRecord {
        PacketRecord(
            sequence: sequence, arrival: Packets.instant(0), captureTime: milliseconds * 1_000_000,
            timestamp: timestamp,
            source: SourceID(number: source), payloadOffset: 12, payloadLength: 1, marker: false, startsKeyframe: false,
            extensions: ForwardedExtensions())
    }

    private func begun() -> StreamRewriter {
        var rewriter = StreamRewriter(firstSequence: 100, firstTimestamp: .max)
        rewriter.begin(record(10, timestamp: 900), clockRate: 90_000)
        _ = rewriter.rewrite(record(10, timestamp: 900))
        return rewriter
    }

    @Test func aFrameBeginsWithANewerTimestampAheadOfAllOthers() {
        var rewriter = begun()
        let begins = [
            record(11, timestamp: 900), record(9, timestamp: 0), record(10, timestamp: 900),
            record(11, timestamp: 3_900),
            record(13, timestamp: 3_900),
        ].map { rewriter.beginsFrame($0) }
        #expect(begins == [false, false, false, true, true])
        _ = rewriter.rewrite(record(13, timestamp: 3_900))
        // The rest of that frame, which was overtaken, and what is between the two.
        #expect(
            !rewriter.beginsFrame(record(12, timestamp: 3_900)) && !rewriter.beginsFrame(record(14, timestamp: 3_900)))
        #expect(rewriter.beginsFrame(record(14, timestamp: 6_900)))
    }

    @Test func detachedItGoesOnWithTheNextNumber() {
        var rewriter = begun()
        rewriter.detach()
        #expect(rewriter.source == .none && rewriter.highestSequence == 100)
        rewriter.begin(record(500, timestamp: 90_900, capture: 1_000), clockRate: 90_000)
        let next = rewriter.rewrite(record(500, timestamp: 90_900, capture: 1_000))
        // The first timestamp was the last there is.
        #expect(next?.sequence == 101 && next?.timestamp == 89_999)
        #expect(rewriter.firstOutgoing == 101)
        // What lies before its new beginning belongs to nobody.
        #expect(rewriter.rewrite(record(499, timestamp: 90_900)) == nil)
    }

    /// A clock that was set back does not take the timestamp back.
    @Test func timeNeverStandsStillOverABreak() {
        var rewriter = begun()
        rewriter.detach()
        rewriter.begin(record(11, timestamp: 900, capture: -5_000), clockRate: 90_000)
        #expect(rewriter.rewrite(record(11, timestamp: 900))?.timestamp == 0)
    }
}
