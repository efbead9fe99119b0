import NIOCore
import Testing

@testable import RTMPGateway

@Suite struct GOPCacheTests {
    private func batch(_ text: String, frames: Int = 1, start: Int? = nil, time: Int64 = 0) -> MuxedBatch {
        MuxedBatch(
            bytes: ByteBuffer(string: text), frames: frames,
            start: start.map { MuxedBatch.Start(offset: $0, frames: 1, headers: ByteBuffer(string: "[H]")) },
            time: time)
    }

    private func text(_ cache: GOPCache) -> String {
        cache.content.map { String(buffer: $0) }.joined()
    }

    @Test func itHoldsWhatCameSinceTheLastKeyframe() {
        var cache = GOPCache()
        cache.add(batch("lost"), hasVideo: true)
        #expect(!cache.isWhole)
        #expect(text(cache) == "")
        cache.add(batch("abcK", frames: 3, start: 3), hasVideo: true)
        cache.add(batch("de", frames: 2), hasVideo: true)
        #expect(cache.isWhole)
        #expect(text(cache) == "[H]Kde")
        #expect(cache.frames == 3)
        #expect(cache.bytes == 3)
        #expect(cache.generation == 1)
        cache.add(batch("fK", start: 1), hasVideo: true)
        #expect(text(cache) == "[H]K")
        #expect(cache.generation == 2)
    }

    @Test func ofSoundItHoldsTheLastHalfSecond() {
        var cache = GOPCache()
        cache.add(batch("K", start: 0, time: 0), hasVideo: false)
        for index in 1...10 {
            cache.add(batch("\(index % 10)", time: Int64(index) * 100), hasVideo: false)
        }
        #expect(text(cache) == "[H]67890")
        #expect(cache.bytes == 5)
        #expect(cache.frames == 5)
    }

    @Test(arguments: [(GOPCache.mostFrames, 1), (10, GOPCache.mostBytes / 10)])
    func whatGrowsTooLargeIsOfNoUseUntilTheNextKeyframe(frames: Int, size: Int) {
        var cache = GOPCache()
        let text = String(repeating: "x", count: size)
        for index in 0..<frames { cache.add(batch(text, start: index == 0 ? 0 : nil), hasVideo: true) }
        #expect(cache.isWhole)
        cache.add(batch(String(repeating: "x", count: max(size, 16))), hasVideo: true)
        #expect(!cache.isWhole)
        #expect(cache.bytes == 0)
        cache.add(batch("y"), hasVideo: true)
        #expect(cache.frames == 0)
        cache.add(batch("K", start: 0), hasVideo: true)
        #expect(cache.isWhole)
    }
}
