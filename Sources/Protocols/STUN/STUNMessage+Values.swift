import Bytes
package import Net

/// The values of attributes. Each is nil when the message has no such attribute, and throws
/// ``STUNError/malformedValue(_:)`` when the value cannot be one of its type. `datagram` is the one that was parsed.
extension STUNMessage {
    /// Whether an attribute without a value, such as USE-CANDIDATE, is there.
    package func flag(_ type: STUNAttributeType) throws(STUNError) -> Bool {
        guard let attribute = attribute(type) else { return false }
        guard attribute.value.isEmpty else { throw .malformedValue(type) }
        return true
    }

    /// A value of 32 bits, such as PRIORITY.
    package func uint32(_ type: STUNAttributeType, in datagram: Span<UInt8>) throws(STUNError) -> UInt32? {
        try value(type, in: datagram) { reader throws(EndOfBytes) in try reader.readUInt32() }
    }

    /// A value of 64 bits, such as the tie-breaker in ICE-CONTROLLING.
    package func uint64(_ type: STUNAttributeType, in datagram: Span<UInt8>) throws(STUNError) -> UInt64? {
        try value(type, in: datagram) { reader throws(EndOfBytes) in try reader.readUInt64() }
    }

    /// An address under the exclusive-or of RFC 8489 §14.2, such as XOR-MAPPED-ADDRESS.
    package func xorAddress(_ type: STUNAttributeType, in datagram: Span<UInt8>) throws(STUNError) -> SocketAddress? {
        let mask = STUNAddressMask(transactionID)
        return try value(type, in: datagram) { reader throws(EndOfBytes) in
            try reader.skip(1)
            let family = try reader.readUInt8()
            let port = try reader.readUInt16() ^ mask.port
            switch family {
            case STUNAddressMask.familyV4:
                return SocketAddress(ip: IPAddress(v4: try reader.readUInt32() ^ mask.v4), port: port)
            case STUNAddressMask.familyV6:
                let high = try reader.readUInt64() ^ mask.high
                let low = try reader.readUInt64() ^ mask.low
                return SocketAddress(ip: IPAddress(high: high, low: low), port: port)
            default:
                return nil
            }
        }
    }

    /// The number of ERROR-CODE, 300...699 (RFC 8489 §14.8).
    package func errorCode(in datagram: Span<UInt8>) throws(STUNError) -> Int? {
        guard let attribute = attribute(.errorCode) else { return nil }
        let value = datagram.extracting(attribute.value)
        guard value.count >= 4 else { throw .malformedValue(.errorCode) }
        let (hundreds, rest) = (Int(value[2] & 0b111), Int(value[3]))
        guard (3...6).contains(hundreds), rest < 100 else { throw .malformedValue(.errorCode) }
        return hundreds * 100 + rest
    }

    /// The types that UNKNOWN-ATTRIBUTES lists, at most ``maximumAttributes`` (RFC 8489 §14.13).
    package func listedUnknownAttributes(in datagram: Span<UInt8>) throws(STUNError) -> [STUNAttributeType]? {
        guard let attribute = attribute(.unknownAttributes) else { return nil }
        var reader = ByteReader(datagram.extracting(attribute.value))
        var types: [STUNAttributeType] = []
        while !reader.isAtEnd {
            guard types.count < Self.maximumAttributes, let type = try? reader.readUInt16()
            else { throw .malformedValue(.unknownAttributes) }
            types.append(STUNAttributeType(rawValue: type))
        }
        return types
    }

    /// What `read` makes of the whole value, no byte less or more; it returns nil when it can make nothing of it.
    private func value<Value>(
        _ type: STUNAttributeType, in datagram: Span<UInt8>, read: (inout ByteReader) throws(EndOfBytes) -> Value?
    ) throws(STUNError) -> Value? {
        guard let attribute = attribute(type) else { return nil }
        var reader = ByteReader(datagram.extracting(attribute.value))
        guard let value = try? read(&reader), reader.isAtEnd else { throw .malformedValue(type) }
        return value
    }
}

/// What addresses are exclusive-ored with, so that no NAT that rewrites addresses in payloads finds them (RFC 8489
/// §14.2).
struct STUNAddressMask {
    let port: UInt16
    let v4: UInt32
    let high: UInt64
    let low: UInt64

    init(_ transactionID: STUNTransactionID) {
        port = UInt16(truncatingIfNeeded: STUNHeader.magicCookie >> 16)
        v4 = STUNHeader.magicCookie
        high = UInt64(STUNHeader.magicCookie) << 32 | UInt64(transactionID.high)
        low = transactionID.low
    }

    static let familyV4: UInt8 = 1
    static let familyV6: UInt8 = 2
}
