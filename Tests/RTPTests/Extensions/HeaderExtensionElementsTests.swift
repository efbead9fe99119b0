import Bytes
import RTP
import TestSupport
import Testing

struct HeaderExtensionElementsTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let name: String
        /// The extension, with its own header.
        let hex: String
        /// Identifier and data of each element.
        let elements: [(id: UInt8, data: String)]
        var testDescription: String { name }
    }

    @Test(arguments: [
        Vector(
            name: "one-byte form, the figure of RFC 8285 §4.2 in outline", hex: "bede0003 10aa 21bbcc 0000 33ddeeff11",
            elements: [(1, "aa"), (2, "bbcc"), (3, "ddeeff11")]),
        Vector(
            name: "sixteen bytes", hex: "bede0005 5f000102030405060708090a0b0c0d0e0f 000000",
            elements: [(5, "000102030405060708090a0b0c0d0e0f")]),
        Vector(name: "identifier 15 ends the walk", hex: "bede0002 10aa f0bb 20cc 0000", elements: [(1, "aa")]),
        Vector(
            name: "identifier 0 with a length ends the walk", hex: "bede0002 10aa 01bbbb 20cc 00", elements: [(1, "aa")]
        ),
        Vector(name: "an element past the end is dropped", hex: "bede0001 10aa 23bb", elements: [(1, "aa")]),
        Vector(name: "an element header alone at the end", hex: "bede0001 11aabb 20", elements: [(1, "aabb")]),
        Vector(name: "padding alone", hex: "bede0001 00000000", elements: []),
        Vector(name: "no words", hex: "bede0000", elements: []),
        Vector(
            name: "two-byte form with an empty element", hex: "10000002 0100 0202aabb ff00",
            elements: [(1, ""), (2, "aabb"), (255, "")]),
        Vector(name: "two-byte form with application bits", hex: "100f0001 0f01aa 00", elements: [(15, "aa")]),
        Vector(
            name: "two-byte form, padding between", hex: "10000002 0101aa 000000 0300", elements: [(1, "aa"), (3, "")]),
        Vector(name: "two-byte form, past the end", hex: "10000001 0103aabb", elements: []),
        Vector(name: "two-byte form, length cut", hex: "10000001 0101aa 02", elements: [(1, "aa")]),
        Vector(name: "another profile", hex: "abac0001 10aa0000", elements: []),
        Vector(name: "almost two-byte", hex: "10100001 0101aa00", elements: []),
    ])
    func walks(vector: Vector) throws {
        let packet = try #require(Hex.bytes("906000000000000000000000" + vector.hex + "eeeeeeee"))
        let elements = try Self.elements(of: packet)
        #expect(elements.map(\.id) == vector.elements.map(\.id))
        #expect(elements.map { Hex.string(packet[$0.range]) } == vector.elements.map(\.data))
    }

    @Test func aShorterPacketThanTheHeaderSaysHasNoElements() throws {
        let packet = try #require(Hex.bytes("906000000000000000000000 bede0001 10aa0000"))
        let header = try RTPHeader.parse(packet.span)
        var elements = HeaderExtensionElements(header)
        let cut = Array(packet.dropLast())
        let element = elements.next(in: cut.span)
        #expect(element == nil)
    }

    @Test(arguments: [HeaderExtensionForm.oneByte, .twoByte]) func whatIsWrittenIsRead(form: HeaderExtensionForm) throws
    {
        var random = SeededRandom(seed: 3)
        for _ in 0..<500 {
            var writer = ByteWriter()
            RTPHeader.write(
                payloadType: 96, marker: false, sequence: 1, timestamp: 2, ssrc: 3, hasExtension: true, to: &writer)
            let block = HeaderExtensionWriter(form, to: &writer)
            var written: [(UInt8, [UInt8])] = []
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                let id = UInt8.random(in: 1...(form == .oneByte ? 14 : 255), using: &random)
                let data = random.bytes(Int.random(in: (form == .oneByte ? 1...16 : 0...60), using: &random))
                let isWritten = block.append(id: id, data: data.span, to: &writer)
                #expect(isWritten)
                written.append((id, data))
            }
            block.finish(&writer)
            writer.write(UInt32(0xFFFF_FFFF))
            let elements = try Self.elements(of: writer.bytes)
            #expect(elements.map(\.id) == written.map(\.0))
            #expect(elements.map { Array(writer.bytes[$0.range]) } == written.map(\.1))
        }
    }

    @Test(
        arguments: [
            (HeaderExtensionForm.oneByte, 0, 1), (.oneByte, 15, 1), (.oneByte, 1, 0), (.oneByte, 1, 17),
            (.twoByte, 0, 1),
            (.twoByte, 1, 256),
        ] as [(HeaderExtensionForm, UInt8, Int)])
    func theWriterRefusesWhatTheFormCannotSay(form: HeaderExtensionForm, id: UInt8, length: Int) {
        var writer = ByteWriter()
        let block = HeaderExtensionWriter(form, to: &writer)
        let data = [UInt8](repeating: 1, count: length)
        let isWritten = block.append(id: id, data: data.span, to: &writer)
        #expect(!isWritten)
        #expect(writer.count == 4)
    }

    @Test func theWriterStopsAtItsLimit() {
        var writer = ByteWriter()
        let block = HeaderExtensionWriter(.twoByte, to: &writer)
        let data = [UInt8](repeating: 1, count: 254)
        let written = (1...5).map { block.append(id: UInt8($0), data: data.span, to: &writer) }
        block.finish(&writer)
        #expect(written == [true, true, true, true, false])
        #expect(writer.count == 4 + HeaderExtensionWriter.maximumLength)
        #expect(Array(writer.bytes[2..<4]) == [1, 0])
    }

    private static func elements(of packet: [UInt8]) throws -> [HeaderExtensionElement] {
        var walk = HeaderExtensionElements(try RTPHeader.parse(packet.span))
        var elements: [HeaderExtensionElement] = []
        while let element = walk.next(in: packet.span) { elements.append(element) }
        return elements
    }
}
