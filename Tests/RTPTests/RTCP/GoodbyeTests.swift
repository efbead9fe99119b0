import Bytes
import RTP
import Testing

struct GoodbyeTests {
    @Test(
        arguments: [
            ([], nil), ([7], nil), ([1, 2, 3], "so long"), ([1], ""), ([], "over"),
            (Array(1...31), String(repeating: "x", count: 255)),
        ] as [([UInt32], String?)])
    func whatIsWrittenIsRead(sources: [UInt32], reason: String?) throws {
        var writer = ByteWriter()
        Goodbye.write(sources: sources, reason: reason, to: &writer)
        let (packet, datagram) = try readOneRTCP(Hex.string(writer.bytes))
        guard case .goodbye(let goodbye) = packet else {
            Issue.record("\(packet)")
            return
        }
        var read: [UInt32] = []
        goodbye.sources.forEach(in: datagram.span) { read.append($0) }
        #expect(read == sources)
        #expect(goodbye.reason.map { String(decoding: datagram[$0], as: UTF8.self) } == reason)
    }

    @Test(arguments: [
        MalformedVector(name: "source promised", hex: "81cb0000", error: .truncated),
        MalformedVector(name: "31 sources promised", hex: "9fcb0001 00000001", error: .truncated),
        MalformedVector(name: "reason too long", hex: "81cb0002 00000001 04616263", error: .truncated),
        MalformedVector(name: "reason of 255", hex: "80cb0001 ff616263", error: .truncated),
    ])
    func refuses(vector: MalformedVector) throws {
        try vector.check()
    }

    @Test func moreThanThirtyOneSourcesAreCut() throws {
        var writer = ByteWriter()
        Goodbye.write(sources: Array(1...40), to: &writer)
        guard case .goodbye(let goodbye) = try readOneRTCP(Hex.string(writer.bytes)).packet else {
            Issue.record("no goodbye")
            return
        }
        #expect(goodbye.sources.count == 31)
    }
}
