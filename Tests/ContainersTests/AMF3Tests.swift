import Bytes
import Containers
import Testing

@Suite struct AMF3Tests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: String
        let values: [AMF0Value]
    }

    /// Behind AMF0's marker, each.
    static let vectors = [
        Vector(testDescription: "undefined", bytes: "00", values: [.undefined]),
        Vector(testDescription: "null", bytes: "01", values: [.null]),
        Vector(testDescription: "booleans", bytes: "02 1103", values: [.boolean(false), .boolean(true)]),
        // The edges of one to four bytes, and of the sign.
        Vector(
            testDescription: "integers",
            bytes:
                "0400 11047f 11048100 1104ff7f 1104818000 1104ffff7f 110480c08000 1104bfffffff 1104c0808000 1104ffffffff",
            values: [0, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455, -268_435_456, -1].map {
                .number($0)
            }),
        Vector(testDescription: "a double", bytes: "05 3ff8000000000000", values: [.number(1.5)]),
        Vector(
            testDescription: "text, and the same again", bytes: "0603 61 110605 6263 110601 110600 110602",
            values: ["a", "bc", "", "a", "bc"].map { .string($0) }),
        Vector(
            testDescription: "a date, and the same again", bytes: "0801 3ff0000000000000 110800",
            values: [.date(1), .date(1)]),
        Vector(testDescription: "XML", bytes: "07 03 61 110b03 62", values: [.string("a"), .string("b")]),
        Vector(
            testDescription: "an array, and the same again", bytes: "0905 01 0401 0402 110900",
            values: [.strictArray([.number(1), .number(2)]), .strictArray([.number(1), .number(2)])]),
        Vector(
            testDescription: "an array with names", bytes: "0903 0361 02 01 03",
            values: [.ecmaArray([.init("a", .boolean(false)), .init("0", .boolean(true))])]),
        Vector(
            testDescription: "a class, an object of it, and that object again",
            bytes: "0a23 0341 0361 0362 0401 0402 110a01 0403 0404 110a02",
            values: [
                .object([.init("a", .number(1)), .init("b", .number(2))]),
                .object([.init("a", .number(3)), .init("b", .number(4))]),
                .object([.init("a", .number(3)), .init("b", .number(4))]),
            ]),
        Vector(
            testDescription: "a dynamic object", bytes: "0a1b 01 0361 03 0362 0600 01",
            values: [.object([.init("a", .boolean(true)), .init("b", .string("a"))])]),
    ]

    @Test(arguments: vectors) func reads(vector: Vector) throws {
        let bytes = try #require(Hex.bytes("11" + vector.bytes))
        #expect(try AMF0Reader.values(in: bytes.span) == vector.values)
    }

    /// Messages of the types 15 and 17: AMF0 behind a zero, AMF0 without it, and AMF3 throughout.
    @Test(arguments: [
        "00 020004 706c6179 00 3ff0000000000000 05", "020004 706c6179 00 3ff0000000000000 05", "0609 706c6179 0401 01",
    ])
    func readsAMessage(bytes: String) throws {
        let bytes = try #require(Hex.bytes(bytes))
        #expect(try AMF3Reader.values(inMessage: bytes.span) == [.string("play"), .number(1), .null])
    }

    @Test func readsAMessageWithoutBytes() throws {
        let bytes: [UInt8] = []
        #expect(try AMF3Reader.values(inMessage: bytes.span).isEmpty)
    }
}
