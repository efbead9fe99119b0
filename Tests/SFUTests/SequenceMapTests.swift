import SFU
import TestSupport
import Testing

struct SequenceMapTests {
    /// Against a dictionary, from every edge of the sequence number space.
    @Test(arguments: [UInt16(0), 1, 32_700, 32_767]) func agreesWithADictionary(start: UInt16) {
        var random = SeededRandom(seed: UInt64(start))
        var map = SequenceMap(capacity: 256, firstSequence: Int64(start))
        defer { map.deallocate() }
        var noted: [Int64: UInt32] = [:]
        var highest = Int64(start) - 1
        for number in UInt32(0)..<100_000 {
            let sequence =
                random.chance(0.1) && highest > Int64(start)
                ? highest - Int64.random(in: 0...100, using: &random)
                : highest + Int64.random(in: 1...(random.chance(0.001) ? 2_000 : 3), using: &random)
            guard sequence >= Int64(start), noted[sequence] == nil else { continue }
            map.note(sequence, number: number)
            noted[sequence] = number
            highest = max(highest, sequence)
            let asked = highest - Int64.random(in: 0...300, using: &random)
            let expected = asked > highest - 256 && asked >= Int64(start) ? noted[asked] : nil
            let found = map.lookUp(UInt16(truncatingIfNeeded: asked))
            #expect(found?.number == expected)
            #expect(found == nil || found?.sequence == asked)
        }
    }

    @Test func nothingIsFoundBeforeAnythingWasSent() {
        let map = SequenceMap(capacity: 16, firstSequence: 7)
        defer { map.deallocate() }
        #expect(map.lookUp(7) == nil)
        #expect(map.lookUp(6) == nil)
    }
}
