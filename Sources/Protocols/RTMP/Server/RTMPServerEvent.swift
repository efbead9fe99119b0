/// What a client of ours did. Three of them are questions: until one is answered, the connection keeps what came behind it.
package enum RTMPServerEvent: Equatable, Sendable {
    /// A question: answer with ``RTMPServerConnection/acceptConnect()`` or ``RTMPServerConnection/rejectConnect(_:)``.
    case connect(RTMPConnectRequest)
    /// A question: answer with ``RTMPServerConnection/acceptPublish(_:)`` or ``RTMPServerConnection/refuse(_:code:description:)``.
    case publish(RTMPPublishRequest)
    /// A question: answer with ``RTMPServerConnection/acceptPlay(_:)`` or ``RTMPServerConnection/refuse(_:code:description:)``.
    case play(RTMPPlayRequest)
    /// Audio or video of an accepted publication.
    case media(RTMPMedia)
    /// Data of an accepted publication.
    case data(RTMPData)
    /// The client ended an accepted publication or play, e.g. by `FCUnpublish`, `closeStream` or `deleteStream`. Comes once;
    /// another `publish` or `play` may follow.
    case ended(streamID: UInt32)
    /// An accepted player pauses (true) or goes on; at a position in milliseconds.
    case pause(streamID: UInt32, isPaused: Bool, position: Int64)
    /// An accepted player asks for another position, in milliseconds.
    case seek(streamID: UInt32, position: Int64)
    /// An accepted player wants no more, or again, audio or video messages.
    case receive(RTMPMedia.Kind, streamID: UInt32, isWanted: Bool)
    /// The client has this many bytes of ours since the connection began (modulo 2³², as it counts).
    case acknowledged(bytes: UInt32)
    /// The client answered a ping request.
    case pingAnswered
}
