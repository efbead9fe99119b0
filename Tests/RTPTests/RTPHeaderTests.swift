import Bytes
import RTP
import TestSupport
import Testing

struct RTPHeaderTests {
    @Test func readsEveryField() throws {
        // Version 2, padding, extension, two CSRCs; marker, type 96; one word of extension; payload aa bb; padding of 3.
        let packet = try #require(
            Hex.bytes("b2e0 fffe 00010203 deadbeef 11111111 22222222 bede0001 10ff0000 aabb 000003"))
        let header = try RTPHeader.parse(packet.span)
        #expect(header.marker)
        #expect(header.payloadType == 96)
        #expect(header.sequence == 0xFFFE)
        #expect(header.timestamp == 0x0001_0203)
        #expect(header.ssrc == 0xDEAD_BEEF)
        #expect(header.csrcCount == 2)
        #expect(header.extensionProfile == 0xBEDE)
        #expect(header.hasExtension)
        #expect(header.extensionRange == 24..<28)
        #expect(header.headerLength == 28)
        #expect(header.payloadRange == 28..<30)
        #expect(header.paddingLength == 3)
    }

    struct Vector: Sendable, CustomTestStringConvertible {
        let name: String
        let hex: String
        let error: RTPError
        var testDescription: String { name }
    }

    @Test(arguments: [
        Vector(name: "nothing", hex: "", error: .truncated),
        Vector(name: "eleven bytes", hex: "8060000000000000000000", error: .truncated),
        Vector(name: "version 0", hex: "006000000000000000000000", error: .badVersion),
        Vector(name: "version 1", hex: "406000000000000000000000", error: .badVersion),
        Vector(name: "version 3", hex: "c06000000000000000000000", error: .badVersion),
        Vector(name: "15 CSRCs, none there", hex: "8f6000000000000000000000", error: .truncated),
        Vector(name: "second CSRC cut", hex: "826000000000000000000000 11111111 222222", error: .truncated),
        Vector(name: "extension header cut", hex: "906000000000000000000000 bede00", error: .truncated),
        Vector(name: "extension length past end", hex: "906000000000000000000000 bede0001 000000", error: .truncated),
        Vector(name: "extension of 65,535 words", hex: "906000000000000000000000 bedeffff 00000000", error: .truncated),
        Vector(name: "padding of 0", hex: "a06000000000000000000000 aa00", error: .badPadding),
        Vector(name: "padding of 255", hex: "a06000000000000000000000 aaff", error: .badPadding),
        Vector(name: "padding one more than payload", hex: "a06000000000000000000000 aa03", error: .badPadding),
        Vector(name: "padding, no payload at all", hex: "a06000000000000000000001", error: .badPadding),
    ])
    func refuses(vector: Vector) throws {
        let bytes = try #require(Hex.bytes(vector.hex))
        #expect(throws: vector.error) { try RTPHeader.parse(bytes.span) }
    }

    @Test func aPacketMayBePaddingAlone() throws {
        let packet = try #require(Hex.bytes("a06000000000000000000000 00000004"))
        let header = try RTPHeader.parse(packet.span)
        #expect(header.payloadRange == 12..<12)
        #expect(header.paddingLength == 4)
        #expect(!header.hasExtension)
        #expect(header.extensionRange.isEmpty)
    }

    @Test func anExtensionMayBeEmpty() throws {
        let packet = try #require(Hex.bytes("906000000000000000000000 bede0000 aa"))
        let header = try RTPHeader.parse(packet.span)
        #expect(header.hasExtension)
        #expect(header.extensionRange.isEmpty)
        #expect(header.payloadRange == 16..<17)
    }

    @Test func moreThanSixteenBitsOfLengthAreRefused() throws {
        var packet = [UInt8](repeating: 0, count: 65_535)
        packet[0] = 0x80
        let header = try RTPHeader.parse(packet.span)
        #expect(header.payloadLength == 65_523)
        packet.append(0)
        #expect(throws: RTPError.tooLarge) { try RTPHeader.parse(packet.span) }
    }

    @Test func whatParsesAddsUpToThePacket() throws {
        var random = SeededRandom(seed: 1)
        var parsed = 0
        for _ in 0..<5_000 {
            var packet = random.bytes(Int.random(in: 12...120, using: &random))
            packet[0] = packet[0] & 0x3F | 0x80
            if random.chance(0.5) { packet[packet.count - 1] &= 7 }
            guard let header = try? RTPHeader.parse(packet.span) else { continue }
            parsed += 1
            #expect(Int(header.headerLength) + Int(header.payloadLength) + Int(header.paddingLength) == packet.count)
            #expect(header.extensionRange.upperBound <= Int(header.headerLength))
            #expect(Int(header.headerLength) >= 12 + 4 * Int(header.csrcCount))
        }
        #expect(parsed > 500)
    }

    @Test func whatIsWrittenIsRead() throws {
        var random = SeededRandom(seed: 2)
        for _ in 0..<500 {
            let type = UInt8.random(in: 0...127, using: &random)
            let (marker, sequence) = (Bool.random(using: &random), UInt16.random(in: 0 ... .max, using: &random))
            let (timestamp, ssrc) = (
                UInt32.random(in: 0 ... .max, using: &random), UInt32.random(in: 0 ... .max, using: &random)
            )
            let payload = random.bytes(Int.random(in: 0...20, using: &random))
            var writer = ByteWriter()
            RTPHeader.write(
                payloadType: type, marker: marker, sequence: sequence, timestamp: timestamp, ssrc: ssrc, to: &writer)
            writer.write(payload)
            let header = try RTPHeader.parse(writer.bytes.span)
            #expect(header.payloadType == type)
            #expect(header.marker == marker)
            #expect(header.sequence == sequence)
            #expect(header.timestamp == timestamp)
            #expect(header.ssrc == ssrc)
            #expect(Array(writer.bytes[header.payloadRange]) == payload)
        }
    }

    @Test func isSmallAndPlain() {
        #expect(MemoryLayout<RTPHeader>.size <= 32)
        #expect(_isPOD(RTPHeader.self))
    }
}
