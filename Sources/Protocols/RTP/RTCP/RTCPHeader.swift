import Bytes

/// The four bytes before every RTCP message (RFC 3550 §6.4.1), and where the message lies in its datagram.
package struct RTCPHeader: Equatable, Sendable {
    /// The packet type, e.g. 200 for a sender report.
    package let type: UInt8
    /// The five bits that hold a count (reports, sources) or a feedback format (RFC 4585 §6.1).
    package let format: UInt8
    /// What the message says: after its header, before its padding.
    package let body: Range<Int>
    /// Where the next message of the compound begins.
    package let end: Int

    /// Reads the header at `offset`, which is inside the datagram.
    ///
    /// Padding is accepted on every message, not only on the last: browsers pad transport feedback in the middle.
    static func parse(_ datagram: Span<UInt8>, at offset: Int) throws(RTPError) -> RTCPHeader {
        guard offset + length <= datagram.count else { throw .truncated }
        guard datagram[offset] >> 6 == RTPHeader.version else { throw .badVersion }
        let end = offset + length + 4 * Int(datagram.uint16(at: offset + 2))
        guard end <= datagram.count else { throw .truncated }
        var bodyEnd = end
        if datagram[offset] & RTPHeader.paddingBit != 0 {
            let padding = Int(datagram[end - 1])
            guard padding > 0, padding <= end - offset - length else { throw .badPadding }
            bodyEnd -= padding
        }
        return RTCPHeader(
            type: datagram[offset + 1], format: datagram[offset] & 0x1F, body: (offset + length)..<bodyEnd, end: end)
    }

    /// Appends a header and the words that `body` writes after it, padded with zeros to a whole one.
    /// - Parameter format: 0...31.
    static func write(
        type: UInt8, format: UInt8, to writer: inout ByteWriter, body: (inout ByteWriter) -> Void
    ) {
        let start = writer.count
        writer.write(RTPHeader.versionBits | (format & 0x1F))
        writer.write(type)
        writer.write(UInt16(0))
        body(&writer)
        writer.writeZeros((4 - (writer.count - start) % 4) % 4)
        writer.patch(UInt16(clamping: (writer.count - start) / 4 - 1), at: start + 2)
    }

    /// Bytes of the header.
    static let length = 4
}

/// Packet types and feedback formats, of the specifications that the messages' own files name.
enum RTCPType {
    static let senderReport: UInt8 = 200
    static let receiverReport: UInt8 = 201
    static let sourceDescription: UInt8 = 202
    static let goodbye: UInt8 = 203
    /// Transport-layer feedback (RFC 4585 §6.2).
    static let transportFeedback: UInt8 = 205
    /// Payload-specific feedback (RFC 4585 §6.3).
    static let payloadFeedback: UInt8 = 206
}
