import Bytes

/// Whether a datagram on a port shared with STUN, TURN and SRTP is DTLS, by its first byte (RFC 7983 §7).
package func isDTLS(firstByte: UInt8) -> Bool {
    (20...63).contains(firstByte)
}

/// The header of a DTLS 1.2 record, and where the record lies in its datagram (RFC 6347 §4.1).
package struct Record: Equatable {
    package enum ContentType: UInt8 {
        case changeCipherSpec = 20
        case alert = 21
        case handshake = 22
        case applicationData = 23
    }

    /// Nil when it is none that DTLS 1.2 knows.
    package let contentType: ContentType?
    /// 0 before keys are agreed on, 1 afterwards.
    package let epoch: UInt16
    /// Counts the records of the epoch, below 2^48.
    package let sequenceNumber: UInt64
    /// The whole record in its datagram.
    package let range: Range<Int>
    /// What follows the header.
    package let body: Range<Int>

    /// The record that begins at `offset`. Nil when what is there is no DTLS record or is cut short; the rest of the
    /// datagram is of no use then.
    package init?(at offset: Int, in datagram: Span<UInt8>) {
        guard offset >= 0, offset < datagram.count else { return nil }
        var reader = ByteReader(datagram.extracting(offset..<datagram.count))
        do throws(EndOfBytes) {
            contentType = ContentType(rawValue: try reader.readUInt8())
            let version = try reader.readUInt16()
            epoch = try reader.readUInt16()
            sequenceNumber = UInt64(try reader.readUInt16()) << 32 | UInt64(try reader.readUInt32())
            let length = Int(try reader.readUInt16())
            try reader.skip(length)
            guard version >> 8 == majorVersion, length <= Self.maximumBodyLength else { return nil }
            body = (offset + Self.headerLength)..<(offset + Self.headerLength + length)
            range = offset..<body.upperBound
        } catch {
            return nil
        }
    }

    static let headerLength = 13
    /// RFC 6347 §4.1 with RFC 5246 §6.2.3: 2^14 bytes and what encryption adds.
    static let maximumBodyLength = 16_384 + 2_048
}

/// 254 in every version: 254.253 is DTLS 1.2, 254.255 is DTLS 1.0, which also labels hellos that agree on 1.2.
private let majorVersion: UInt16 = 254
