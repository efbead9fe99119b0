import Bytes
import Net
import STUN
import TestSupport
import Testing

struct STUNValueTests {
    /// M01: every attribute we read, with every length that it may not have.
    @Test(arguments: [0, 1, 2, 3, 5, 7, 9, 12, 19, 21, 255, 1_000])
    func aValueOfWrongLengthThrows(length: Int) throws {
        let padded = [UInt8](repeating: 1, count: (length + 3) & ~3)
        func message(_ type: STUNAttributeType) throws -> ([UInt8], STUNMessage) {
            let datagram = RawMessage().attribute(type.rawValue, length: length, padded).datagram()
            return (datagram, try STUNMessage(parsing: datagram.span))
        }
        let (priorityBytes, priority) = try message(.priority)
        #expect(throws: STUNError.malformedValue(.priority)) {
            try priority.uint32(.priority, in: priorityBytes.span)
        }
        let (tieBreakerBytes, tieBreaker) = try message(.iceControlling)
        #expect(throws: STUNError.malformedValue(.iceControlling)) {
            try tieBreaker.uint64(.iceControlling, in: tieBreakerBytes.span)
        }
        let (addressBytes, address) = try message(.xorMappedAddress)
        #expect(throws: STUNError.malformedValue(.xorMappedAddress)) {
            try address.xorAddress(.xorMappedAddress, in: addressBytes.span)
        }
        let (_, useCandidate) = try message(.useCandidate)
        if length > 0 {
            #expect(throws: STUNError.malformedValue(.useCandidate)) { try useCandidate.flag(.useCandidate) }
        }
        let (errorBytes, error) = try message(.errorCode)
        #expect(throws: STUNError.malformedValue(.errorCode)) { try error.errorCode(in: errorBytes.span) }
        let (listBytes, list) = try message(.unknownAttributes)
        if length % 2 == 1 || length > 2 * STUNMessage.maximumAttributes {
            #expect(throws: STUNError.malformedValue(.unknownAttributes)) {
                try list.listedUnknownAttributes(in: listBytes.span)
            }
        } else {
            #expect(try list.listedUnknownAttributes(in: listBytes.span)?.count == length / 2)
        }
    }

    @Test(
        arguments: [
            [0, 0, 4, 8, 1, 1, 1, 1], [0, 1, 4, 8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
            [0, 2, 4, 8, 1, 1, 1, 1],
            [0, 3, 4, 8, 1, 1, 1, 1],
        ] as [[UInt8]]) func anAddressOfAnotherFamilyThrows(value: [UInt8]) throws
    {
        let datagram = RawMessage().attribute(0x0020, value).datagram()
        let message = try STUNMessage(parsing: datagram.span)
        #expect(throws: STUNError.malformedValue(.xorMappedAddress)) {
            try message.xorAddress(.xorMappedAddress, in: datagram.span)
        }
    }

    @Test(arguments: [(2, 99), (7, 0), (3, 100), (4, 255), (0, 0)] as [(UInt8, UInt8)])
    func anErrorCodeOutOfRangeThrows(hundreds: UInt8, rest: UInt8) throws {
        let datagram = RawMessage().attribute(0x0009, [0, 0, hundreds, rest]).datagram()
        let message = try STUNMessage(parsing: datagram.span)
        #expect(throws: STUNError.malformedValue(.errorCode)) { try message.errorCode(in: datagram.span) }
    }

    @Test func absentValuesAreNil() throws {
        let datagram = RawMessage().datagram()
        let message = try STUNMessage(parsing: datagram.span)
        #expect(try message.uint32(.priority, in: datagram.span) == nil)
        #expect(try message.uint64(.iceControlled, in: datagram.span) == nil)
        #expect(try message.xorAddress(.xorMappedAddress, in: datagram.span) == nil)
        #expect(try message.errorCode(in: datagram.span) == nil)
        #expect(try message.listedUnknownAttributes(in: datagram.span) == nil)
        #expect(try !message.flag(.useCandidate))
    }

    @Test func theFirstOfTwoCounts() throws {
        let datagram = RawMessage().attribute(0x0024, [0, 0, 0, 1]).attribute(0x0024, [0, 0, 0, 2]).datagram()
        let message = try STUNMessage(parsing: datagram.span)
        #expect(try message.uint32(.priority, in: datagram.span) == 1)
    }
}
