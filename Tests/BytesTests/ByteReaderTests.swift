import Bytes
import Testing

struct ByteReaderTests {
    @Test func readsBigEndianNumbersAndStopsAtTheEnd() throws {
        let bytes: [UInt8] = Array(1...18)
        var reader = ByteReader(bytes.span)
        #expect(try reader.readUInt8() == 0x01)
        #expect(try reader.readUInt16() == 0x0203)
        #expect(try reader.readUInt24() == 0x040506)
        #expect(try reader.readUInt32() == 0x0708_090A)
        #expect(try reader.readUInt64() == 0x0B0C_0D0E_0F10_1112)
        let atEnd = reader.isAtEnd
        #expect(atEnd)
        #expect(throws: EndOfBytes.self) { try reader.readUInt8() }
    }

    @Test(arguments: [-1, 4, Int.max, Int.min]) func aSliceOutOfBoundsThrowsAndDoesNotMove(count: Int) throws {
        let bytes: [UInt8] = [1, 2, 3]
        var reader = ByteReader(bytes.span)
        #expect(throws: EndOfBytes.self) { _ = try reader.readSlice(count) }
        #expect(throws: EndOfBytes.self) { try reader.skip(count) }
        let remaining = reader.remaining
        #expect(remaining == 3)
    }

    @Test func aNestedReaderCannotReachOutside() throws {
        let bytes: [UInt8] = [1, 2, 3, 4]
        var outer = ByteReader(bytes.span)
        var inner = ByteReader(try outer.readSlice(2))
        #expect(try inner.readUInt16() == 0x0102)
        #expect(throws: EndOfBytes.self) { try inner.readUInt8() }
        #expect(try outer.readUInt16() == 0x0304)
    }
}
