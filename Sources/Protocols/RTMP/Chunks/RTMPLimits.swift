/// What one peer may make us hold, and the defaults of chunk streams.
package enum RTMPLimits {
    /// Payload bytes of a chunk until a Set Chunk Size says otherwise (RTMP 1.0, §5.4.1).
    package static let defaultChunkSize = 128
    /// Payload bytes of a chunk that a peer may choose. Our choice: the specification allows 16,777,215, a size that
    /// would let one message keep all others from the connection.
    package static let maximumChunkSize = 1 << 20
    /// Payload bytes of a message. Our choice; a header can say up to 16,777,215.
    package static let maximumMessageLength = 8 << 20
    /// Chunk streams that a peer may open in the life of a connection. Our choice; peers use about six.
    package static let maximumChunkStreams = 64
    /// Payload bytes held of messages that are not complete, over all chunk streams. Our choice: two messages of the
    /// largest length.
    package static let maximumBufferedBytes = 2 * maximumMessageLength
    /// Bytes that are reserved for a message at once, at most: beyond them its array grows as bytes come. Our choice.
    static let maximumReservedBytes = 64 << 10
}
