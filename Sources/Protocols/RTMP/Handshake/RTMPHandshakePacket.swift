import Bytes

/// The bytes of a handshake: one of version, then twice 1,536 from each side (RTMP 1.0, §5.2).
enum RTMPHandshakePacket {
    /// Bytes of C1, C2, S1 and S2.
    static let length = 1536
    /// C0 and S0.
    static let version: UInt8 = 3

    /// C1 or S1: the time, what stands for a version of the program, and random bytes.
    static func hello(
        timestamp: UInt32, version: [UInt8], using random: inout some RandomNumberGenerator
    ) -> [UInt8] {
        var writer = ByteWriter(capacity: length)
        writer.write(timestamp)
        writer.write(version)
        fill(&writer, using: &random)
        return writer.bytes
    }

    /// C2 or S2 before it is signed: random bytes, as Flash's, ffmpeg's and nginx-rtmp's are.
    static func answer(using random: inout some RandomNumberGenerator) -> [UInt8] {
        var writer = ByteWriter(capacity: length)
        fill(&writer, using: &random)
        return writer.bytes
    }

    /// What the first byte of a connection says.
    static func check(version: UInt8) throws(RTMPError) {
        switch version {
        case Self.version: return
        // The content type of a TLS handshake record (RFC 8446 §5.1).
        case 0x16: throw .tls
        case 6, 8, 9: throw .encrypted(version: version)
        case 0x20...0x7E: throw .text
        default: throw .unsupportedVersion(version)
        }
    }

    /// Takes bytes over until `packet` is complete. False when some are missing.
    static func complete(_ packet: inout [UInt8], from bytes: inout ByteReader) -> Bool {
        let count = min(length - packet.count, bytes.remaining)
        guard let slice = try? bytes.readSlice(count) else { return false }
        for index in slice.indices { packet.append(slice[index]) }
        return packet.count == length
    }

    private static func fill(_ writer: inout ByteWriter, using random: inout some RandomNumberGenerator) {
        while writer.count < length { writer.write(random.next() as UInt64) }
    }
}
