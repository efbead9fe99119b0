import Bytes
import RTP
import TestSupport
import Testing

struct TransportFeedbackTests {
    /// A vector of two-bit statuses over the wrap: received, lost, received a tick before, received, lost.
    @Test func readsAVectorOfTwoBits() throws {
        let feedback = try Self.read("8fcd0006 00000001 00000002 fffe0005 00000107 d240 04ffff08 0000")
        #expect(feedback.message.baseSequence == 0xFFFE)
        #expect(feedback.message.statusCount == 5)
        #expect(feedback.message.referenceTime == 1)
        #expect(feedback.message.feedbackCount == 7)
        #expect(
            feedback.statuses == [
                Status(0xFFFE, 65_000), Status(0xFFFF, nil), Status(0, 64_750), Status(1, 66_750), Status(2, nil),
            ])
    }

    /// 1010 0000 0000 01 in one-bit statuses, then a run of three with small deltas; a negative reference time.
    @Test func readsAVectorOfOneBitAndARun() throws {
        let feedback = try Self.read("8fcd0007 00000001 00000002 00640011 ffffff00 a801 2003 01 02 03 04 05 06 0000")
        #expect(feedback.message.referenceTime == -1)
        let arrivals = [0: -63_750, 2: -63_250, 13: -62_500, 14: -61_500, 15: -60_250, 16: -58_750] as [Int: Int64]
        #expect(feedback.statuses == (0..<17).map { Status(100 + UInt16($0), arrivals[$0]) })
    }

    /// The widest message in the fewest bytes: nobody received anything.
    @Test func aMessageOfEveryPacketIsRead() throws {
        let chunks = String(repeating: "1fff", count: 8) + "0007"
        let feedback = try Self.read("8fcd0009 00000001 00000002 0000ffff 00000100" + chunks + "0000")
        #expect(feedback.statuses.count == 65_535)
        #expect(feedback.statuses.allSatisfy { $0.arrival == nil })
    }

    /// What a last chunk holds beyond the count is neither read nor checked, whatever it is.
    @Test(arguments: ["3fff 0a", "dfff 0a", "a3ff 0a"]) func statusesBeyondTheCountAreIgnored(tail: String) throws {
        let feedback = try Self.read("8fcd0005 00000001 00000002 00050001 00000000" + tail + "00")
        #expect(feedback.statuses == [Status(5, 2_500)])
    }

    /// Runs without statuses take their two bytes and nothing else.
    @Test func emptyRunsAreSkipped() throws {
        let feedback = try Self.read("8fcd0006 00000001 00000002 00050001 00000000 0000 4000 2001 0a 00")
        #expect(feedback.statuses == [Status(5, 2_500)])
    }

    @Test(arguments: [
        MalformedVector(name: "no base", hex: "8fcd0002 0000000100000002", error: .truncated),
        MalformedVector(
            name: "no packets", hex: "8fcd0005 0000000100000002 00050000 00000000 00000000", error: .malformed),
        MalformedVector(name: "no chunks", hex: "8fcd0004 0000000100000002 00050001 00000000", error: .truncated),
        MalformedVector(
            name: "chunks end early", hex: "8fcd0005 0000000100000002 0005ffff 00000000 1fff1fff",
            error: .truncated),
        MalformedVector(
            name: "delta missing", hex: "8fcd0005 0000000100000002 00050003 00000000 20030102",
            error: .truncated),
        MalformedVector(
            name: "large delta cut", hex: "8fcd0005 0000000100000002 00050002 00000000 40020102",
            error: .truncated),
        MalformedVector(
            name: "65,535 large deltas promised",
            hex: "8fcd0008 0000000100000002 0005ffff 00000000"
                + String(repeating: "5fff", count: 8), error: .truncated),
        MalformedVector(
            name: "reserved status in a run", hex: "8fcd0005 0000000100000002 00050001 00000000 60010000",
            error: .malformed),
        MalformedVector(
            name: "reserved status in a vector", hex: "8fcd0005 0000000100000002 00050002 00000000 cc000000",
            error: .malformed),
    ])
    func refuses(vector: MalformedVector) throws {
        try vector.check()
    }

    @Test(arguments: [0, 1, 0x7FFE, 0xFFF0, 0xFFFF] as [UInt16]) func whatIsWrittenIsRead(start: UInt16) throws {
        var random = SeededRandom(seed: 100 + UInt64(start))
        for round in 0..<300 {
            let deltas = Self.randomDeltas(
                count: Int.random(in: 1...400, using: &random), kind: round % 5, using: &random)
            let reference = Int32.random(in: -0x80_0000...0x7F_FFFF, using: &random)
            var writer = ByteWriter()
            TransportFeedback.write(
                senderSSRC: 1, mediaSSRC: 2, baseSequence: start, referenceTime: reference,
                feedbackCount: UInt8(round & 255),
                deltas: deltas, to: &writer)
            let feedback = try Self.read(Hex.string(writer.bytes))
            var ticks = Int64(reference) * 256
            let expected = deltas.enumerated().map { index, delta in
                ticks += Int64(delta ?? 0)
                return Status(start &+ UInt16(index), delta == nil ? nil : ticks * 250)
            }
            #expect(feedback.message.referenceTime == reference)
            #expect(feedback.message.feedbackCount == UInt8(round & 255))
            #expect(feedback.statuses == expected)
        }
    }

    /// Length of the whole message for a few patterns, so that the choice of chunks is not wasteful.
    @Test(
        arguments: [
            (Array(repeating: Int16?(1), count: 8_191), 20 + 2 + 8_191 + 3),
            (Array(repeating: Int16?.none, count: 8_192) + [1], 20 + 4 + 1 + 3),
            ((0..<14).map { $0 % 2 == 0 ? Int16?(1) : nil }, 20 + 2 + 7 + 3),
            ((0..<14).map { $0 % 2 == 0 ? Int16?(-1) : nil }, 20 + 4 + 14 + 2),
        ] as [([Int16?], Int)])
    func chunksAreChosenWell(deltas: [Int16?], length: Int) {
        var writer = ByteWriter()
        TransportFeedback.write(
            senderSSRC: 1, mediaSSRC: 2, baseSequence: 0, referenceTime: 0, feedbackCount: 0, deltas: deltas,
            to: &writer)
        #expect(writer.count == length)
    }

    struct Status: Equatable {
        let sequence: UInt16
        /// In microseconds.
        let arrival: Int64?

        init(_ sequence: UInt16, _ arrival: Int64?) {
            self.sequence = sequence
            self.arrival = arrival
        }
    }

    private static func read(_ hex: String) throws -> (message: TransportFeedback, statuses: [Status]) {
        let (packet, datagram) = try readOneRTCP(hex)
        guard case .transportFeedback(let feedback) = packet else { throw RTPError.malformed }
        #expect(feedback.senderSSRC == 1)
        #expect(feedback.mediaSSRC == 2)
        var statuses: [Status] = []
        feedback.forEachStatus(in: datagram.span) { statuses.append(Status($0, $1)) }
        return (feedback, statuses)
    }

    /// All received; few lost; half lost; long runs; every delta there is.
    private static func randomDeltas(count: Int, kind: Int, using random: inout SeededRandom) -> [Int16?] {
        var isLost = false
        return (0..<count).map { _ in
            switch kind {
            case 0: return Int16.random(in: 0...255, using: &random)
            case 1: return random.chance(0.05) ? nil : Int16.random(in: 0...300, using: &random)
            case 2: return random.chance(0.5) ? nil : Int16.random(in: 0...255, using: &random)
            case 3:
                if random.chance(0.02) { isLost.toggle() }
                return isLost ? nil : Int16.random(in: -5...255, using: &random)
            default: return Int16.random(in: .min ... .max, using: &random)
            }
        }
    }
}
