import Bytes
import Codecs
import FramePlane
import Net
import RTP
import TestSupport
import Testing

@testable import RTSPGateway

struct RTPSenderTests {
    private let sender = SenderUnderTest(rate: 90_000)

    @Test func givesEachPacketThePublishersDistances() throws {
        let first = sender.stamp(sequence: 5_000_000_000, timestamp: 77, at: 0)
        let second = sender.stamp(sequence: 5_000_000_001, timestamp: 77, at: 0, marker: true)
        let third = sender.stamp(sequence: 5_000_000_004, timestamp: 77 &- 100, at: 0.04)
        #expect([first, second, third].map { $0.sequence &- first.sequence } == [0, 1, 4])
        #expect([first, second, third].map { $0.timestamp &- first.timestamp } == [0, 0, 0 &- 100])
        #expect([first, second, third].map(\.marker) == [false, true, false])
        #expect([first, second, third].allSatisfy { $0.ssrc == sender.sender.ssrc && $0.payloadType == 96 })
        #expect(first.sequence < 32_768)
        #expect(sender.sender.nextSequence == third.sequence &+ 1)
    }

    @Test func writesTheHeader() {
        let stamp = RTPStamp(ssrc: 0x0102_0304, payloadType: 97, marker: true, sequence: 0xABCD, timestamp: 0xF1F2_F3F4)
        var writer = ByteWriter()
        stamp.write(to: &writer)
        #expect(writer.bytes == Hex.bytes("80e1abcdf1f2f3f401020304"))
        #expect(writer.count == RTPStamp.length)
    }

    /// Another publisher: its first packet is next, as much later as it was captured later.
    @Test(arguments: [(0.5, 45_000), (0, 1), (-100, 1), (3_600, 324_000_000)] as [(Double, UInt32)])
    func goesOnWithAnotherSource(seconds: Double, ticks: UInt32) {
        let last = sender.stamp(sequence: 100, timestamp: 4_000_000_000, at: 10)
        sender.sender.beginSource()
        let first = sender.stamp(sequence: 90, timestamp: 5, at: 10 + seconds)
        #expect(first.sequence == last.sequence &+ 1)
        #expect(first.timestamp == last.timestamp &+ ticks)
        let second = sender.stamp(sequence: 92, timestamp: 3_605, at: 10.04 + seconds)
        #expect(second.sequence == first.sequence &+ 2)
        #expect(second.timestamp == first.timestamp &+ 3_600)
    }

    @Test func keepsLossesOfASourceAndMakesLittleOfRestarts() {
        let first = sender.stamp(sequence: 100, timestamp: 0, at: 0)
        let gap = sender.stamp(sequence: 100 + 16_384, timestamp: 0, at: 0)
        #expect(gap.sequence == first.sequence &+ 16_384)
        let restart = sender.stamp(sequence: 100 + 16_384 + 16_385, timestamp: 0, at: 0)
        #expect(restart.sequence == gap.sequence &+ 2)
        #expect(sender.stamp(sequence: 100 + 16_384 + 16_386, timestamp: 0, at: 0).sequence == gap.sequence &+ 3)
        let back = sender.stamp(sequence: 1, timestamp: 0, at: 0)
        #expect(back.sequence == gap.sequence &+ 5)
        #expect(sender.stamp(sequence: .max, timestamp: 0, at: 0).sequence == back.sequence &+ 2)
        #expect(sender.stamp(sequence: .min / 2, timestamp: 0, at: 0).sequence == back.sequence &+ 4)
    }

    /// For a player that comes later, and begins with the latest keyframe.
    @Test func givesAKeptPacketWhatItHadBefore() {
        var stamps: [RTPStamp] = []
        for index in 0..<10_000 {
            stamps.append(sender.stamp(sequence: Int64(index), timestamp: UInt32(index) &* 90, at: Double(index) / 1e3))
        }
        let next = sender.sender.nextSequence
        let mapped = sender.sender.timestamp(at: SenderUnderTest.day + 20_000_000_000)
        for index in [0, 1, 5_000, 9_999] {
            #expect(sender.position(sequence: Int64(index), timestamp: UInt32(index) &* 90, at: 0) == stamps[index])
            #expect(sender.stamp(sequence: Int64(index), timestamp: UInt32(index) &* 90, at: 0) == stamps[index])
        }
        #expect(sender.sender.nextSequence == next)
        #expect(sender.sender.timestamp(at: SenderUnderTest.day + 20_000_000_000) == mapped)
    }

    @Test func knowsBeforehandWhatAPacketGets() {
        for (sequence, seconds) in [(7, 0.0), (8, 1), (20_000, 2), (40_000, 3), (5, 4)] as [(Int64, Double)] {
            let position = sender.position(sequence: sequence, timestamp: 9, at: seconds)
            #expect(sender.stamp(sequence: sequence, timestamp: 9, at: seconds) == position)
            if sequence == 20_000 { sender.sender.beginSource() }
        }
    }

    // MARK: Frames

