import Bytes
import Net
import RTP
import TestSupport
import Testing

struct ReportTests {
    @Test func readsASenderReport() throws {
        let (packet, datagram) = try readOneRTCP(
            """
            81c8000c 11223344 e0000001 80000000 00015f90 0000000a 00000bb8
            0a0b0c0d 40fffffe 0001ffff 0000004d 12345678 00010000
            """)
        guard case .senderReport(let report, let blocks) = packet else {
            Issue.record("\(packet)")
            return
        }
        #expect(
            report
                == SenderReport(
                    ssrc: 0x1122_3344, ntp: NTPTime(bits: 0xE000_0001_8000_0000), rtpTimestamp: 90_000, packetCount: 10,
                    octetCount: 3_000))
        #expect(Self.read(blocks, datagram) == [.example])
        var writer = ByteWriter()
        report.write(blocks: [.example], to: &writer)
        #expect(writer.bytes == datagram)
    }

    @Test func readsAReceiverReport() throws {
        let (packet, datagram) = try readOneRTCP(
            "81c90007 11223344 0a0b0c0d 40fffffe 0001ffff 0000004d 12345678 00010000")
        guard case .receiverReport(let report, let blocks) = packet else {
            Issue.record("\(packet)")
            return
        }
        #expect(report == ReceiverReport(ssrc: 0x1122_3344))
        #expect(Self.read(blocks, datagram) == [.example])
        var writer = ByteWriter()
        report.write(blocks: [.example], to: &writer)
        #expect(writer.bytes == datagram)
    }

    /// Profile-specific words behind the blocks (§6.4.3) are not blocks.
    @Test func extensionsOfAReportAreSkipped() throws {
        let (packet, datagram) = try readOneRTCP("80c90002 11223344 ffffffff")
        guard case .receiverReport(_, let blocks) = packet else {
            Issue.record("\(packet)")
            return
        }
        #expect(Self.read(blocks, datagram).isEmpty)
    }

    @Test(arguments: [
        MalformedVector(name: "receiver report without source", hex: "80c90000", error: .truncated),
        MalformedVector(
            name: "block cut by a word", hex: "81c90006 00000001 1111111122222222333333334444444455555555",
            error: .truncated),
        MalformedVector(name: "31 blocks promised", hex: "9fc90001 00000001", error: .truncated),
        MalformedVector(
            name: "sender report cut by a word", hex: "80c80005 0000000100000002000000030000000400000005",
            error: .truncated),
    ])
    func refuses(vector: MalformedVector) throws {
        try vector.check()
    }

    /// 24 bits with sign: the ends, and what lies outside.
    @Test(
        arguments: [
            (0, 0), (-1, -1), (0x7F_FFFF, 0x7F_FFFF), (-0x80_0000, -0x80_0000), (0x80_0000, 0x7F_FFFF),
            (.max, 0x7F_FFFF),
            (.min, -0x80_0000),
        ] as [(Int32, Int32)])
    func cumulativeLossIsClamped(lost: Int32, expected: Int32) throws {
        var block = ReportBlock.example
        block.cumulativeLost = lost
        var writer = ByteWriter()
        ReceiverReport(ssrc: 1).write(blocks: [block], to: &writer)
        let packets = try readRTCP(writer.bytes)
        guard case .receiverReport(_, let blocks)? = packets.first else {
            Issue.record("\(packets)")
            return
        }
        #expect(Self.read(blocks, writer.bytes).map(\.cumulativeLost) == [expected])
    }

    @Test(arguments: [0, 1, 31, 32, 62, 63]) func blocksBeyondOneReportFollowInOthers(count: Int) throws {
        let sent = (0..<count).map { index in
            var block = ReportBlock.example
            block.ssrc = UInt32(index)
            return block
        }
        var asReceiver = ByteWriter()
        ReceiverReport(ssrc: 9).write(blocks: sent, to: &asReceiver)
        var asSender = ByteWriter()
        SenderReport(ssrc: 9, ntp: NTPTime(bits: 1), rtpTimestamp: 2, packetCount: 3, octetCount: 4)
            .write(blocks: sent, to: &asSender)
        for bytes in [asReceiver.bytes, asSender.bytes] where bytes.count <= RTCPPackets.maximumLength {
            var received: [ReportBlock] = []
            for packet in try readRTCP(bytes) {
                switch packet {
                case .receiverReport(let report, let blocks):
                    #expect(report.ssrc == 9)
                    received += Self.read(blocks, bytes)
                case .senderReport(_, let blocks): received += Self.read(blocks, bytes)
                default: Issue.record("\(packet)")
                }
            }
            #expect(received == sent)
        }
    }

    private static func read(_ blocks: ReportBlocks, _ datagram: [UInt8]) -> [ReportBlock] {
        var result: [ReportBlock] = []
        blocks.forEach(in: datagram.span) { result.append($0) }
        return result
    }
}
