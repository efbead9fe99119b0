package import Bytes

/// PLI: a receiver lost pictures and needs a keyframe (RFC 4585 §6.3.1).
package struct PictureLossIndication: Equatable, Sendable {
    package var senderSSRC: UInt32
    /// The source that shall send the keyframe.
    package var mediaSSRC: UInt32

    package init(senderSSRC: UInt32, mediaSSRC: UInt32) {
        self.senderSSRC = senderSSRC
        self.mediaSSRC = mediaSSRC
    }

    init(_ header: RTCPHeader, in datagram: Span<UInt8>) throws(RTPError) {
        let sources = try FeedbackSources(header, in: datagram)
        self.init(senderSSRC: sources.senderSSRC, mediaSSRC: sources.mediaSSRC)
    }

    package func write(to writer: inout ByteWriter) {
        RTCPHeader.write(type: RTCPType.payloadFeedback, format: Self.format, to: &writer) { writer in
            FeedbackSources.write(senderSSRC: senderSSRC, mediaSSRC: mediaSSRC, to: &writer)
        }
    }

    /// RFC 4585 §6.3.1.
    static let format: UInt8 = 1
}
