/// FINGERPRINT: a checksum at the end of a message that tells STUN from other protocols on the same port (RFC 8489
/// §14.7).
enum STUNFingerprint {
    /// The value of a FINGERPRINT that follows `message`, whose header already counts it.
    static func value(of message: Span<UInt8>) -> UInt32 {
        crc32(message) ^ mask
    }

    static func check(_ attribute: STUNAttribute, in datagram: Span<UInt8>) throws(STUNError) {
        guard attribute.value.count == 4 else { throw .malformedValue(.fingerprint) }
        var carried: UInt32 = 0
        for index in attribute.value { carried = carried << 8 | UInt32(datagram[index]) }
        guard carried == value(of: datagram.extracting(0..<attribute.start)) else { throw .wrongFingerprint }
    }

    /// The CRC-32 of Ethernet and zip files (ITU-T V.42 §8.1.1.6.2).
    static func crc32(_ bytes: Span<UInt8>) -> UInt32 {
        var remainder: UInt32 = .max
        for index in bytes.indices {
            remainder = remainder >> 8 ^ table[Int(UInt8(truncatingIfNeeded: remainder) ^ bytes[index])]
        }
        return ~remainder
    }

    /// The remainder of each single byte.
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { remainder, _ in
            remainder & 1 == 0 ? remainder >> 1 : remainder >> 1 ^ reversedPolynomial
        }
    }

    private static let reversedPolynomial: UInt32 = 0xEDB8_8320
    /// "STUN", so that a protocol inside that has the same checksum is not mistaken for it.
    private static let mask: UInt32 = 0x5354_554E
    /// Bytes of the attribute with its header.
    static let attributeLength = STUNAttribute.headerLength + 4
}
