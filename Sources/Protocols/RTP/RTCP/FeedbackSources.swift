import Bytes

/// The two sources that begin every feedback message (RFC 4585 §6.1).
struct FeedbackSources {
    let senderSSRC: UInt32
    let mediaSSRC: UInt32
    /// Where the feedback control information begins in the datagram.
    let controlInformation: Int

    init(_ header: RTCPHeader, in datagram: Span<UInt8>) throws(RTPError) {
        guard header.body.count >= Self.length else { throw .truncated }
        senderSSRC = datagram.uint32(at: header.body.lowerBound)
        mediaSSRC = datagram.uint32(at: header.body.lowerBound + 4)
        controlInformation = header.body.lowerBound + Self.length
    }

    static func write(senderSSRC: UInt32, mediaSSRC: UInt32, to writer: inout ByteWriter) {
        writer.write(senderSSRC)
        writer.write(mediaSSRC)
    }

    private static let length = 8
}
