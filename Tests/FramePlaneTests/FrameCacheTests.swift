import Codecs
import Net
import Testing

@testable import FramePlane

/// What is kept for those who join.
@Suite struct FrameCacheTests {
    private func append(_ frame: Frame, _ kind: MediaKind, to cache: inout FrameCache) {
        cache.append(FrameCache.Entry(frame: frame, arrival: Instant(nanoseconds: 0), number: 0), kind: kind)
    }

    @Test func videoIsKeptFromTheLastKeyframeOn() {
        var cache = FrameCache()
        append(.made(0), .video, to: &cache)
        #expect(cache.entries.isEmpty)
        for time in 1...3 { append(.made(Int64(time), key: time == 1), .video, to: &cache) }
        #expect(cache.entries.map(\.frame.decodeTime.milliseconds) == [1, 2, 3])
        append(.made(4, key: true), .video, to: &cache)
        #expect(cache.entries.map(\.frame.decodeTime.milliseconds) == [4])
    }

    @Test(arguments: [(frames: 2_500, size: 1), (frames: 8, size: 1 << 20)])
    func videoThatIsTooLongIsForgottenToTheNextKeyframe(frames: Int, size: Int) {
        var cache = FrameCache()
        for time in 0..<frames { append(.made(Int64(time), key: time == 0, size: size), .video, to: &cache) }
        #expect(cache.entries.count == frames)
        append(.made(9_000, size: size), .video, to: &cache)
        append(.made(9_001, size: size), .video, to: &cache)
        #expect(cache.entries.isEmpty)
        append(.made(9_002, key: true, size: size), .video, to: &cache)
        #expect(cache.entries.count == 1)
    }

    @Test(arguments: [(frames: 2_500, size: 1), (frames: 8, size: 1 << 20)])
    func audioThatIsTooLongLosesItsOlderHalf(frames: Int, size: Int) {
        var cache = FrameCache()
        for time in 0...frames { append(.made(Int64(time), key: true, size: size), .audio, to: &cache) }
        #expect(cache.entries.count == frames / 2)
        #expect(cache.entries.last?.frame.decodeTime.milliseconds == Int64(frames))
        for time in 0..<10_000 { append(.made(Int64(time), key: true, size: size), .audio, to: &cache) }
        #expect(cache.entries.count <= frames)
    }

    @Test func trimmingForgetsWhatIsBefore() {
        var cache = FrameCache()
        for time in 0..<10 { append(.made(Int64(time), key: true), .audio, to: &cache) }
        cache.trim(before: MediaTime(milliseconds: 7))
        #expect(cache.entries.map(\.frame.decodeTime.milliseconds) == [7, 8, 9])
    }
}

/// Whether frames are shown in another order than they are decoded in.
@Suite struct FrameOrderTests {
    private func isReordered(_ frames: [Frame]) -> Bool {
        var track = BufferedTrack(SourceTrack(format: .silentH264))
        let news = frames.map { track.append($0, number: 0, arrival: Instant(nanoseconds: 0)) }
        #expect(news.count { $0 } == (track.isReordered ? 1 : 0))
        return track.isReordered
    }

    @Test func aFrameThatIsShownBeforeAnEarlierOneTells() {
        #expect(isReordered([.made(0, key: true, shown: 80), .made(40, shown: 200), .made(80, shown: 120)]))
        // Shown before the keyframe that it follows.
        #expect(isReordered([.made(0, key: true, shown: 80), .made(40, shown: 40)]))
    }

    @Test func aConstantDelayDoesNot() {
        let frames = (0..<10 as Range<Int64>).map { Frame.made($0 * 40, key: $0 == 0, shown: $0 * 40 + 80) }
        #expect(!isReordered(frames))
    }

    @Test func aClockThatIsSetBackDoesNot() {
        #expect(!isReordered([.made(2_147_483_648, key: true), .made(2_147_483_681), .made(0), .made(33)]))
    }

    @Test func anotherFormatIsLookedAtAnew() {
        var track = BufferedTrack(SourceTrack(format: .silentH264))
        for frame in [Frame.made(0, key: true, shown: 80), .made(40, shown: 40)] {
            _ = track.append(frame, number: 0, arrival: Instant(nanoseconds: 0))
        }
        #expect(track.isReordered && !track.cache.entries.isEmpty)
        track.change(to: SourceTrack(format: TrackFormat(.h264, width: 320, height: 240)))
        #expect(!track.isReordered && track.cache.entries.isEmpty)
    }
}
