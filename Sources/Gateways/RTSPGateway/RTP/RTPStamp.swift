package import Bytes
import RTP

/// The header of a packet that is sent (RFC 3550 §5.1): fixed, without extensions.
package struct RTPStamp: Equatable, Sendable {
    package var ssrc: UInt32
    /// 0...127.
    package var payloadType: UInt8
    package var marker: Bool
    package var sequence: UInt16
    package var timestamp: UInt32

    /// Appends the ``length`` bytes of the header.
    package func write(to writer: inout ByteWriter) {
        RTPHeader.write(
            payloadType: payloadType, marker: marker, sequence: sequence, timestamp: timestamp, ssrc: ssrc, to: &writer)
    }

    /// Bytes of a header.
    package static let length = RTPHeader.fixedLength
}
