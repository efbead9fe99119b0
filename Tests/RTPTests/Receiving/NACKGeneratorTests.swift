import Net
import RTP
import TestSupport
import Testing

struct NACKGeneratorTests {
    @Test(arguments: [0, 1, 32_766, 65_532, 65_535] as [UInt16]) func aGapIsAskedForOnceAndAgain(start: UInt16) {
        var generator = NACKGenerator()
        generator.receive(start, now: .zero)
        generator.receive(start &+ 4, now: .milliseconds(10))
        #expect(generator.missingCount == 3)
        generator.expectRequests([], at: 14)
        generator.expectRequests([start &+ 1, start &+ 2, start &+ 3], at: 15)
        generator.expectRequests([], at: 15)
        generator.receive(start &+ 2, now: .milliseconds(100))
        generator.expectRequests([], at: 139)
        generator.expectRequests([start &+ 1, start &+ 3], at: 140)
        generator.receive(start &+ 1, isRetransmission: true, now: .milliseconds(150))
        generator.receive(start &+ 3, isRetransmission: true, now: .milliseconds(150))
        #expect(generator.deadline == nil)
        #expect(generator.missingCount == 0)
        #expect(generator.abandonedCount == 0)
    }

    @Test func theRoundTripIsMeasuredByAnswers() {
        var generator = NACKGenerator()
        generator.receive(0, now: .zero)
        for step in UInt16(1)..<40 {
            let time = Int64(step) * 1_000
            generator.receive(step * 2, now: .milliseconds(time))
            generator.expectRequests([step * 2 - 1], at: time + 5)
            generator.receive(step * 2 - 1, isRetransmission: true, now: .milliseconds(time + 25))
        }
        #expect(generator.roundTrip > .milliseconds(19) && generator.roundTrip < .milliseconds(21))
    }

    /// Whoever follows `deadline` alone asks exactly as often as is allowed, at growing distances, and then gives up.
    @Test func aPacketIsAskedForTenTimes() throws {
        var generator = NACKGenerator()
        generator.roundTrip = .milliseconds(40)
        generator.receive(1, now: .zero)
        generator.receive(3, now: .zero)
        var times: [Instant] = []
        while let deadline = generator.deadline {
            var requests: [UInt16] = []
            generator.takeRequests(now: deadline, into: &requests)
            if !requests.isEmpty { times.append(deadline) }
            try #require(times.count <= NACKGenerator.maximumTries)
        }
        #expect(times.count == NACKGenerator.maximumTries)
        #expect(generator.abandonedCount == 1)
        #expect(generator.missingCount == 0)
        let distances = zip(times, times.dropFirst()).map { $0.duration(to: $1) }
        #expect(distances.first == .milliseconds(50))
        #expect(zip(distances, distances.dropFirst()).allSatisfy { $0 < $1 })
        #expect(distances.allSatisfy { $0 <= NACKGenerator.maximumInterval })
    }

    @Test(arguments: [(Duration.zero, 25), (.seconds(9), 400), (.milliseconds(-5), 25)] as [(Duration, Int64)])
    func anOddRoundTripIsBounded(roundTrip: Duration, interval: Int64) {
        var generator = NACKGenerator()
        generator.roundTrip = roundTrip
        generator.receive(1, now: .zero)
        generator.receive(3, now: .zero)
        generator.expectRequests([2], at: 5)
        generator.expectRequests([], at: 5 + interval - 1)
        generator.expectRequests([2], at: 5 + interval)
    }

    @Test func tooManyMissingNeedAKeyframe() {
        var generator = NACKGenerator()
        generator.receive(0, now: .zero)
        generator.receive(1_001, now: .zero)
        #expect(generator.missingCount == NACKGenerator.maximumMissing)
        generator.expectKeyframeNeed(false)
        generator.receive(1_003, now: .zero)
        #expect(generator.missingCount == 0)
        #expect(generator.deadline == nil)
        #expect(generator.abandonedCount == 1_001)
        generator.expectKeyframeNeed(true)
        generator.expectKeyframeNeed(false)
        generator.receive(1_005, now: .zero)
        generator.expectRequests([1_004], at: 5)
    }

    /// What finds no room in one message stays due.
    @Test func requestsComeInPortions() {
        var generator = NACKGenerator()
        generator.receive(0, now: .zero)
        generator.receive(601, now: .zero)
        let portions = (0..<4).map { _ in generator.take(at: 5) }
        #expect(portions.map(\.count) == [256, 256, 88, 0])
        #expect(portions.flatMap { $0 } == Array(1...600))
    }

