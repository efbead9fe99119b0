import Testing

@testable import DTLS

struct RecordReplayWindowTests {
    @Test func takesEachNumberOnce() {
        for start: UInt64 in [0, 1, 63, 64, 1 << 48 - 200] {
            var window = RecordReplayWindow()
            for number in start..<(start + 130) {
                #expect(window.isFresh(number))
                window.mark(number)
                #expect(!window.isFresh(number), "\(number) twice")
            }
        }
    }

    @Test func aLateNumberIsTakenWithin64() {
        var window = RecordReplayWindow()
        window.mark(100)
        #expect(window.isFresh(37) && !window.isFresh(36) && !window.isFresh(0))
        window.mark(37)
        window.mark(36)
        #expect(!window.isFresh(37) && window.isFresh(38) && window.isFresh(101))
        window.mark(101)
        #expect(!window.isFresh(37) && window.isFresh(38) && !window.isFresh(100))
    }

    @Test func aLeapForgetsAllBehindIt() {
        var window = RecordReplayWindow()
        window.mark(5)
        window.mark(1 << 48 - 1)
        #expect(!window.isFresh(5) && !window.isFresh(1 << 48 - 1))
        #expect(window.isFresh(1 << 48 - 2) && window.isFresh(1 << 48 - 64) && !window.isFresh(1 << 48 - 65))
    }

    /// As many marks as it takes to meet every distance, against a set.
    @Test func agreesWithASet() {
        var window = RecordReplayWindow()
        var received: Set<UInt64> = []
        var newest: UInt64 = 0
        for step in 0..<3_000 as Range<UInt64> {
            let number = step / 2 + step * 37 % 67
            let isKnown = received.contains(number) || !received.isEmpty && newest >= 64 + number
            #expect(window.isFresh(number) == !isKnown, "\(number) at \(newest)")
            if isKnown { continue }
            window.mark(number)
            received.insert(number)
            newest = max(newest, number)
        }
        #expect(received.count > 500)
    }
}
