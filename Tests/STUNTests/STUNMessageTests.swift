import Bytes
import Net
import STUN
import Testing

struct STUNMessageTests {
    private let key = STUNIntegrityKey(password: "a password of 22 chars")

    @Test(arguments: STUNClass.allCases, [0x000, 0x001, 0x003, 0x00A, 0x080, 0xFFF] as [UInt16])
    func methodAndClassRoundTrip(class: STUNClass, method: UInt16) throws {
        var output = ByteWriter()
        STUNMessageWriter(`class`, STUNMethod(rawValue: method), transactionID: STUNTransactionID(high: 1, low: 2))
            .finish(authenticatedBy: nil, into: &output)
        let datagram = output.bytes
        let message = try STUNMessage(parsing: datagram.span)
        #expect(message.class == `class`)
        #expect(message.method.rawValue == method)
        #expect(message.transactionID == STUNTransactionID(high: 1, low: 2))
        #expect(STUNMessage.isSTUN(firstByte: datagram[0]) == (datagram[0] & 0xC0 == 0 && datagram[0] < 4))
    }

    @Test(arguments: [UInt8.min, 3, 4, 19, 20, 63, 64, 127, 128, 191, .max])
    func theFirstByteTellsSTUN(byte: UInt8) {
        #expect(STUNMessage.isSTUN(firstByte: byte) == (byte < 4))
    }

    /// M02: what the header says about the length.
    @Test(arguments: [
        (RawMessage().datagram(length: 4), STUNError.wrongLength),
        (RawMessage().datagram(length: 65_535), .wrongLength),
        (RawMessage().datagram(length: 65_532), .wrongLength), (RawMessage(body: [0, 0]).datagram(), .wrongLength),
        (RawMessage(body: [0, 0, 0, 0]).datagram(length: 0), .wrongLength), ([], .notSTUN),
        (Array(RawMessage().datagram().dropLast()), .notSTUN), (RawMessage().datagram(cookie: 0x2112_A443), .notSTUN),
        (RawMessage(type: 0x4001).datagram(), .notSTUN), (RawMessage(type: 0x8001).datagram(), .notSTUN),
        (RawMessage().attribute(6, length: 5, [1, 2, 3, 4]).datagram(), .truncatedAttribute),
        (RawMessage().attribute(6, length: 65_535, [1, 2, 3, 4]).datagram(), .truncatedAttribute),
        (RawMessage().attribute(8, [1, 2, 3, 4]).datagram(), .malformedValue(.messageIntegrity)),
        (RawMessage().attribute(8, []).datagram(), .malformedValue(.messageIntegrity)),
        (RawMessage().attribute(0x8028, []).datagram(), .malformedValue(.fingerprint)),
        (RawMessage().attribute(0x8028, [1, 2, 3, 4]).datagram(), .wrongFingerprint),
        (RawMessage().attribute(0x8028, [1, 2, 3, 4]).attribute(6, []).datagram(), .misplacedFingerprint),
    ]) func refuses(datagram: [UInt8], error: STUNError) {
        #expect(throws: error) { try STUNMessage(parsing: datagram.span) }
    }

    @Test func takesThirtyTwoAttributesAndNoMore() throws {
        var raw = RawMessage()
        for _ in 0..<STUNMessage.maximumAttributes { raw = raw.attribute(0x8001, [1, 2, 3, 4]) }
        let full = raw.datagram()
        #expect(try STUNMessage(parsing: full.span).attributes.count == STUNMessage.maximumAttributes)
        let overfull = raw.attribute(0x8001, []).datagram()
        #expect(throws: STUNError.tooManyAttributes) { try STUNMessage(parsing: overfull.span) }
    }

    /// M03: what stands behind MESSAGE-INTEGRITY is not there.
    @Test func ignoresWhatFollowsIntegrity() throws {
        var output = ByteWriter()
        STUNMessageWriter(.request, .binding, transactionID: STUNTransactionID(high: 1, low: 2))
            .finish(authenticatedBy: key, into: &output)
        var forged = ByteWriter()
        forged.write(output.bytes.dropLast(8))
        forged.write([0x00, 0x25, 0x00, 0x00] as [UInt8])  // USE-CANDIDATE
        forged.write([0x00, 0x08, 0x00, 0x14] as [UInt8])  // another MESSAGE-INTEGRITY
        forged.writeZeros(20)
        forged.patch(UInt16(forged.count - 20), at: 2)
        let datagram = forged.bytes
        let message = try STUNMessage(parsing: datagram.span)
        #expect(message.attributes.isEmpty)
        #expect(try !message.flag(.useCandidate))
        let isAuthentic = message.isAuthentic(under: key, in: datagram.span)
        #expect(isAuthentic)
        let isAuthenticUnderAnother = message.isAuthentic(
            under: STUNIntegrityKey(password: "another"), in: datagram.span)
        #expect(!isAuthenticUnderAnother)
    }

    @Test func withoutIntegrityNoKeyVouches() throws {
        let datagram = RawMessage().datagram()
        let message = try STUNMessage(parsing: datagram.span)
        #expect(!message.hasIntegrity)
        let isAuthentic = message.isAuthentic(under: key, in: datagram.span)
        #expect(!isAuthentic)
    }

    /// M04: attributes that must be understood.
    @Test func namesUnknownAttributesOnce() throws {
        let datagram = RawMessage().attribute(0x7FFE, []).attribute(0x0006, [1, 2, 3, 4]).attribute(0x7FFE, [])
            .attribute(0xC057, [0, 0, 0, 0]).attribute(0x0024, [0, 0, 0, 1]).datagram()
        let message = try STUNMessage(parsing: datagram.span)
        #expect(
            message.unknownAttributes(knowing: [.username])
                == [STUNAttributeType(rawValue: 0x7FFE), STUNAttributeType(rawValue: 0x0024)])
    }

    @Test func keysDoNotPrintThemselves() {
        let key = STUNIntegrityKey(password: "sesame")
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] {
            #expect(!text.contains("sesame") && !text.contains("115"))
        }
    }
}
