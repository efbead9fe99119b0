import Bytes
import RTP
import TestSupport
import Testing

struct GenericNACKTests {
    @Test func expandsTheBitmask() throws {
        // 0xFFFE, and by the mask 0xFFFF (bit 0), 0x0001 (bit 2) and 0x000E (bit 15); then 100 alone.
        let sequences = try Self.sequences("81cd0004 00000001 00000002 fffe8005 00640000")
        #expect(sequences == [0xFFFE, 0xFFFF, 0x0001, 0x000E, 100])
    }

    @Test(arguments: [
        MalformedVector(name: "no sources", hex: "81cd0001 00000001", error: .truncated),
        MalformedVector(name: "no entries", hex: "81cd0002 0000000100000002", error: .malformed),
        MalformedVector(name: "entry cut by padding", hex: "a1cd0003 0000000100000002 12340001", error: .malformed),
    ])
    func refuses(vector: MalformedVector) throws {
        try vector.check()
    }

    @Test func aFullDatagramIsBounded() throws {
        let entries = String(repeating: "0000ffff", count: 372)
        let sequences = try Self.sequences("81cd0176 0000000100000002" + entries)
        #expect(sequences.count == 6_324)
    }

    @Test(arguments: [0, 1, 0x7FF0, 0xFFF0, 0xFFFF] as [UInt16]) func whatIsWrittenIsRead(start: UInt16) throws {
        var random = SeededRandom(seed: UInt64(start))
        for share in [0.02, 0.3, 0.9] {
            for _ in 0..<50 {
                let missing = (0..<200).filter { _ in random.chance(share) }.map { start &+ UInt16($0) }
                var writer = ByteWriter()
                GenericNACK.write(senderSSRC: 1, mediaSSRC: 2, sequences: missing, to: &writer)
                if missing.isEmpty {
                    #expect(writer.count == 0)
                } else {
                    #expect(try Self.sequences(Hex.string(writer.bytes)) == missing)
                }
            }
        }
    }

    /// Seventeen in a row are one entry, the eighteenth is another.
    @Test(arguments: [(1, 1), (17, 1), (18, 2), (34, 2), (35, 3)]) func entriesAreFilled(count: Int, entries: Int) {
        var writer = ByteWriter()
        let sequences = (0..<count).map { UInt16(65_530) &+ UInt16($0) }
        GenericNACK.write(senderSSRC: 1, mediaSSRC: 2, sequences: sequences, to: &writer)
        #expect(writer.count == 12 + 4 * entries)
    }

    @Test func asMuchAsIsAskedForAtOnceFitsADatagram() throws {
        var writer = ByteWriter()
        let sequences = (0..<NACKGenerator.maximumRequests).map { UInt16($0 * 20) }
        GenericNACK.write(senderSSRC: 1, mediaSSRC: 2, sequences: sequences, to: &writer)
        #expect(writer.count == 1_036)
        #expect(try Self.sequences(Hex.string(writer.bytes)) == sequences)
    }

    private static func sequences(_ hex: String) throws -> [UInt16] {
        let (packet, datagram) = try readOneRTCP(hex)
        guard case .genericNACK(let nack) = packet else {
            Issue.record("\(packet)")
            return []
        }
        #expect(nack.senderSSRC == 1)
        #expect(nack.mediaSSRC == 2)
        var sequences: [UInt16] = []
        nack.forEachSequence(in: datagram.span) { sequences.append($0) }
        return sequences
    }
}
