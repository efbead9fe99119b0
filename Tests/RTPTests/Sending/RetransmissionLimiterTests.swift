import Net
import RTP
import TestSupport
import Testing

struct RetransmissionLimiterTests {
    @Test(arguments: [0, 1_023, 1_024, 65_535] as [UInt16]) func aPacketIsSentAgainThreeTimes(sequence: UInt16) {
        var limiter = RetransmissionLimiter()
        let allowed = (0..<10).map {
            limiter.allow(sequence, roundTrip: .milliseconds(40), now: .milliseconds($0 * 40))
        }
        #expect(allowed == [true, true, true] + Array(repeating: false, count: 7))
    }

    /// Three quarters of the round trip, bounded below and above.
    @Test(arguments: [(40, 30), (0, 6), (-5, 6), (1_000, 75), (.max, 75)] as [(Int64, Int64)])
    func resendsKeepTheirDistance(roundTrip: Int64, spacing: Int64) {
        var limiter = RetransmissionLimiter()
        let roundTrip = Duration.milliseconds(roundTrip)
        let allowed = [0, spacing - 1, spacing].map {
            limiter.allow(7, roundTrip: roundTrip, now: .milliseconds(1_000 + $0))
        }
        #expect(allowed == [true, false, true])
    }

    @Test func aBurstIsRepairedAtOnce() {
        var limiter = RetransmissionLimiter()
        let allowed = (0..<1_024).map { limiter.allow(65_500 &+ $0, roundTrip: .milliseconds(50), now: .zero) }
        #expect(allowed.allSatisfy { $0 })
    }

    /// Of as many packets as a cache holds each has its own account, however greedily they are asked for.
    @Test func noPacketTakesTheAccountOfAnother() {
        var limiter = RetransmissionLimiter()
        var sent = 0
        for time in Int64(0)..<20 {
            for offset in UInt16(0)..<1_024 {
                let sequence = 65_000 &+ offset
                if limiter.allow(sequence, roundTrip: .milliseconds(100), now: .milliseconds(time * 75)) { sent += 1 }
            }
        }
        #expect(sent == 1_024 * 3)
    }

    /// Asking for any number there is, all the time, calls forth a table of packets in each spacing and no more.
    @Test func greedIsBounded() {
        var limiter = RetransmissionLimiter()
        var random = SeededRandom(seed: 1)
        var sent = 0
        for time in Int64(0)..<750 {
            for _ in 0..<400 {
                let sequence = UInt16.random(in: 0 ... .max, using: &random)
                if limiter.allow(sequence, roundTrip: .milliseconds(100), now: .milliseconds(time)) { sent += 1 }
            }
        }
        #expect(sent <= 1_024 * 10)
        #expect(sent >= 1_024 * 9)
    }

    /// The same number comes round again after 65,536 packets, and is another packet then.
    @Test func resendsAreForgotten() {
        var limiter = RetransmissionLimiter()
        for time in [0, 100, 200] as [Int64] {
            _ = limiter.allow(5, roundTrip: .milliseconds(100), now: .milliseconds(time))
        }
        let early = limiter.allow(5, roundTrip: .milliseconds(100), now: .milliseconds(10_199))
        let late = limiter.allow(5, roundTrip: .milliseconds(100), now: .milliseconds(10_200))
        #expect(!early)
        #expect(late)
    }
}
