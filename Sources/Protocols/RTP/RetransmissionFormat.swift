package import Bytes

/// The payload of a retransmission stream (RFC 4588 §4): the original sequence number (OSN), then the original payload.
package enum RetransmissionFormat {
    /// Which packet a retransmission repeats. The original payload begins ``prefixLength`` bytes into the payload.
    ///
    /// - Throws: `truncated` when there is no room for the number, as in the padding that browsers send on this stream to
    ///   probe for bandwidth.
    package static func originalSequence(payload: Span<UInt8>) throws(RTPError) -> UInt16 {
        guard payload.count >= prefixLength else { throw .truncated }
        return payload.uint16(at: 0)
    }

    /// Appends the payload that repeats the packet of `sequence`.
    package static func write(originalSequence sequence: UInt16, payload: Span<UInt8>, to writer: inout ByteWriter) {
        writer.write(sequence)
        writer.write(payload)
    }

    /// Bytes of the original sequence number.
    package static let prefixLength = 2
}
