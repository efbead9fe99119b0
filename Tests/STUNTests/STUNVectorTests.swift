import Bytes
import Net
import STUN
import Testing

/// The messages of RFC 5769, read and checked.
struct STUNVectorTests {
    private let key = STUNIntegrityKey(password: RFC5769.password)
    private let transactionID = STUNTransactionID(high: 0xB7E7_A701, low: 0xBC34_D686_FA87_DFAE)

    @Test func readsTheRequest() throws {
        let datagram = RFC5769.request
        let message = try STUNMessage(parsing: datagram.span)
        #expect(message.method == .binding)
        #expect(message.class == .request)
        #expect(message.transactionID == transactionID)
        #expect(message.hasFingerprint)
        let isAuthentic = message.isAuthentic(under: key, in: datagram.span)
        #expect(isAuthentic)
        #expect(try message.uint32(.priority, in: datagram.span) == 0x6E00_01FF)
        #expect(try message.uint64(.iceControlled, in: datagram.span) == 0x932F_F9B1_5126_3B36)
        let username = try #require(message.attribute(.username))
        #expect(Array(datagram[username.value]) == Array("evtj:h6vY".utf8))
    }

    @Test(arguments: [
        (RFC5769.responseV4, "192.0.2.1"), (RFC5769.responseV6, "2001:db8:1234:5678:11:2233:4455:6677"),
    ]) func readsTheResponse(datagram: [UInt8], ip: String) throws {
        let message = try STUNMessage(parsing: datagram.span)
        #expect(message.class == .success)
        #expect(message.hasFingerprint)
        let isAuthentic = message.isAuthentic(under: key, in: datagram.span)
        #expect(isAuthentic)
        let address = try message.xorAddress(.xorMappedAddress, in: datagram.span)
        #expect(address == SocketAddress(ip: try #require(IPAddress(ip)), port: 32_853))
    }

    @Test func checksTheRequestUnderALongTermKey() throws {
        let datagram = RFC5769.longTermRequest
        let message = try STUNMessage(parsing: datagram.span)
        #expect(!message.hasFingerprint)
        let isAuthentic = message.isAuthentic(under: STUNIntegrityKey(bytes: RFC5769.longTermKey), in: datagram.span)
        #expect(isAuthentic)
        let isAuthenticUnderAnother = message.isAuthentic(under: key, in: datagram.span)
        #expect(!isAuthenticUnderAnother)
    }

    @Test func findsTheLocalUfragOfTheRequest() {
        let datagram = RFC5769.request
        let range = STUNMessage.localUfrag(in: datagram.span)
        #expect(range.map { Array(datagram[$0]) } == Array("evtj".utf8))
    }

    /// Whichever bit of the message flips, FINGERPRINT does not fit, unless the flip makes it another attribute.
    @Test func theFingerprintProtectsEveryBit() {
        for bit in 0..<(RFC5769.request.count * 8) {
            let datagram = flipped(bit, of: RFC5769.request)
            let message = try? STUNMessage(parsing: datagram.span)
            #expect(message?.hasFingerprint != true, "bit \(bit)")
        }
    }

    /// Whichever bit of a message without FINGERPRINT flips, MESSAGE-INTEGRITY does not fit.
    @Test func integrityProtectsEveryBit() {
        let request = sealed(RFC5769.request.dropLast(8))
        for bit in 0..<(request.count * 8) {
            let datagram = flipped(bit, of: request)
            let message = try? STUNMessage(parsing: datagram.span)
            let isAuthentic = message?.isAuthentic(under: key, in: datagram.span)
            #expect(isAuthentic != true, "bit \(bit)")
        }
        let message = try? STUNMessage(parsing: request.span)
        let isAuthentic = message?.isAuthentic(under: key, in: request.span)
        #expect(isAuthentic == true, "without a flip it does")
    }

    private func flipped(_ bit: Int, of bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
        return bytes
    }

    /// The bytes with a length in the header that fits them.
    private func sealed(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(Array(bytes))
        writer.patch(UInt16(bytes.count - 20), at: 2)
        return writer.bytes
    }
}
