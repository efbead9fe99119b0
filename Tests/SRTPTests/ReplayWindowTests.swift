import SRTP
import TestSupport
import Testing

struct ReplayWindowTests {
    /// Indices to begin at: zero, at the edges of the ring, and where RTP's sequence number wraps.
    static let starts: [UInt64] = [0, 1, 63, 64, 1023, 1024, 65_535, 65_536, (1 << 31) - 2000, (1 << 48) - 5000]

    @Test(arguments: starts) func acceptsEachIndexOnce(start: UInt64) {
        var window = ReplayWindow()
        for index in start..<(start + 2500) {
            expect(&window, index, true)
            expect(&window, index, false)
        }
        #expect(window.newest == start + 2499)
    }

    @Test(arguments: starts) func theWindowEndsWhereItSays(start: UInt64) {
        var window = ReplayWindow()
        let newest = start + 3000
        expect(&window, newest, true)
        expect(&window, newest - ReplayWindow.size + 1, true)
        expect(&window, newest - ReplayWindow.size, false)
        expect(&window, start, false)
    }

    /// The ring has one bit for many indices: a jump clears what it passes, and only that.
    @Test(arguments: [1, 2, 63, 64, 65, 1022, 1023, 1024, 1025, 4096, 1 << 40] as [UInt64])
    func jumps(distance: UInt64) {
        var window = ReplayWindow()
        for index in 0..<ReplayWindow.size { expect(&window, index, true) }
        let newest = ReplayWindow.size - 1 + distance
        expect(&window, newest, true)
        for age in 1..<ReplayWindow.size {
            let isNew = age < distance
            expect(&window, newest - age, isNew)
        }
    }

    /// Against a set of all that was accepted.
    @Test(arguments: 1...5 as ClosedRange<UInt64>) func equalsASetOverRandomIndices(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var window = ReplayWindow()
        var accepted: Set<UInt64> = []
        var newest: UInt64 = 100_000
        for _ in 0..<20_000 {
            let ahead =
                random.chance(0.01) ? UInt64.random(in: 0...3000, using: &random) : .random(in: 0...3, using: &random)
            let index = random.chance(0.5) ? newest + ahead : newest - .random(in: 0...1500, using: &random)
            let isTooOld = !accepted.isEmpty && index + ReplayWindow.size <= newest
            let isNew = !isTooOld && !accepted.contains(index)
            expect(&window, index, isNew)
            if isNew { accepted.insert(index) }
            newest = window.newest ?? newest
        }
    }

    private func expect(
        _ window: inout ReplayWindow, _ index: UInt64, _ isAccepted: Bool, _ location: SourceLocation = #_sourceLocation
    ) {
        let result = window.accept(index)
        #expect(result == isAccepted, "index \(index)", sourceLocation: location)
    }
}
