import Bytes

/// What the bytes in front of a chunk's payload say by themselves (RTMP 1.0, §5.3.1.1, §5.3.1.2).
struct RTMPChunkHeader {
    /// 0...3: how much of the message header is there.
    let format: UInt8
    /// 2...65,599.
    let chunkStream: UInt32
    /// Milliseconds, absolute in format 0 and a difference in formats 1 and 2; ``extendedMarker`` says that the value
    /// follows the header. Nil in format 3.
    private(set) var timestampField: UInt32?
    /// Bytes of the message; nil in formats 2 and 3.
    private(set) var messageLength: UInt32?
    /// Nil in formats 2 and 3.
    private(set) var messageType: UInt8?
    /// Nil unless the format is 0.
    private(set) var messageStreamID: UInt32?

    init(from reader: inout ByteReader) throws(EndOfBytes) {
        let first = try reader.readUInt8()
        format = first >> 6
        chunkStream =
            switch first & 0x3F {
            case 0: 64 + UInt32(try reader.readUInt8())
            case 1: 64 + UInt32(try reader.readUInt8()) + UInt32(try reader.readUInt8()) << 8
            default: UInt32(first & 0x3F)
            }
        guard format < 3 else { return }
        timestampField = try reader.readUInt24()
        guard format < 2 else { return }
        messageLength = try reader.readUInt24()
        messageType = try reader.readUInt8()
        guard format < 1 else { return }
        // The one number of the protocol that is little-endian.
        messageStreamID = try reader.readUInt32().byteSwapped
    }

    /// A timestamp field of this value says that the timestamp follows in 32 bits (§5.3.1.3).
    static let extendedMarker: UInt32 = 0xFF_FFFF
    /// Bytes of the longest header: 3 of the basic header, 11 of the message header, 4 of the extended timestamp.
    static let maximumLength = 18
}
