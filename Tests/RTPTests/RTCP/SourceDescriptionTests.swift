import Bytes
import RTP
import Testing

struct SourceDescriptionTests {
    /// Two sources: the first with a tool name before its canonical name, the second without a name.
    @Test func findsCanonicalNames() throws {
        let (names, _) = try Self.names("82ca0005 00000001 060174 01026162 00 00000002 00000000")
        #expect(names == [1: "ab"])
    }

    /// The item ends on a word, so a whole word of zeros ends the chunk.
    @Test func zerosFillAWholeWord() throws {
        let (names, _) = try Self.names("82ca0006 00000001 01026162 00000000 00000002 01056162636465 00")
        #expect(names == [1: "ab", 2: "abcde"])
    }

    @Test func noChunksAreLegal() throws {
        #expect(try Self.names("80ca0000").names.isEmpty)
    }

    @Test(arguments: [
        MalformedVector(name: "chunk promised", hex: "81ca0000", error: .truncated),
        MalformedVector(name: "no item, no end", hex: "81ca0001 00000001", error: .truncated),
        MalformedVector(name: "text past the end", hex: "81ca0002 00000001 01036162", error: .truncated),
        MalformedVector(name: "no end behind the text", hex: "81ca0002 00000001 01026162", error: .truncated),
        MalformedVector(name: "item without length", hex: "81ca0002 00000001 0101 61 01", error: .truncated),
        MalformedVector(
            name: "31 chunks chained", hex: "9fca0004 00000001 00000000 00000002 00000000", error: .truncated),
    ])
    func refuses(vector: MalformedVector) throws {
        try vector.check()
    }

    @Test(arguments: ["", "a", "ab", "abc", "abcd", "grüße", String(repeating: "x", count: 255)])
    func whatIsWrittenIsRead(cname: String) throws {
        var writer = ByteWriter()
        SourceDescription.write(ssrc: 0xCAFE_F00D, cname: cname, to: &writer)
        #expect(writer.count % 4 == 0)
        #expect(try Self.names(Hex.string(writer.bytes)).names == [0xCAFE_F00D: cname])
    }

    @Test func aNameIsCutAtItsLimit() throws {
        var writer = ByteWriter()
        SourceDescription.write(ssrc: 1, cname: String(repeating: "x", count: 300), to: &writer)
        #expect(try Self.names(Hex.string(writer.bytes)).names[1]?.count == 255)
    }

    private static func names(_ hex: String) throws -> (names: [UInt32: String], datagram: [UInt8]) {
        let (packet, datagram) = try readOneRTCP(hex)
        guard case .sourceDescription(let description) = packet else {
            Issue.record("\(packet)")
            return ([:], datagram)
        }
        var names: [UInt32: String] = [:]
        description.forEachCNAME(in: datagram.span) { ssrc, range in
            names[ssrc] = String(decoding: datagram[range], as: UTF8.self)
        }
        return (names, datagram)
    }
}
