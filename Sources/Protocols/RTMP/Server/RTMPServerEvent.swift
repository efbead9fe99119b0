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

/// Why a connection is over without a fault in what the peer sent.
package enum RTMPTimeout: Equatable, Sendable {
    /// A server's client asked for nothing, or a client's server gave nothing, in the time there is for it.
    case notReady
    /// The peer sent nothing for ``RTMPTiming/silenceLimit``.
    case silent
}

/// How long a connection waits; our choices, except where a source is named.
package enum RTMPTiming {
    /// From the TCP connection to a `publish` or `play` command, or as a client to the server's consent; absolute, so that a
    /// byte now and then does not prolong it.
    package static let readyLimit = Duration.seconds(10)
    /// A peer that sent nothing for this long is sent a ping request. nginx-rtmp takes 60 s.
    package static let pingAfter = Duration.seconds(30)
    /// A peer that sent nothing for this long, not even an answer to a ping, is gone.
    package static let silenceLimit = Duration.seconds(60)
}
