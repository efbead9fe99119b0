import Net
import SFU
import TestSupport
import Testing

struct KeyframePolicyTests {
    private func at(_ milliseconds: Int) -> Instant { Packets.instant(milliseconds) }

    @Test func theFirstRequestIsSentAtOnce() {
        var policy = KeyframePolicy()
        #expect(policy.deadline == nil)
        policy.want(now: at(5))
        #expect(policy.deadline == at(5))
        let sent = [5, 6].map { policy.takeRequest(now: at($0)) }
        #expect(sent == [true, false])
    }

    @Test func isRepeatedUntilAKeyframeBegins() {
        var policy = KeyframePolicy()
        policy.want(now: at(0))
        let sent = [0, 499, 500].map { policy.takeRequest(now: at($0)) }
        #expect(sent == [true, false, true])
        policy.keyframeBegan()
        #expect(policy.deadline == nil)
        let isSentAgain = policy.takeRequest(now: at(2_000))
        #expect(!isSentAgain)
    }

    /// A storm: fifty viewers who each ask every 10 ms, and a publisher whose keyframes come 70 ms after a request.
    @Test(arguments: 0..<5) func aStormReachesThePublisherAtMostOnceIn200Milliseconds(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var policy = KeyframePolicy()
        var sent: [Int] = []
        for millisecond in 0..<10_000 {
            for _ in 0..<5 where random.chance(0.5) { policy.want(now: at(millisecond)) }
            if policy.takeRequest(now: at(millisecond)) { sent.append(millisecond) }
            if let last = sent.last, millisecond == last + 70 { policy.keyframeBegan() }
        }
        #expect(zip(sent, sent.dropFirst()).allSatisfy { $1 - $0 >= 200 })
        #expect(sent.count >= 40)
    }
}
