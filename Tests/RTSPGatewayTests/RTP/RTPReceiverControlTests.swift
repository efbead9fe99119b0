import Bytes
import Codecs
import GatewaySupport
import Net
import RTP
import Testing

@testable import RTSPGateway

struct RTPReceiverControlTests {
    private let test = ReceiverUnderTest()
    private let maker = PacketMaker()

    @Test func reportsEveryFiveSeconds() throws {
        #expect(test.receiver.deadline == test.now.advanced(by: .seconds(5)))
        test.pass(milliseconds: 4_999)
        #expect(test.report() == nil)
        test.pass(milliseconds: 1)
        // A sign of life: RR without blocks, and our name.
        #expect(
            test.report()
                == Hex.bytes("80c90001 01020304 81ca0004 01020304 01077475726e6f7574 000000"))
        #expect(test.receiver.deadline == test.now.advanced(by: .seconds(5)))
        #expect(test.report() == nil)
    }

    @Test func reportsWhatArrivedAndAnswersReports() throws {
        _ = test.take(maker.next())
        _ = test.take(maker.next(skipping: 1))
        test.pass(milliseconds: 3_500)
        // As ffmpeg sent it, for another source.
        var report = try #require(Hex.bytes("80c8000646ead494eeac5e5d8353f7ce6eb9c9070000000000000000"))
        report.replaceSubrange(4..<8, with: [0xF0, 0xE1, 0xD2, 0xC3])
        #expect(!test.takeControl(report))
        test.pass(milliseconds: 1_500)
        let bytes = try #require(test.report())
        var packets = RTCPPackets()
        guard case .receiverReport(let sender, let blocks) = try packets.next(in: bytes.span) else {
            Issue.record("no receiver report")
            return
        }
        #expect(sender.ssrc == 0x0102_0304)
        var found: [ReportBlock] = []
        blocks.forEach(in: bytes.span) { found.append($0) }
        #expect(
            found == [
                ReportBlock(
                    ssrc: 0xF0E1_D2C3, fractionLost: 85, cumulativeLost: 1, highestSequence: 1_002, jitter: 0,
                    lastSenderReport: 0x5E5D_8353, delaySinceLastSenderReport: 98_304)
            ])
    }

    /// As GStreamer 1.22 sent it: SR, SDES with two items, and BYE.
    @Test func readsTheGoodbyeOfGStreamer() throws {
        let compound = try #require(
            Hex.bytes(
                """
                80c8000674fb7150eeac5e67a0a0e410f2b502ac0000016300059ff281ca000c74fb7150011b757365723532373334363732
                3040686f73742d663265373736626306094753747265616d65720000000081cb000174fb7150
                """))
        #expect(!test.takeControl(Array(compound.dropLast(8))))
        #expect(test.takeControl(compound))
        #expect(!test.takeControl(compound.dropLast(8) + [0x81, 0xCB, 0, 1, 1, 2, 3, 4]), "another source's goodbye")
    }

    @Test func passesOverWhatIsMalformed() {
        _ = test.take(maker.next())
        for bytes: [UInt8] in [[], [0x80], [0x80, 0xC8, 0, 6, 1, 2, 3], [0x00, 0xCB, 0, 0], [0x9F, 0xCB, 0, 0]] {
            #expect(!test.takeControl(bytes))
        }
        #expect(!test.takeControl(Array(repeating: 0x80, count: 2_000)))
    }
}
