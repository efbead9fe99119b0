import Bytes

/// The number that says what an attribute holds (RFC 8489 §18.3, RFC 8445 §20.1).
package struct STUNAttributeType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// A receiver that does not know such a type must refuse the request with 420 (RFC 8489 §14).
    package var isComprehensionRequired: Bool { rawValue < 0x8000 }

    package static let username = STUNAttributeType(rawValue: 0x0006)
    package static let messageIntegrity = STUNAttributeType(rawValue: 0x0008)
    package static let errorCode = STUNAttributeType(rawValue: 0x0009)
    package static let unknownAttributes = STUNAttributeType(rawValue: 0x000A)
    package static let xorMappedAddress = STUNAttributeType(rawValue: 0x0020)
    package static let priority = STUNAttributeType(rawValue: 0x0024)
    package static let useCandidate = STUNAttributeType(rawValue: 0x0025)
    package static let fingerprint = STUNAttributeType(rawValue: 0x8028)
    package static let iceControlled = STUNAttributeType(rawValue: 0x8029)
    package static let iceControlling = STUNAttributeType(rawValue: 0x802A)
}

/// Where an attribute lies in its datagram.
package struct STUNAttribute: Hashable, Sendable {
    package let type: STUNAttributeType
    /// The bytes of the value in the datagram, without padding.
    package let value: Range<Int>

    /// Offset of the type, four bytes before the value.
    var start: Int { value.lowerBound - Self.headerLength }

    /// Offset of the attribute that follows, behind the padding.
    var end: Int { (value.upperBound + 3) & ~3 }

    /// The attribute at `offset`; it lies inside the datagram together with its padding.
    init(at offset: Int, of datagram: Span<UInt8>) throws(STUNError) {
        do throws(EndOfBytes) {
            var reader = ByteReader(datagram)
            try reader.skip(offset)
            type = STUNAttributeType(rawValue: try reader.readUInt16())
            let length = Int(try reader.readUInt16())
            value = reader.offset..<(reader.offset + length)
        } catch {
            throw .truncatedAttribute
        }
        guard end <= datagram.count else { throw .truncatedAttribute }
    }

    /// Bytes of type and length.
    static let headerLength = 4
}