    @Test func stampsPayloadsOfFrames() {
        let frames = [0, 40, 80, 10_000].map { MediaTime(milliseconds: $0) }
        var stamps: [RTPStamp] = []
        for time in frames {
            for marker in [false, true] {
                let captureTime = SenderUnderTest.day + time.nanoseconds
                let position = sender.sender.position(of: time, marker: marker, captureTime: captureTime)
                stamps.append(
                    sender.sender.stamp(payloadLength: 10, marker: marker, time: time, captureTime: captureTime))
                #expect(stamps.last == position)
            }
        }
        #expect(stamps.map { $0.sequence &- stamps[0].sequence } == [0, 1, 2, 3, 4, 5, 6, 7])
        #expect(
            stamps.map { $0.timestamp &- stamps[0].timestamp } == [0, 0, 3_600, 3_600, 7_200, 7_200, 900_000, 900_000])
        // A player seeks back, two seconds later.
        sender.sender.beginSource()
        let sought = sender.sender.stamp(
            payloadLength: 1, marker: true, time: MediaTime(milliseconds: 40),
            captureTime: SenderUnderTest.day + 12_000_000_000)
        #expect(sought.timestamp == stamps[7].timestamp &+ 180_000)
        #expect(sought.sequence == stamps[7].sequence &+ 1)
    }

    // MARK: Wraps and ends of range

    @Test func wrapsWithoutAStep() throws {
        var last: RTPStamp?
        for index in 0..<200_000 {
            let stamp = sender.stamp(
                sequence: Int64(index), timestamp: UInt32(truncatingIfNeeded: index &* 50_000), at: Double(index))
            if let last {
                guard stamp.sequence == last.sequence &+ 1, stamp.timestamp == last.timestamp &+ 50_000 else {
                    Issue.record("at \(index)")
                    return
                }
            }
            last = stamp
        }
    }

    @Test(arguments: [Int.min, 0, 1, Int(UInt32.max)]) func bearsEveryNumber(rate: Int) {
        let sender = SenderUnderTest(rate: rate)
        for captureTime in [Int64.min, -1, 0, .max] {
            for sequence in [Int64.min, 0, .max] {
                sender.sender.beginSource()
                _ = sender.sender.stamp(
                    MediaPacket(
                        sequence: sequence, timestamp: .max, captureTime: captureTime, payloadStart: 0,
                        payloadLength: .max, marker: true, startsKeyframe: true))
                sender.sender.beginSource()
                _ = sender.sender.stamp(
                    payloadLength: .max, marker: true, time: MediaTime(nanoseconds: sequence), captureTime: captureTime)
                for wallClock in [Int64.min, 0, .max] { _ = sender.sender.report(wallClock: wallClock) }
            }
        }
    }

    // MARK: Reports

    @Test func reportsAtOnceAndEveryFiveSeconds() throws {
        #expect(sender.sender.deadline == .distantFuture)
        #expect(sender.takeReport(at: 0) == nil)
        #expect(sender.sender.report(wallClock: 0) == nil)
        let first = sender.stamp(sequence: 1, timestamp: 1_000, at: 0, length: 700)
        _ = sender.stamp(sequence: 2, timestamp: 1_000, at: 0, length: 300)
        let bytes = try #require(sender.takeReport(at: 0.5))
        var packets = RTCPPackets()
        guard case .senderReport(let report, _) = try packets.next(in: bytes.span) else {
            Issue.record("no sender report")
            return
        }
        // Half a second after the capture of the latest packet.
        #expect(
            report
                == SenderReport(
                    ssrc: sender.sender.ssrc, ntp: NTPTime(unixNanoseconds: SenderUnderTest.day + 500_000_000),
                    rtpTimestamp: first.timestamp &+ 45_000, packetCount: 2, octetCount: 1_000))
        guard case .sourceDescription(let names) = try packets.next(in: bytes.span) else {
            Issue.record("no name")
            return
        }
        var name: String?
        names.forEachCNAME(in: bytes.span) { ssrc, range in
            if ssrc == sender.sender.ssrc { name = String(decoding: bytes[range], as: UTF8.self) }
        }
        #expect(name == "turnout")
        #expect(try packets.next(in: bytes.span) == nil)
        #expect(sender.takeReport(at: 5.4) == nil)
        #expect(sender.takeReport(at: 5.5) != nil)
        #expect(sender.takeReport(at: 5.6) == nil)
        #expect(sender.sender.report(wallClock: SenderUnderTest.day + 500_000_000) == bytes)
    }

    @Test func saysGoodbye() throws {
        #expect(
            try Self.kinds(sender.sender.goodbye(wallClock: 0)) == ["receiver report", "name", "goodbye"])
        _ = sender.stamp(sequence: 1, timestamp: 1_000, at: 0)
        let bytes = sender.sender.goodbye(wallClock: SenderUnderTest.day)
        #expect(try Self.kinds(bytes) == ["sender report", "name", "goodbye"])
        #expect(
            bytes.suffix(8) == [0x81, 0xCB, 0, 1] + withUnsafeBytes(of: sender.sender.ssrc.bigEndian) { Array($0) })
    }

    private static func kinds(_ compound: [UInt8]) throws -> [String] {
        var packets = RTCPPackets()
        var kinds: [String] = []
        while let packet = try packets.next(in: compound.span) {
            switch packet {
            case .senderReport: kinds.append("sender report")
            case .receiverReport: kinds.append("receiver report")
            case .sourceDescription: kinds.append("name")
            case .goodbye: kinds.append("goodbye")
            default: kinds.append("another")
            }
        }
        return kinds
    }
}
