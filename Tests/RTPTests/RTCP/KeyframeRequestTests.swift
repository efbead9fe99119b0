import Bytes
import RTP
import Testing

struct KeyframeRequestTests {
    @Test func lossIndicationsRoundTrip() throws {
        let (packet, datagram) = try readOneRTCP("81ce0002 11223344 55667788")
        let indication = PictureLossIndication(senderSSRC: 0x1122_3344, mediaSSRC: 0x5566_7788)
        #expect(packet == .pictureLossIndication(indication))
        var writer = ByteWriter()
        indication.write(to: &writer)
        #expect(writer.bytes == datagram)
    }

    @Test func intraRequestsRoundTrip() throws {
        let (packet, datagram) = try readOneRTCP("84ce0006 00000001 00000000 00000002 07000000 00000003 ff000000")
        guard case .fullIntraRequest(let request) = packet else {
            Issue.record("\(packet)")
            return
        }
        var entries: [FullIntraRequest.Entry] = []
        request.forEachEntry(in: datagram.span) { entries.append($0) }
        #expect(request.senderSSRC == 1)
        #expect(entries == [.init(ssrc: 2, sequence: 7), .init(ssrc: 3, sequence: 255)])
        var writer = ByteWriter()
        FullIntraRequest.write(senderSSRC: 1, entries: entries, to: &writer)
        #expect(writer.bytes == datagram)
        FullIntraRequest.write(senderSSRC: 1, entries: [], to: &writer)
        #expect(writer.bytes == datagram)
    }

    @Test(arguments: [
        MalformedVector(name: "no entries", hex: "84ce0002 0000000100000000", error: .malformed),
        MalformedVector(name: "half an entry", hex: "84ce0003 0000000100000000 00000002", error: .malformed),
    ])
    func refuses(vector: MalformedVector) throws {
        try vector.check()
    }
}
