import Bytes
import Codecs
import RTP
import Testing

@testable import RTSPGateway

struct RTPReceiverTests {
    private let test = ReceiverUnderTest()
    private let maker = PacketMaker()

    @Test func handsOverWhatAPacketSays() throws {
        let packet = try #require(test.take(maker.next(marker: true)))
        #expect(
            packet
                == ReceivedPacket(
                    sequence: 66_536, timestamp: 50_000, marker: true, payload: 12..<16,
                    captureTime: ReceiverUnderTest.day))
        let later = try #require(test.take(maker.next(after: 9_000, skipping: 2)))
        #expect(later.sequence == 66_539)
        #expect(later.timestamp == 59_000)
        #expect(!later.marker)
        #expect(later.captureTime == ReceiverUnderTest.day + 100_000_000)
    }

    @Test func takesPaddingExtensionAndSourcesOff() throws {
        var packet = maker.next()
        packet[0] = 0xB1
        packet.insert(contentsOf: [0, 0, 0, 9, 0xBE, 0xDE, 0, 1, 0x10, 0, 0, 0], at: 12)
        packet += [0, 0, 3]
        #expect(try #require(test.take(packet)).payload == 24..<28)
        var empty = maker.next().prefix(12) + [0, 2]
        empty[0] = 0xA0
        #expect(try #require(test.take(Array(empty))).payload == 12..<12)
        #expect(test.receiver.statistics.packets == 2)
        #expect(test.receiver.statistics.bytes == 4)
    }

    @Test func passesOverWhatIsNoPacketOfTheTrack() {
        maker.payloadType = 97
        #expect(test.take(maker.next()) == nil)
        maker.payloadType = 96
        #expect(test.take([]) == nil)
        #expect(test.take(Array(maker.next().prefix(11))) == nil)
        var packet = maker.next()
        packet[0] = 0x40
        #expect(test.take(packet) == nil)
        #expect(test.receiver.rejected == 4)
        #expect(test.receiver.statistics.packets == 0)
    }

    /// Loss, jitter and bytes, as the API tells them.
    @Test func countsWhatArrived() throws {
        for index in 0..<100 {
            // Every tenth is lost, and every second frame comes 10 ms late.
            if index % 10 != 5 { _ = test.take(maker.next()) } else { _ = maker.next() }
            maker.timestamp &+= 3_600
            test.pass(milliseconds: index % 2 == 0 ? 50 : 30)
        }
        #expect(test.receiver.statistics.fractionLost == 0)
        test.pass(milliseconds: 5_000)
        let report = try #require(test.report())
        let statistics = test.receiver.statistics
        #expect(statistics.packets == 90)
        #expect(statistics.bytes == 360)
        #expect(statistics.lost == 10)
        #expect(statistics.fractionLost == 25.0 / 256)
        #expect((8...12).contains(statistics.jitter))
        #expect(report[12] == 25)
    }

    // MARK: Sources

    @Test func keepsToItsSourceUntilAnotherIsAlone() throws {
        #expect(try #require(test.take(maker.next())).sequence == 66_536)
        let other = PacketMaker(ssrc: 5, sequence: 60_000, timestamp: 3_000_000_000)
        for _ in 0..<7 { #expect(test.take(other.next()) == nil) }
        #expect(try #require(test.take(maker.next())).sequence == 66_537)
        for _ in 0..<7 { #expect(test.take(other.next()) == nil) }
        test.pass(milliseconds: 1_000)
        let taken = try #require(test.take(other.next()))
        // One number is missing, and the timestamp goes on by the second that passed.
        #expect(taken.sequence == 66_539)
        #expect(taken.timestamp == 140_000)
        #expect(taken.captureTime == ReceiverUnderTest.day + 1_000_000_000)
        #expect(try #require(test.take(other.next(after: 90))).timestamp == 140_090)
        #expect(test.take(maker.next()) == nil)
    }

    @Test func countsOnlyOneNewSourceAtATime() {
        _ = test.take(maker.next())
        for _ in 0..<20 {
            let one = PacketMaker(ssrc: 5)
            let two = PacketMaker(ssrc: 6)
            #expect(test.take(one.next()) == nil)
            #expect(test.take(two.next()) == nil)
        }
    }

    @Test func prefersTheNegotiatedSource() {
        let test = ReceiverUnderTest(negotiated: 5)
        #expect(test.take(maker.next()) != nil, "some servers name one and send another")
        let negotiated = PacketMaker(ssrc: 5, sequence: 9)
        #expect(test.take(negotiated.next()) != nil)
        #expect(test.take(maker.next()) == nil)
        #expect(test.take(negotiated.next()) != nil)
    }

    @Test func takesTheNextSourceAfterAGoodbye() throws {
        for _ in 0..<3 { _ = test.take(maker.next(skipping: 1)) }
        var writer = ByteWriter()
        ReceiverReport(ssrc: 9).write(to: &writer)
        Goodbye.write(sources: [4, 5], to: &writer)
        #expect(!test.takeControl(writer.bytes))
        Goodbye.write(sources: [5, maker.ssrc], to: &writer)
        #expect(test.takeControl(writer.bytes))
        #expect(test.receiver.statistics.lost == 2)
        let other = PacketMaker(ssrc: 5, sequence: 7)
        #expect(try #require(test.take(other.next())).sequence == 66_543)
        #expect(test.receiver.statistics.lost == 2)
        #expect(test.receiver.statistics.packets == 4)
    }

    @Test func goesOnWhereASourceRestarts() throws {
        _ = test.take(maker.next())
        maker.sequence = 40_000
        maker.timestamp = 1_000_000_000
        test.pass(milliseconds: 100)
        #expect(test.take(maker.next()) == nil)
        let packet = try #require(test.take(maker.next()))
        #expect(packet.sequence == 66_538)
        #expect(packet.timestamp == 59_000)
    }

    @Test(arguments: [65_000, 65_535, 0]) func countsOverWraps(first: UInt16) throws {
        maker.sequence = first
        maker.timestamp = UInt32.max - 500_000
        for step in 0..<70_000 {
            let packet = try #require(test.take(maker.next(after: 90)))
            guard packet.sequence == Int64(first) + 65_536 + Int64(step), packet.timestamp == maker.timestamp,
                packet.captureTime == ReceiverUnderTest.day + test.elapsed
            else {
                Issue.record("\(packet) at \(step)")
                return
            }
            test.pass(milliseconds: 1)
        }
        #expect(test.receiver.statistics.lost == 0)
        #expect(test.receiver.rejected == 0)
    }
}
