/// Writes messages as chunks (RTMP 1.0, §5.3.1).
///
/// The first chunk always has a full header (format 0) and the others none (format 3), so that the bytes depend on the
/// arguments alone: they can be written once and sent to every player that agreed on the same chunk size and uses the
/// same chunk stream. What the shorter headers would save is 4 to 11 bytes a message.
package enum RTMPChunkWriter {
    /// Appends a message.
    ///
    /// An extended timestamp is repeated in every chunk, as the specification says and ffmpeg, nginx-rtmp and librtmp
    /// expect.
    /// - Parameters:
    ///   - message: its payload has at most 16,777,215 bytes, which is twice ``RTMPLimits/maximumMessageLength``.
    ///   - chunkStream: 2...65,599.
    ///   - chunkSize: payload bytes of a chunk, at least 1: what the last Set Chunk Size said.
    package static func write(
        _ message: RTMPMessage, chunkStream: UInt32, chunkSize: Int, into bytes: inout [UInt8]
    ) {
        let count = message.payload.count
        precondition(count <= 0xFF_FFFF, "a message's length has 24 bits")
        precondition(2...65_599 ~= chunkStream, "a chunk stream's number fits its header")
        precondition(chunkSize >= 1, "a chunk holds payload")
        let isExtended = message.timestamp >= RTMPChunkHeader.extendedMarker
        if bytes.isEmpty {
            let chunks = max(1, count / chunkSize + 1)
            bytes.reserveCapacity(count + RTMPChunkHeader.maximumLength + chunks * (isExtended ? 7 : 3))
        }

        writeBasicHeader(format: 0, chunkStream, into: &bytes)
        writeUInt24(isExtended ? RTMPChunkHeader.extendedMarker : message.timestamp, into: &bytes)
        writeUInt24(UInt32(count), into: &bytes)
        bytes.append(message.type)
        writeUInt32(message.streamID.byteSwapped, into: &bytes)
        if isExtended { writeUInt32(message.timestamp, into: &bytes) }

        var start = 0
        while true {
            let end = min(count, start + min(chunkSize, count))
            bytes.append(contentsOf: message.payload[start..<end])
            start = end
            guard start < count else { return }
            writeBasicHeader(format: 3, chunkStream, into: &bytes)
            if isExtended { writeUInt32(message.timestamp, into: &bytes) }
        }
    }

    private static func writeBasicHeader(format: UInt8, _ chunkStream: UInt32, into bytes: inout [UInt8]) {
        switch chunkStream {
        case ..<64:
            bytes.append(format << 6 | UInt8(chunkStream))
        case ..<320:
            bytes.append(format << 6)
            bytes.append(UInt8(chunkStream - 64))
        default:
            bytes.append(format << 6 | 1)
            bytes.append(UInt8(truncatingIfNeeded: chunkStream - 64))
            bytes.append(UInt8(truncatingIfNeeded: (chunkStream - 64) >> 8))
        }
    }

    private static func writeUInt24(_ value: UInt32, into bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 16))
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    private static func writeUInt32(_ value: UInt32, into bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 24))
        writeUInt24(value, into: &bytes)
    }
}
