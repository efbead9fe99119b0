import Bytes
import STUN

/// Messages put together by hand, so that they can be wrong in ways that the writer never is.
struct RawMessage {
    var type: UInt16 = 0x0001
    var body: [UInt8] = []

    /// The message with an attribute of `length` as its header says, holding `value` and no padding but what is
    /// given.
    func attribute(_ type: UInt16, length: Int? = nil, _ value: [UInt8]) -> RawMessage {
        var writer = ByteWriter()
        writer.write(type)
        writer.write(UInt16(length ?? value.count))
        writer.write(value)
        return RawMessage(type: self.type, body: body + writer.bytes)
    }

    /// The datagram, whose header says `length` instead of what is true.
    func datagram(length: Int? = nil, cookie: UInt32 = 0x2112_A442) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(type)
        writer.write(UInt16(length ?? body.count))
        writer.write(cookie)
        writer.write(0x0102_0304 as UInt32)
        writer.write(0x0506_0708_090A_0B0C as UInt64)
        writer.write(body)
        return writer.bytes
    }
}
