import Bytes
import Testing

struct ByteWriterTests {
    @Test func writesBigEndianNumbers() {
        var writer = ByteWriter()
        writer.write(UInt8(1))
        writer.write(UInt16(0x0203))
        writer.writeUInt24(0x040506)
        writer.write(UInt32(0x0708_090A))
        writer.write(UInt64(0x0B0C_0D0E_0F10_1112))
        #expect(writer.bytes == Array(1...18))
        writer.patch(0xFFFE, at: 3)
        #expect(writer.bytes[3...4] == [0xFF, 0xFE])
        writer.pad(to: 4)
        #expect(writer.count == 20)
        writer.pad(to: 4)
        #expect(writer.count == 20)
    }

    @Test func hexadecimalRoundTrips() {
        #expect(Hex.bytes("0a:FF 10") == [0x0A, 0xFF, 0x10])
        #expect(Hex.string([0x0A, 0xFF, 0x10]) == "0aff10")
        #expect(Hex.bytes("abc") == nil)
        #expect(Hex.bytes("zz") == nil)
    }
}
