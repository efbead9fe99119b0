import Bytes
import Containers
import Testing

@Suite struct AMF0Tests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: String
        let values: [AMF0Value]
        /// Whether the writer says the same.
        var isCanonical = true
    }

    static let vectors = [
        Vector(
            testDescription: "nginx-rtmp's connect",
            bytes: """
                020007636f6e6e656374003ff00000000000000300036170700200046c6976650005746355726c02001b72746d703a2f2f3132
                372e302e302e313a31393335362f6c69766500077061676555726c020000000673776655726c0200000008666c617368566572
                02000f4c4e582e31312c312c3130322c3535000b617564696f436f646563730040abee0000000000000b766964656f436f6465
                637300406f800000000000000009
                """,
            values: [
                .string("connect"), .number(1),
                .object([
                    .init("app", .string("live")), .init("tcUrl", .string("rtmp://127.0.0.1:19356/live")),
                    .init("pageUrl", .string("")), .init("swfUrl", .string("")),
                    .init("flashVer", .string("LNX.11,1,102,55")), .init("audioCodecs", .number(3575)),
                    .init("videoCodecs", .number(252)),
                ]),
            ]),
        Vector(
            testDescription: "ffmpeg's metadata, shortened",
            bytes: """
                02000d40736574446174614672616d6502000a6f6e4d65746144617461080000000300086475726174696f6e00000000000000
                0000000673746572656f01000007656e636f64657202000d4c61766635392e32372e313030000009
                """,
            values: [
                .string("@setDataFrame"), .string("onMetaData"),
                .ecmaArray([
                    .init("duration", .number(0)), .init("stereo", .boolean(false)),
                    .init("encoder", .string("Lavf59.27.100")),
                ]),
            ]),
        Vector(
            testDescription: "one of each",
            bytes: "05 06 0101 0a00000002 050101 0b 4271e54999d00000 0000 08 00000000 000009",
            values: [
                .null, .undefined, .boolean(true), .strictArray([.null, .boolean(true)]), .date(1_229_780_000_000),
                .ecmaArray([]),
            ]),
        Vector(testDescription: "no values", bytes: "", values: []),
        Vector(
            testDescription: "an ECMA array whose count is wrong", bytes: "08 ffffffff 0001 61 05 000009",
            values: [.ecmaArray([.init("a", .null)])], isCanonical: false),
        Vector(
            testDescription: "an ECMA array without an end", bytes: "08 00000001 0001 61 05",
            values: [.ecmaArray([.init("a", .null)])], isCanonical: false),
        Vector(
            testDescription: "a property without a name", bytes: "03 0000 05 000009",
            values: [.object([.init("", .null)])]),
        Vector(
            testDescription: "a typed object", bytes: "10 0003 416263 0001 61 0100 000009",
            values: [.object([.init("a", .boolean(false))])], isCanonical: false),
        Vector(
            testDescription: "a short long string, XML and what is unsupported",
            bytes: "0c 00000001 78 0f 00000004 3c612f3e 0d",
            values: [.string("x"), .string("<a/>"), .undefined], isCanonical: false),
        Vector(
            testDescription: "a time zone", bytes: "0b 0000000000000000 ffc4", values: [.date(0)], isCanonical: false),
        Vector(
            testDescription: "references", bytes: "0a00000001 03 0001 61 05 000009 07 0001 07 0000",
            values: [
                .strictArray([.object([.init("a", .null)])]), .object([.init("a", .null)]),
                .strictArray([.object([.init("a", .null)])]),
            ], isCanonical: false),
        Vector(
            testDescription: "text that is not UTF-8", bytes: "02 0003 61ff62", values: [.string("a\u{FFFD}b")],
            isCanonical: false),
        Vector(
            testDescription: "AMF3 inside", bytes: "03 0001 61 11 0a0b010362060363 01 000009 0100",
            values: [.object([.init("a", .object([.init("b", .string("c"))]))]), .boolean(false)],
            isCanonical: false),
    ]

    @Test(arguments: vectors) func reads(vector: Vector) throws {
        let bytes = try #require(Hex.bytes(vector.bytes))
        #expect(try AMF0Reader.values(in: bytes.span) == vector.values)
    }

    @Test(arguments: vectors) func writes(vector: Vector) throws {
        let bytes = AMF0Writer.bytes(of: vector.values)
        if vector.isCanonical { #expect(bytes == Hex.bytes(vector.bytes)) }
        #expect(try AMF0Reader.values(in: bytes.span) == vector.values)
    }

    @Test func readsOneValueAtATime() throws {
        let bytes: [UInt8] = [5, 1, 1, 9]
        var input = ByteReader(bytes.span)
        var reader = AMF0Reader()
        let first = try reader.value(from: &input)
        let second = try reader.value(from: &input)
        #expect(first == .null && second == .boolean(true))
        let remaining = input.remaining
        #expect(remaining == 1)
        #expect(throws: AMFError.unknownMarker(9)) { try reader.value(from: &input) }
    }

    /// The first length that takes the long form.
    @Test(arguments: [(65_535, 0x02), (65_536, 0x0C)] as [(Int, UInt8)])
    func longTextHasAMarkerOfItsOwn(count: Int, marker: UInt8) throws {
        let value = AMF0Value.string(String(repeating: "x", count: count))
        let bytes = AMF0Writer.bytes(of: [value])
        #expect(bytes.first == marker)
        #expect(try AMF0Reader.values(in: bytes.span) == [value])
    }

    @Test func aNameThatIsTooLongIsCutOff() throws {
        let bytes = AMF0Writer.bytes(of: [.object([.init(String(repeating: "x", count: 65_536), .null)])])
        let expected = AMF0Value.object([.init(String(repeating: "x", count: 65_535), .null)])
        #expect(try AMF0Reader.values(in: bytes.span) == [expected])
    }
}
