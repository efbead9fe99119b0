import NIOCore
import Net
import Testing

@testable import RTSPGateway

@Suite struct PlayCacheTests {
    /// A batch of a track's packets of a size, some of which begin a keyframe.
    private func batch(
        _ count: Int, length: Int = 12, track: Int = 0, keyframes: Set<Int> = [], at seconds: Double = 0
    ) -> StampedBatch {
        let packets = (0..<count).map { index in
            StampedPacket(
                start: index * (length + 4), length: length, track: track, isVideo: track == 0,
                startsKeyframe: keyframes.contains(index), sequence: UInt16(index), timestamp: 0)
        }
        return StampedBatch(
            bytes: Array(repeating: 7, count: count * (length + 4)), packets: packets,
            time: Instant(nanoseconds: Int64(seconds * 1_000_000_000)))
    }

    @Test func beginsWithTheLastKeyframe() {
        var cache = GOPCache()
        cache.add(batch(3), lead: 0)
        #expect(!cache.isWhole && cache.parts.isEmpty)
        cache.add(batch(5, keyframes: [1, 3]), lead: 0)
        cache.add(batch(2, track: 1), lead: 0)
        cache.add(batch(1), lead: 0)
        #expect(cache.isWhole)
        #expect(cache.parts.map(\.packets.count) == [2, 2, 1])
        #expect(cache.parts[0].packets.map(\.start) == [0, 16] && cache.parts[0].bytes.readableBytes == 32)
        #expect(cache.first(ofTrack: 0)?.sequence == 3 && cache.first(ofTrack: 1)?.sequence == 0)
        #expect(cache.first(ofTrack: 2) == nil)
        #expect(cache.packets(ofTracks: [0]) == 3 && cache.packets(ofTracks: [0, 1]) == 5)
        cache.add(batch(1, keyframes: [0]), lead: 0)
        #expect(cache.parts.map(\.packets.count) == [1])
    }

    @Test(arguments: [(8_192, 12), (8 << 10, 1_020)]) func isOfNoUseWhenItIsTooLarge(count: Int, length: Int) {
        var cache = GOPCache()
        cache.add(batch(1, length: length, keyframes: [0]), lead: 0)
        cache.add(batch(count - 1, length: length), lead: 0)
        #expect(cache.isWhole)
        cache.add(batch(1, length: length), lead: 0)
        #expect(!cache.isWhole && cache.parts.isEmpty)
        cache.add(batch(1, length: length), lead: 0)
        #expect(!cache.isWhole && cache.parts.isEmpty)
        cache.add(batch(1, length: length, keyframes: [0]), lead: 0)
        #expect(cache.isWhole && cache.parts.count == 1)
    }

    @Test func withoutVideoHalfASecondIsKept() {
        var cache = GOPCache()
        for step in 0...10 { cache.add(batch(1, track: 1, at: Double(step) / 8), lead: nil) }
        #expect(cache.isWhole)
        #expect(cache.parts.map { $0.time.nanoseconds } == (6...10).map { $0 * 125_000_000 })
    }
}
