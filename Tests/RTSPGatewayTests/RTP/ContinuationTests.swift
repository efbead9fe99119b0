import Testing

@testable import RTSPGateway

struct ContinuationTests {
    typealias Position = SequenceContinuation.Position

    @Test(arguments: [0, 1, 32_767, 32_768, 65_534, 65_535]) func countsOverWraps(first: UInt16) {
        var sequences = SequenceContinuation()
        let start = Int64(first) + 65_536
        for step in 0..<200_000 {
            let sequence = first &+ UInt16(truncatingIfNeeded: step)
            guard sequences.extend(sequence) == .following(start + Int64(step)) else {
                Issue.record("at \(step)")
                return
            }
        }
    }

    @Test(arguments: [0, 50, 65_530]) func knowsWhatIsLateAndWhatIsMissing(first: UInt16) {
        var sequences = SequenceContinuation()
        let start = Int64(first) + 65_536
        #expect(sequences.extend(first) == .following(start))
        #expect(sequences.extend(first &+ 3_000) == .following(start + 3_000))
        #expect(sequences.extend(first &+ 2_900) == .following(start + 2_900))
        #expect(sequences.extend(first &+ 2_900) == .following(start + 2_900))
        #expect(sequences.extend(first &+ 2_899) == .outOfRange)
        #expect(sequences.extend(first &+ 3_001) == .following(start + 3_001))
    }

    /// One step too far is a mistake, two in a row are a restart, which shows as one missing packet.
    @Test(arguments: [3_001, 40_000, -3_200, -30_000]) func goesOnOverARestart(step: Int) {
        var sequences = SequenceContinuation()
        #expect(sequences.extend(100) == .following(65_636))
        let restart = UInt16(truncatingIfNeeded: 100 + step)
        #expect(sequences.extend(restart) == .outOfRange)
        #expect(sequences.extend(101) == .following(65_637))
        #expect(sequences.extend(restart &+ 1) == .outOfRange, "what came between does away with the first step")
        #expect(sequences.extend(restart &+ 2) == .restart(65_639))
        #expect(sequences.extend(restart &+ 3) == .following(65_640))
        #expect(sequences.extend(102) == .outOfRange)
    }

    @Test func restartsWhereItIsTold() {
        var sequences = SequenceContinuation()
        #expect(sequences.restart(at: 7) == 65_543)
        #expect(sequences.restart(at: 7) == 65_545)
        #expect(sequences.extend(8) == .following(65_546))
    }

    @Test(arguments: [0, 1 << 31, UInt32.max - 100]) func leavesTimestampsAloneWithoutARestart(first: UInt32) {
        var timestamps = TimestampContinuation(rate: 90_000)
        #expect(timestamps.extend(first, isRestart: true, arrival: 0) == first)
        #expect(timestamps.extend(first &+ 3_000_000, isRestart: false, arrival: 1) == first &+ 3_000_000)
        #expect(timestamps.extend(first, isRestart: false, arrival: 2) == first)
    }

    @Test(arguments: [0, 1 << 31, UInt32.max - 100]) func movesTimestampsOfARestart(first: UInt32) {
        var timestamps = TimestampContinuation(rate: 90_000)
        _ = timestamps.extend(first, isRestart: false, arrival: 5_000_000_000)
        // Two seconds later, with another clock.
        #expect(timestamps.extend(777, isRestart: true, arrival: 7_000_000_000) == first &+ 180_000)
        #expect(timestamps.extend(777 + 3_600, isRestart: false, arrival: 7_040_000_000) == first &+ 183_600)
        // The clock that there was, and loss.
        #expect(timestamps.extend(777 + 93_600, isRestart: true, arrival: 8_500_000_000) == first &+ 273_600)
        // Our wall clock was set back.
        #expect(timestamps.extend(5, isRestart: true, arrival: 0) == first &+ 273_600)
    }

    @Test func bearsEveryRateAndTime() {
        for rate in [Int.min, 0, 1, Int(UInt32.max), Int.max] {
            var timestamps = TimestampContinuation(rate: rate)
            for arrival in [Int64.min, -1, 0, .max, .min] {
                _ = timestamps.extend(0, isRestart: true, arrival: arrival)
                _ = timestamps.extend(1 << 31, isRestart: true, arrival: arrival)
            }
        }
    }
}
