import Net
import SFU
import Testing

struct PacketCacheTests {
    private func append(_ cache: PacketCache, _ byte: UInt8, count: Int = 20) -> UInt32? {
        let record = PacketRecord(
            sequence: 0, arrival: Instant(nanoseconds: 0), captureTime: 0, timestamp: 0, source: .none,
            payloadOffset: 12, payloadLength: UInt16(count - 12), marker: false, startsKeyframe: false,
            extensions: ForwardedExtensions())
        return [UInt8](repeating: byte, count: count).withUnsafeBytes { cache.append(record, bytes: $0) }
    }

    @Test func holdsTheLastPacketsAndForgetsTheRest() throws {
        let cache = PacketCache(capacity: 16)
        for byte in UInt8(0)..<20 { #expect(append(cache, byte) == UInt32(byte)) }
        #expect(!cache.holds(3))
        #expect(cache.holds(4))
        #expect(cache.holds(19))
        #expect(!cache.holds(20))
        #expect(cache.bytes(4)[0] == 4)
        #expect(cache.bytes(19)[19] == 19)
    }

    @Test func anEmptyCacheHoldsNothing() {
        let cache = PacketCache(capacity: 16)
        #expect(!cache.holds(0))
        #expect(!cache.holds(.max))
    }

    @Test func refusesWhatIsLargerThanASlot() {
        let cache = PacketCache(capacity: 16)
        #expect(append(cache, 1, count: PacketCache.slotSize) != nil)
        #expect(append(cache, 1, count: PacketCache.slotSize + 1) == nil)
        #expect(cache.end == 1)
    }

    @Test(arguments: [(1, 16), (17, 32), (1_024, 1_024), (1_000_000, 65_536)])
    func roundsItsCapacityToAPowerOfTwo(wanted: Int, capacity: Int) {
        #expect(PacketCache(capacity: wanted).capacity == capacity)
    }
}
