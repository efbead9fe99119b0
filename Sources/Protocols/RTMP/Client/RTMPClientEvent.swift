/// What a server did to a client of ours.
package enum RTMPClientEvent: Equatable, Sendable {
    /// The publication or the play has begun; with what the server says that it can do.
    case ready(RTMPCapabilities)
    /// Audio or video that is played.
    case media(RTMPMedia)
    /// Data that is played.
    case data(RTMPData)
    /// The server refused; the connection is of no use any more.
    case failed(RTMPStatus)
    /// What was published or played is over by the server's word; the connection is of no use any more.
    case ended(RTMPStatus)
    /// The server wants us elsewhere: a reconnect request (Enhanced RTMP v2), which leaves the connection usable for a while,
    /// or a rejection with `ex.redirect`, which does not. The caller decides whether it follows.
    case redirect(RTMPRedirect)
    /// The server has this many bytes of ours since the connection began (modulo 2³², as it counts).
    case acknowledged(bytes: UInt32)
}

/// Where a server wants its client.
package struct RTMPRedirect: Equatable, Sendable {
    /// As the server wrote it: a whole URL, or one relative to the present (`/app`, `//host/app`). Empty in a reconnect
    /// request that means the same place again.
    package var url: String
    package var description: String
    /// Whether the connection is refused; else it may go on for a while.
    package var isRejection: Bool

    package init(url: String, description: String, isRejection: Bool) {
        self.url = url
        self.description = description
        self.isRejection = isRejection
    }
}

/// What a client wants of a server.
package enum RTMPRole: Sendable {
    case publish
    case play
}
