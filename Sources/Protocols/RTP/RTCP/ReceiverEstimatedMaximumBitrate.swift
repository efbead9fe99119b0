package import Bytes

/// REMB: how much a receiver believes it can take (draft-alvestrand-rmcat-remb-03 §2.2).
package struct ReceiverEstimatedMaximumBitrate: Equatable, Sendable {
    package let senderSSRC: UInt32
    /// Bits a second, of all the sources together.
    package let bitrate: UInt64
    /// At most 255.
    package let sources: SourceList

    /// Nil for application feedback (RFC 4585 §6.4) of another kind.
    ///
    /// - Throws: `malformed` also for a bitrate of more than 64 bits.
    init?(_ header: RTCPHeader, in datagram: Span<UInt8>) throws(RTPError) {
        let feedback = try FeedbackSources(header, in: datagram)
        let start = feedback.controlInformation
        guard start + 4 <= header.body.upperBound else { throw .truncated }
        guard datagram.uint32(at: start) == Self.identifier else { return nil }
        guard start + Self.fixedLength <= header.body.upperBound else { throw .truncated }
        let field = datagram.uint24(at: start + 5)
        let exponent = UInt64(field >> 18)
        let mantissa = UInt64(field & 0x3_FFFF)
        senderSSRC = feedback.senderSSRC
        bitrate = mantissa << exponent
        sources = SourceList(offset: start + Self.fixedLength, count: Int(datagram[start + 4]))
        guard bitrate >> exponent == mantissa else { throw .malformed }
        guard start + Self.fixedLength + 4 * sources.count <= header.body.upperBound else { throw .truncated }
    }

    /// Appends an estimate for at most 255 sources. The field has 18 significant bits: a bitrate is rounded down to them.
    package static func write(senderSSRC: UInt32, bitrate: UInt64, sources: [UInt32], to writer: inout ByteWriter) {
        let exponent = max(0, 64 - bitrate.leadingZeroBitCount - 18)
        let sources = sources.prefix(255)
        RTCPHeader.write(type: RTCPType.payloadFeedback, format: format, to: &writer) { writer in
            FeedbackSources.write(senderSSRC: senderSSRC, mediaSSRC: 0, to: &writer)
            writer.write(identifier)
            writer.write(UInt8(sources.count))
            writer.writeUInt24(UInt32(exponent) << 18 | UInt32(truncatingIfNeeded: bitrate >> UInt64(exponent)))
            for ssrc in sources { writer.write(ssrc) }
        }
    }

    /// The letters "REMB".
    private static let identifier: UInt32 = 0x5245_4D42
    /// Bytes of control information before the list of sources.
    private static let fixedLength = 8
    /// Application layer feedback (RFC 4585 §6.4).
    static let format: UInt8 = 15
}
