import Bytes
import Net
import STUN
import TestSupport
import Testing

struct STUNMessageWriterTests {
    private let key = STUNIntegrityKey(password: RFC5769.password)

    /// Everything of the response of RFC 5769 §2.2 but its padding is ours, byte for byte.
    @Test func writesTheVectorsResponse() throws {
        let transactionID = STUNTransactionID(high: 0xB7E7_A701, low: 0xBC34_D686_FA87_DFAE)
        var writer = STUNMessageWriter(.success, .binding, transactionID: transactionID)
        // The vector pads its eleven bytes with a space; eleven and that space make an attribute without padding.
        writer.write(STUNAttributeType(rawValue: 0x8022), "test vector ")
        writer.write(.xorMappedAddress, xor: SocketAddress(ip: try #require(IPAddress("192.0.2.1")), port: 32_853))
        var output = ByteWriter()
        writer.finish(authenticatedBy: key, into: &output)
        var expected = RFC5769.responseV4
        expected[23] = 12
        #expect(output.bytes.prefix(48) == expected.prefix(48))
    }

    @Test(arguments: UInt64(0)..<50) func everyValueRoundTrips(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let v4 = SocketAddress(ip: IPAddress(v4: random.next()), port: random.next())
        let v6 = SocketAddress(ip: IPAddress(high: random.next() | 1, low: random.next()), port: random.next())
        let priority: UInt32 = random.next()
        let tieBreaker: UInt64 = random.next()
        let username = String(repeating: "u", count: Int(seed))
        let unknown = (0..<Int(seed % 32)).map { _ in STUNAttributeType(rawValue: random.next()) }
        let otherAddress = STUNAttributeType(rawValue: 0x0012)

        var writer = STUNMessageWriter(.failure, .binding, transactionID: .random(using: &random))
        writer.write(.username, username)
        writer.write(.priority, priority)
        writer.write(.iceControlling, tieBreaker)
        writer.write(.useCandidate)
        writer.write(.xorMappedAddress, xor: v4)
        writer.write(otherAddress, xor: v6)
        writer.write(STUNErrorCode.roleConflict)
        writer.write(unknownAttributes: unknown)
        var output = ByteWriter()
        output.write("before")
        writer.finish(authenticatedBy: key, into: &output)

        let datagram = Array(output.bytes.dropFirst(6))
        let message = try STUNMessage(parsing: datagram.span)
        #expect(message.hasFingerprint)
        let isAuthentic = message.isAuthentic(under: key, in: datagram.span)
        #expect(isAuthentic)
        #expect(message.attribute(.username).map { Array(datagram[$0.value]) } == Array(username.utf8))
        #expect(try message.uint32(.priority, in: datagram.span) == priority)
        #expect(try message.uint64(.iceControlling, in: datagram.span) == tieBreaker)
        #expect(try message.flag(.useCandidate))
        #expect(try message.xorAddress(.xorMappedAddress, in: datagram.span) == v4)
        #expect(try message.xorAddress(otherAddress, in: datagram.span) == v6)
        #expect(try message.errorCode(in: datagram.span) == 487)
        #expect(try message.listedUnknownAttributes(in: datagram.span) == unknown)
    }

    /// M05: padding tells nothing.
    @Test(arguments: 0...8) func paddingIsZero(length: Int) throws {
        var writer = STUNMessageWriter(.request, .binding, transactionID: STUNTransactionID(high: 0, low: 0))
        writer.write(.username, [UInt8](repeating: 0xFF, count: length))
        var output = ByteWriter()
        writer.finish(authenticatedBy: nil, into: &output)
        let datagram = output.bytes
        let message = try STUNMessage(parsing: datagram.span)
        let value = try #require(message.attribute(.username)).value
        let padding = datagram[value.upperBound..<(datagram.count - 8)]
        #expect(padding.count == (4 - length % 4) % 4)
        #expect(padding.allSatisfy { $0 == 0 })
    }

    @Test func withoutKeyThereIsNoIntegrity() throws {
        var output = ByteWriter()
        STUNMessageWriter(.request, .binding, transactionID: STUNTransactionID(high: 0, low: 0))
            .finish(authenticatedBy: nil, into: &output)
        let datagram = output.bytes
        let message = try STUNMessage(parsing: datagram.span)
        #expect(!message.hasIntegrity && message.hasFingerprint)
    }
}
