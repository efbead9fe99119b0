import Net
import Packetization
import TestSupport
import Testing

@Suite struct ReorderBufferTests {
    private var buffer = ReorderBuffer()

    @Test mutating func packetsInOrderPassAtOnce() {
        for sequence in Int64(100)..<2_000 {
            #expect(insert(sequence, at: sequence) == [.packet(packet(sequence))])
            #expect(buffer.deadline == .distantFuture)
        }
        #expect(buffer.heldCount == 0)
    }

    @Test mutating func packetsBehindAHoleWaitForIt() {
        _ = insert(1, at: 0)
        #expect(insert(3, at: 10).isEmpty)
        #expect(insert(5, at: 20).isEmpty)
        #expect(insert(4, at: 30).isEmpty)
        #expect(buffer.deadline == instant(210))
        #expect(insert(2, at: 209) == [2, 3, 4, 5].map { .packet(packet($0)) })
        #expect(buffer.deadline == .distantFuture)
        #expect((buffer.lostCount, buffer.lateCount, buffer.duplicateCount) == (0, 0, 0))
    }

    @Test mutating func aHoleIsGivenUpWhenItsTimeHasCome() {
        _ = insert(1, at: 0)
        #expect(insert(4, at: 10).isEmpty)
        #expect(insert(6, at: 60).isEmpty)
        #expect(expire(at: 209).isEmpty)
        #expect(expire(at: 210) == [.loss, .packet(packet(4))])
        #expect(buffer.lostCount == 2)
        // The next hole has its own time, from the first packet behind it.
        #expect(buffer.deadline == instant(260))
        #expect(insert(2, at: 220).isEmpty)
        #expect(buffer.lateCount == 1)
        #expect(expire(at: 259).isEmpty)
        #expect(expire(at: 260) == [.loss, .packet(packet(6))])
        #expect(buffer.lostCount == 3)
        #expect(buffer.deadline == .distantFuture)
    }

    @Test mutating func theFirstPacketToArriveBehindAHoleCountsNotTheNearest() {
        _ = insert(1, at: 0)
        _ = insert(9, at: 10)
        _ = insert(3, at: 100)
        #expect(buffer.deadline == instant(210))
        #expect(insert(2, at: 110) == [.packet(packet(2)), .packet(packet(3))])
        #expect(buffer.deadline == instant(210))
    }

    @Test func patienceIsAParameter() {
        var buffer = ReorderBuffer(patience: .milliseconds(5))
        var items: [ReorderedItem] = []
        let payload: [UInt8] = [1]
        for sequence in [Int64(1), 3] {
            buffer.insert(
                sequence: sequence, timestamp: 0, marker: false, payload: payload.span, now: instant(7), into: &items)
        }
        #expect(buffer.deadline == instant(12))
    }

    @Test mutating func whatComesTwiceIsDropped() {
        _ = insert(1, at: 0)
        #expect(insert(1, at: 0).isEmpty)
        #expect(buffer.lateCount == 1)
        _ = insert(3, at: 0)
        #expect(insert(3, at: 0).isEmpty)
        #expect((buffer.duplicateCount, buffer.heldCount) == (1, 1))
        #expect(insert(2, at: 0) == [.packet(packet(2)), .packet(packet(3))])
    }

    @Test mutating func noMorePacketsAreHeldThanTheBound() {
        _ = insert(0, at: 0)
        for sequence in 2...Int64(ReorderBuffer.maximumCount + 1) { #expect(insert(sequence, at: 0).isEmpty) }
        #expect(buffer.heldCount == ReorderBuffer.maximumCount)
        let last = Int64(ReorderBuffer.maximumCount + 2)
        #expect(insert(last, at: 0) == [.loss] + (2...last).map { .packet(packet($0)) })
        #expect(buffer.heldCount == 0)
    }

    @Test mutating func onlyAsManyHolesAreGivenUpAsTheBoundAsksFor() {
        _ = insert(0, at: 0)
        for index in 1...Int64(ReorderBuffer.maximumCount) { _ = insert(2 * index, at: 0) }
        let last = 2 * Int64(ReorderBuffer.maximumCount) + 2
        #expect(insert(last, at: 0) == [.loss, .packet(packet(2))])
        #expect(buffer.heldCount == ReorderBuffer.maximumCount)
    }

    @Test mutating func noMoreBytesAreHeldThanTheBound() {
        var items: [ReorderedItem] = []
        let payload = [UInt8](repeating: 7, count: 60_000)
        for sequence in [Int64(0)] + Array(2..<Int64(36)) {
            buffer.insert(
                sequence: sequence, timestamp: 0, marker: false, payload: payload.span, now: instant(0), into: &items)
            #expect(buffer.heldCount * payload.count <= ReorderBuffer.maximumSize)
        }
        #expect(items.count == 1)
        #expect(buffer.heldCount == ReorderBuffer.maximumSize / payload.count)
        buffer.insert(
            sequence: 36, timestamp: 0, marker: false, payload: payload.span, now: instant(0), into: &items)
        #expect(items.count == 1 + 1 + 35)
    }

    @Test mutating func aSourceThatCountsAnewIsFollowed() {
        _ = insert(50_000, at: 0)
        _ = insert(50_002, at: 0)
        #expect(insert(40_000, at: 1).isEmpty)
        #expect(
            insert(40_001, at: 2) == [.loss, .packet(packet(50_002)), .loss, .packet(packet(40_001))])
        #expect(insert(40_002, at: 3) == [.packet(packet(40_002))])
    }