    @Test func oldPacketsAreForgotten() {
        var generator = NACKGenerator()
        generator.receive(0, now: .zero)
        generator.receive(2, now: .zero)
        for sequence in UInt16(3)...10_001 { generator.receive(sequence, now: .zero) }
        #expect(generator.missingCount == 1)
        generator.receive(10_002, now: .zero)
        #expect(generator.missingCount == 0)
        #expect(generator.abandonedCount == 1)
        #expect(generator.deadline == nil)
    }

    @Test func aSourceThatBeginsAnewFarBehindIsFollowed() {
        var generator = NACKGenerator()
        generator.receive(20_000, now: .zero)
        generator.receive(20_002, now: .zero)
        generator.receive(500, now: .zero)
        #expect(generator.missingCount == 0)
        generator.receive(502, now: .zero)
        generator.expectRequests([501], at: 5)
    }

    @Test func duplicatesAndOldPacketsChangeNothing() {
        var generator = NACKGenerator()
        for sequence in [100, 101, 102, 101, 100, 99, 50] as [UInt16] { generator.receive(sequence, now: .zero) }
        #expect(generator.missingCount == 0)
        #expect(generator.deadline == nil)
    }

    /// Packets that keep coming 20 ms late are soon waited for, and those that are really lost are asked for a little later.
    @Test func theWaitFollowsTheLateness() {
        var generator = NACKGenerator()
        var asked = 0
        for round in 0..<100 {
            let (sequence, time) = (UInt16(round * 3), Int64(round) * 1_000)
            generator.receive(sequence, now: .milliseconds(time))
            generator.receive(sequence + 2, now: .milliseconds(time))
            asked += generator.take(at: time + 19).count
            generator.receive(sequence + 1, now: .milliseconds(time + 20))
        }
        #expect(asked <= 15)
        generator.receive(302, now: .milliseconds(200_000))
        let due = generator.deadline.map { Instant.milliseconds(200_000).duration(to: $0) }
        #expect(due.map { $0 > .milliseconds(15) && $0 <= NACKGenerator.maximumWait } == true)
    }

    /// A seeded network in virtual time: jitter of 30 ms that reorders, and some loss. Everything lost is repaired, and
    /// hardly anything is asked for that was merely late.
    @Test(arguments: [0, 0.01, 0.05], [1, 2, 3] as [UInt64])
    func jitterDoesNotCauseAStorm(loss: Double, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var generator = NACKGenerator()
        generator.roundTrip = .milliseconds(80)
        var lostCount = 0
        var originals: [Arrival] = []
        for index in 0..<10_000 {
            if index > 0, random.chance(loss) {
                lostCount += 1
            } else {
                let jitter = random.chance(0.05) ? Int64.random(in: 0...30_000, using: &random) : 0
                let time = Instant.microseconds(Int64(index) * 2_000 + jitter)
                originals.append(
                    Arrival(time: time, sequence: UInt16(truncatingIfNeeded: index), isRetransmission: false))
            }
        }
        originals.sort { $0.time < $1.time }
        // Each request is answered after one round trip, so answers come in the order of the requests.
        var answers: [Arrival] = []
        var (nextOriginal, nextAnswer) = (0, 0)
        while nextOriginal < originals.count {
            var next = originals[nextOriginal]
            if nextAnswer < answers.count, answers[nextAnswer].time < next.time { next = answers[nextAnswer] }
            if let deadline = generator.deadline, deadline <= next.time {
                var requests: [UInt16] = []
                generator.takeRequests(now: deadline, into: &requests)
                let time = deadline.advanced(by: generator.roundTrip)
                answers += requests.map { Arrival(time: time, sequence: $0, isRetransmission: true) }
            } else {
                generator.receive(next.sequence, isRetransmission: next.isRetransmission, now: next.time)
                if next.isRetransmission { nextAnswer += 1 } else { nextOriginal += 1 }
            }
        }
        // What was lost within the last round trip is still on its way.
        #expect(generator.missingCount <= 10)
        #expect(generator.abandonedCount == 0)
        #expect(answers.count <= lostCount + lostCount / 10 + 40)
    }

    private struct Arrival {
        let time: Instant
        let sequence: UInt16
        let isRetransmission: Bool
    }
}

extension NACKGenerator {
    /// What to ask for at a time in milliseconds.
    fileprivate mutating func take(at milliseconds: Int64) -> [UInt16] {
        var requests: [UInt16] = []
        takeRequests(now: .milliseconds(milliseconds), into: &requests)
        return requests
    }

    fileprivate mutating func expectRequests(
        _ expected: [UInt16], at milliseconds: Int64, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let requests = take(at: milliseconds)
        #expect(requests == expected, sourceLocation: sourceLocation)
    }

    fileprivate mutating func expectKeyframeNeed(_ expected: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
        let isNeeded = takeKeyframeNeed()
        #expect(isNeeded == expected, sourceLocation: sourceLocation)
    }
}
