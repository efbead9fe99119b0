import Codecs
import Testing

@testable import Playing

@Suite struct FrameTallyTests {
    private struct Item {
        var kind: MediaKind
        var bytes: [UInt8]
        /// Milliseconds.
        var timestamp: Int64
    }

    private func frames(_ count: Int) -> [Item] {
        var stream = SyntheticStream(bitrate: 600_000)
        return (0..<count).map { _ in
            let (kind, frame) = stream.next()
            return Item(kind: kind, bytes: frame.bytes, timestamp: frame.decodeTime.milliseconds)
        }
    }

    private func tally(_ frames: [Item], hasOneClock: Bool = true) -> FrameTally {
        var tally = FrameTally(hasOneClock: hasOneClock)
        for frame in frames { tally.take(frame.bytes[...], of: frame.kind, timestamp: frame.timestamp) }
        return tally
    }

    @Test func nothingIsMissedOfAWholeStream() {
        let tally = tally(frames(500))
        #expect(tally.frames == 500)
        #expect(tally.missed == 0)
        #expect(tally.disordered == 0)
        #expect(tally.mistimed == 0)
    }

    @Test(arguments: [MediaKind.video, .audio])
    func missingFramesAreCounted(kind: MediaKind) {
        var frames = frames(200)
        let ofKind = frames.indices.filter { frames[$0].kind == kind }
        for index in [ofKind[20], ofKind[10], ofKind[9]] { frames.remove(at: index) }
        let tally = tally(frames)
        #expect(tally.missed == 3)
        #expect(tally.frames == 197)
        #expect(tally.disordered == 0)
    }

    @Test func whatCameBeforeAPlayerIsNotMissed() {
        #expect(tally(Array(frames(200).dropFirst(77))).missed == 0)
    }

    @Test func framesThatComeTwiceOrLateAreCounted() {
        var frames = frames(100)
        frames.append(frames[60])
        #expect(tally(frames).disordered == 1)
        #expect(tally(frames).missed == 0)
    }

    @Test(arguments: [(1, 0), (-1, 0), (2, 1), (-40, 1)])
    func timestampsThatMoveAreCounted(shift: Int64, mistimed: Int) {
        var frames = frames(100)
        frames[50].timestamp += shift
        #expect(tally(frames).mistimed == mistimed)
    }

    @Test func aTimelineThatBeginsElsewhereIsFine() {
        let frames = frames(100).map { frame in
            var frame = frame
            frame.timestamp += 123_456
            return frame
        }
        #expect(tally(frames).mistimed == 0)
    }

    /// As with RTP, whose tracks begin anywhere.
    @Test(arguments: [(true, 59), (false, 0)])
    func soundMayHaveAClockOfItsOwn(hasOneClock: Bool, mistimed: Int) {
        var frames = frames(100)
        for index in frames.indices where frames[index].kind == .audio { frames[index].timestamp += 5_000 }
        #expect(tally(frames, hasOneClock: hasOneClock).mistimed == mistimed)
    }
}