    @Test mutating func lonelyAncientPacketsAreNoNewBeginning() {
        _ = insert(50_000, at: 0)
        for sequence in [Int64(40_000), 40_002, 40_004, 30_000, 49_000, 49_001] {
            #expect(insert(sequence, at: 1).isEmpty)
        }
        #expect(insert(40_006, at: 2).isEmpty)
        #expect(insert(50_001, at: 2) == [.packet(packet(50_001))])
        #expect(insert(40_007, at: 2).isEmpty)
        #expect(buffer.lateCount == 8)
    }

    @Test(arguments: [Int64.min, -1, 0, Int64.max - 1] as [Int64])
    func numbersAtTheEdgesAreSurvived(sequence: Int64) {
        var test = self
        for other in [sequence, .max, .min, 0, sequence &+ 1, .max / 2, .min / 2] { _ = test.insert(other, at: 0) }
        _ = test.expire(at: 1_000)
        #expect(test.buffer.heldCount == 0)
    }

    /// Whatever the network does: nothing comes out of order or twice, and what was lost is told where it was.
    @Test(arguments: UInt64(1)...20)
    func whatComesOutIsInOrder(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var arrivals: [(time: Int64, sequence: Int64)] = []
        for sequence in Int64(0)..<2_000 where sequence == 0 || !random.chance(0.05) {
            let delay = sequence > 0 && random.chance(0.2) ? Int64.random(in: 0...500, using: &random) : 0
            arrivals.append((sequence * 3 + delay, sequence))
            if random.chance(0.05) { arrivals.append((sequence * 3 + delay + 100, sequence)) }
        }
        arrivals.sort { $0.time < $1.time }
        var buffer = ReorderBuffer()
        var items: [ReorderedItem] = []
        let payload: [UInt8] = [1]
        for (time, sequence) in arrivals {
            buffer.expire(now: instant(time), into: &items)
            buffer.insert(
                sequence: sequence, timestamp: 0, marker: false, payload: payload.span, now: instant(time), into: &items
            )
        }
        buffer.expire(now: .distantFuture, into: &items)
        var next: Int64 = 0
        var lost = 0
        var isBehindLoss = false
        for item in items {
            switch item {
            case .loss:
                #expect(!isBehindLoss)
                isBehindLoss = true
            case .packet(let packet):
                #expect(isBehindLoss == (packet.sequence != next))
                #expect(packet.sequence >= next)
                lost += Int(packet.sequence - next)
                next = packet.sequence + 1
                isBehindLoss = false
            }
        }
        #expect(buffer.lostCount == lost)
        #expect(lost > 0)
        #expect(buffer.heldCount == 0)
    }

    private mutating func insert(_ sequence: Int64, at milliseconds: Int64) -> [ReorderedItem] {
        var items: [ReorderedItem] = []
        let packet = packet(sequence)
        buffer.insert(
            sequence: sequence, timestamp: packet.timestamp, marker: packet.marker, payload: packet.payload.span,
            now: instant(milliseconds), into: &items)
        return items
    }

    private mutating func expire(at milliseconds: Int64) -> [ReorderedItem] {
        var items: [ReorderedItem] = []
        buffer.expire(now: instant(milliseconds), into: &items)
        return items
    }

    private func packet(_ sequence: Int64) -> ReorderedPacket {
        ReorderedPacket(
            sequence: sequence, timestamp: UInt32(truncatingIfNeeded: sequence &* 90), marker: sequence % 2 == 0,
            payload: [UInt8(truncatingIfNeeded: sequence), 5])
    }

    private func instant(_ milliseconds: Int64) -> Instant {
        Instant(nanoseconds: milliseconds * 1_000_000)
    }
}
