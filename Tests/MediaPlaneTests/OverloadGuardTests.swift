import MediaPlane
import Net
import Testing

struct OverloadGuardTests {
    private func at(_ milliseconds: Int) -> Instant { Instant(nanoseconds: Int64(milliseconds) * 1_000_000) }

    @Test func aShortWaitIsNoOverload() {
        var overload = OverloadGuard()
        let changes = (0..<100).map { overload.note(age: .milliseconds(199), now: at($0 * 10)) }
        #expect(!changes.contains(true))
        let (share, deadline) = (overload.share, overload.deadline)
        #expect(share == 0 && deadline == .distantFuture)
    }

    /// However many packets show it, the share grows by a quarter each 250 ms, up to everybody.
    @Test func theShareGrowsStepByStep() {
        var overload = OverloadGuard()
        var shares: [Int: Double] = [:]
        for millisecond in stride(from: 0, through: 1_200, by: 10)
        where overload.note(age: .milliseconds(300), now: at(millisecond)) {
            shares[millisecond] = overload.share
        }
        #expect(shares == [0: 0.25, 250: 0.5, 500: 0.75, 750: 1])
    }

    @Test func anEmergencySparesNobody() {
        var overload = OverloadGuard()
        let isGrown = overload.note(age: .milliseconds(800), now: at(0))
        let share = overload.share
        #expect(isGrown && share == 1)
    }

    /// Half a second without any wait, then a third each 250 ms: all have their video back within two seconds.
    @Test func theShareShrinksOnceNothingWaits() {
        var overload = OverloadGuard()
        _ = overload.note(age: .seconds(1), now: at(0))
        var changes: [Int] = []
        for millisecond in 1...2_000 where overload.relax(now: at(millisecond)) { changes.append(millisecond) }
        #expect(changes == [500, 750, 1_000])
        let (share, deadline) = (overload.share, overload.deadline)
        #expect(share == 0 && deadline == .distantFuture)
    }

    /// As long as packets wait, nobody has video back, also once the share has stopped to grow.
    @Test func aWaitHoldsTheShare() {
        var overload = OverloadGuard()
        for step in 0..<50 {
            _ = overload.note(age: .milliseconds(200), now: at(step * 400))
            let isRelaxed = overload.relax(now: at(step * 400 + 399))
            #expect(!isRelaxed)
        }
        let share = overload.share
        #expect(share == 1)
    }

    /// Whoever waits for the deadline and relaxes then gets down to nothing, without a call too many.
    @Test func theDeadlineIsWhenSomethingHappens() {
        var overload = OverloadGuard()
        _ = overload.note(age: .seconds(1), now: at(0))
        var calls = 0
        while overload.deadline < .distantFuture, calls < 10 {
            let isEarly = overload.relax(now: Instant(nanoseconds: overload.deadline.nanoseconds - 1))
            let isRelaxed = overload.relax(now: overload.deadline)
            #expect(!isEarly && isRelaxed)
            calls += 1
        }
        #expect(calls == 3)
    }
}
