import SFU
import TestSupport
import Testing

struct ReceivedWindowTests {
    /// Against a set that remembers everything, with jumps, repeats and late packets.
    @Test(arguments: 0..<20) func agreesWithASetThatForgetsNothing(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var window = ReceivedWindow()
        var seen: Set<Int64> = []
        var newest: Int64 = 65_536
        for step in 0..<5_000 {
            let jump =
                random.chance(0.01)
                ? Int64.random(in: -3_000...3_000, using: &random) : .random(in: -60...4, using: &random)
            let sequence = step == 0 ? newest : newest + jump
            let isKnown = seen.contains(sequence)
            let isTooOld = sequence <= newest - Int64(ReceivedWindow.span)
            let isNew = window.insert(sequence)
            #expect(isNew == (!isKnown && !isTooOld))
            if !isTooOld { seen.insert(sequence) }
            newest = max(newest, sequence)
        }
    }
}
