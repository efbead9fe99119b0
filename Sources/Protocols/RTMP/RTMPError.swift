package import Containers

/// Why the bytes of an RTMP connection cannot be read on. After any of these the two sides no longer agree on where a
/// message begins, so the connection has to be closed.
package enum RTMPError: Error, Hashable, Sendable {
    // The peer speaks another protocol, or a variant that is not spoken here.

    /// The first byte is that of a TLS record.
    case tls
    /// The first byte is that of text, as in an HTTP request; no version of RTMP is a printable character (§5.2.2).
    case text
    /// The first byte asks for RTMPE or a relative of it.
    case encrypted(version: UInt8)
    /// The first byte is another version than 3.
    case unsupportedVersion(UInt8)

    // The peer breaks the rules of chunk streams.

    /// The first chunk of a chunk stream leaves out what only a chunk before it could say (§5.3.1.2).
    case headerWithoutPredecessor(chunkStream: UInt32)
    /// A chunk that continues a message declares another length than the message began with.
    case messageLengthChanged(chunkStream: UInt32)
    /// A protocol control message is too short or out of range (§5.4).
    case malformedControlMessage(type: UInt8)
    /// A chunk size of 0, or with the highest bit set (§5.4.1).
    case invalidChunkSize(UInt32)

    // The peer asks for more than our limits allow.

    /// Above ``RTMPLimits/maximumChunkSize``.
    case chunkSizeAboveLimit(UInt32)
    /// Above ``RTMPLimits/maximumMessageLength``.
    case messageAboveLimit(length: UInt32)
    /// More than ``RTMPLimits/maximumChunkStreams``.
    case tooManyChunkStreams
    /// Unfinished messages hold more than ``RTMPLimits/maximumBufferedBytes``.
    case tooManyBufferedBytes

    // The peer breaks the rules of commands.

    /// A command or data message does not hold AMF values.
    case malformedValues(type: UInt8, AMFError)
    /// A command message does not begin with a command's name.
    case malformedCommand
    /// An aggregate message is cut off, or holds more than there is room for (§7.1.6).
    case malformedAggregate
    /// Something else than `connect` is wanted of a connection that is not connected, or `connect` of one that is (§7.2.1.1).
    case commandOutOfOrder
    /// More came behind a question, while its answer was not there, than ``RTMPServerConnection/maximumHeldBytes``.
    case tooManyHeldBytes
}

extension RTMPError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tls: "The peer speaks TLS on a port for plain RTMP."
        case .text: "The peer sends text, such as an HTTP request, on a port for RTMP."
        case .encrypted(let version): "The peer asks for RTMPE (version \(version)), which is not supported; RTMPS is."
        case .unsupportedVersion(let version): "The peer speaks version \(version) of RTMP; only version 3 exists here."
        case .headerWithoutPredecessor(let chunkStream):
            "The first chunk of chunk stream \(chunkStream) has no full header."
        case .messageLengthChanged(let chunkStream):
            "A message on chunk stream \(chunkStream) changed its length before its end."
        case .malformedControlMessage(let type): "A protocol control message of type \(type) is malformed."
        case .invalidChunkSize(let size): "A chunk size of \(size) is not valid."
        case .chunkSizeAboveLimit(let size):
            "A chunk size of \(size) bytes is above the limit of \(RTMPLimits.maximumChunkSize)."
        case .messageAboveLimit(let length):
            "A message of \(length) bytes is above the limit of \(RTMPLimits.maximumMessageLength)."
        case .tooManyChunkStreams: "The peer uses more than \(RTMPLimits.maximumChunkStreams) chunk streams."
        case .tooManyBufferedBytes:
            "Unfinished messages hold more than \(RTMPLimits.maximumBufferedBytes) bytes."
        case .malformedValues(let type, let error): "A message of type \(type) is malformed: \(error)."
        case .malformedCommand: "A command has no name."
        case .malformedAggregate: "An aggregate message is cut off, or too long."
        case .commandOutOfOrder: "The client sent a command before it connected, or connected twice."
        case .tooManyHeldBytes:
            "The client sent more than \(RTMPServerConnection.maximumHeldBytes) bytes before it was let in."
        }
    }
}
