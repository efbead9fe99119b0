import Bytes
import Net
import RTP
import TestSupport
import Testing

struct TransportFeedbackRecorderTests {
    @Test(arguments: [0, 32_767, 65_533, 65_535] as [UInt16]) func reportsArrivalsAndGaps(start: UInt16) throws {
        var recorder = TransportFeedbackRecorder()
        #expect(recorder.deadline == nil)
        recorder.receive(start, now: .milliseconds(1_000))
        recorder.receive(start &+ 3, now: .milliseconds(1_010))
        recorder.receive(start &+ 2, now: .microseconds(1_010_300))
        #expect(recorder.deadline == .milliseconds(1_100))
        try recorder.expect([], at: .milliseconds(1_099))
        let feedback = try recorder.take(at: .milliseconds(1_100))
        #expect(
            feedback == [
                [
                    .init(sequence: start, arrival: 1_000_000), .init(sequence: start &+ 1, arrival: nil),
                    .init(sequence: start &+ 2, arrival: 1_010_250), .init(sequence: start &+ 3, arrival: 1_010_000),
                ]
            ])
        #expect(recorder.deadline == nil)
        try recorder.expect([], at: .milliseconds(9_000))
    }

    /// A packet that was reported lost and comes late is in the next feedback, which begins with it.
    @Test func aLatePacketIsReportedAgain() throws {
        var recorder = TransportFeedbackRecorder()
        recorder.receive(10, now: .milliseconds(0))
        recorder.receive(12, now: .milliseconds(0))
        _ = try recorder.take(at: .milliseconds(100))
        recorder.receive(11, now: .milliseconds(150))
        recorder.receive(12, now: .milliseconds(150))
        recorder.receive(13, now: .milliseconds(160))
        try recorder.expect(
            [
                [
                    .init(sequence: 11, arrival: 150_000), .init(sequence: 12, arrival: 0),
                    .init(sequence: 13, arrival: 160_000),
                ]
            ], at: .milliseconds(250))
    }

    /// The gap between two feedback messages is told by the second.
    @Test func feedbackIsSeamless() throws {
        var recorder = TransportFeedbackRecorder()
        recorder.receive(0, now: .milliseconds(0))
        _ = try recorder.take(at: .milliseconds(100))
        recorder.receive(3, now: .milliseconds(200))
        let feedback = try recorder.take(at: .milliseconds(300))
        #expect(feedback.first?.map(\.sequence) == [1, 2, 3])
        #expect(feedback.first?.map(\.arrival) == [nil, nil, 200_000])
    }

    @Test func feedbackIsCounted() throws {
        var recorder = TransportFeedbackRecorder()
        for round in 0..<300 {
            let time = Int64(round) * 200
            recorder.receive(UInt16(round), now: .milliseconds(time))
            var writer = ByteWriter()
            let isWritten = recorder.takeFeedback(
                now: .milliseconds(time + 100), senderSSRC: 1, mediaSSRC: 2, to: &writer)
            #expect(isWritten)
            guard case .transportFeedback(let feedback)? = try readRTCP(writer.bytes).first else {
                Issue.record("no feedback")
                return
            }
            #expect(feedback.feedbackCount == UInt8(round % 256))
        }
    }

    /// Much traffic is reported twice as often, but not oftener.
    @Test func muchTrafficIsReportedSooner() throws {
        var recorder = TransportFeedbackRecorder()
        var sequence: UInt16 = 0
        var reports: [Int64] = []
        for time in Int64(0)..<1_000 {
            for _ in 0..<2 {
                recorder.receive(sequence, now: .milliseconds(time))
                sequence += 1
            }
            if try !recorder.take(at: .milliseconds(time)).isEmpty { reports.append(time) }
        }
        #expect((18...21).contains(reports.count))
        #expect(zip(reports, reports.dropFirst()).allSatisfy { $1 - $0 >= 50 })
    }

    /// Deltas beyond 16 bits of 250 µs begin a message of their own.
    @Test func aLongPauseSplitsTheFeedback() throws {
        var recorder = TransportFeedbackRecorder()
        recorder.receive(0, now: .milliseconds(0))
        recorder.receive(2, now: .milliseconds(9_000))
        try recorder.expect(
            [
                [.init(sequence: 0, arrival: 0)],
                [.init(sequence: 1, arrival: nil), .init(sequence: 2, arrival: 9_000_000)],
            ], at: .milliseconds(9_100))
    }

    /// A jump forgets what cannot be told in one window, and goes on from there.
    @Test func aHugeJumpStartsOver() throws {
        var recorder = TransportFeedbackRecorder()
        recorder.receive(0, now: .milliseconds(0))
        recorder.receive(30_000, now: .milliseconds(10))
        try recorder.expect([[.init(sequence: 30_000, arrival: 10_000)]], at: .milliseconds(110))
        recorder.receive(28_900, now: .milliseconds(120))
        #expect(recorder.deadline == nil)
    }

    /// Times before the clock's origin round towards the past like all others.
    @Test func negativeInstantsWork() throws {
        var recorder = TransportFeedbackRecorder()
        recorder.receive(5, now: .microseconds(-1_001))
        recorder.receive(6, now: .microseconds(600))
        try recorder.expect(
            [
                [
                    .init(sequence: 5, arrival: -1_250), .init(sequence: 6, arrival: 500),
                ]
            ], at: .milliseconds(200))
    }

    /// Whatever arrives in whatever order: each packet of the window is told of, at its time, in messages that fit.
    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func everythingIsToldOf(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let start = UInt16.random(in: 0 ... .max, using: &random)
        let loss = [0, 0.02, 0.3, 0.6][Int(seed % 4)]
        let spacing: Int64 = seed % 2 == 0 ? 100 : 2_000
        var packets: [(time: Int64, index: Int)] = (0..<8_000).map { index in
            (Int64(index) * spacing + (random.chance(0.1) ? Int64.random(in: 0...20_000, using: &random) : 0), index)
        }
        packets.removeAll { $0.index > 0 && random.chance(loss) }
        packets.sort { $0.time < $1.time }
        var recorder = TransportFeedbackRecorder()
        var told: [Int: Int64] = [:]
        var unwrapper = SequenceUnwrapper()
        let base = unwrapper.unwrap(start)
        for (offset, packet) in packets.enumerated() {
            recorder.receive(start &+ UInt16(truncatingIfNeeded: packet.index), now: .microseconds(packet.time))
            let time = Instant.microseconds(offset == packets.count - 1 ? packet.time + 200_000 : packet.time)
            for message in try recorder.take(at: time) {
                for status in message {
                    let index = Int(unwrapper.unwrap(status.sequence) - base)
                    if let arrival = status.arrival { told[index] = arrival }
                }
            }
        }
        #expect(told.count == packets.count)
        #expect(packets.allSatisfy { told[$0.index] == $0.time / 250 * 250 })
    }
}

struct ArrivalStatus: Equatable {
    let sequence: UInt16
    /// In microseconds.
    let arrival: Int64?
}

extension TransportFeedbackRecorder {
    fileprivate mutating func expect(
        _ expected: [[ArrivalStatus]], at now: Instant, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let messages = try take(at: now)
        #expect(messages == expected, sourceLocation: sourceLocation)
    }

    /// The statuses of each message that is due.
    fileprivate mutating func take(at now: Instant) throws -> [[ArrivalStatus]] {
        var messages: [[ArrivalStatus]] = []
        while true {
            var writer = ByteWriter()
            guard takeFeedback(now: now, senderSSRC: 1, mediaSSRC: 2, to: &writer) else { return messages }
            #expect(writer.count <= Self.maximumFeedbackLength)
            guard case .transportFeedback(let feedback)? = try readRTCP(writer.bytes).first else {
                throw RTPError.malformed
            }
            var statuses: [ArrivalStatus] = []
            feedback.forEachStatus(in: writer.bytes.span) { statuses.append(.init(sequence: $0, arrival: $1)) }
            messages.append(statuses)
        }
    }
}
