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
    /// A server that sent a player of ours nothing for this long is gone. More than the 60 s after which nginx-rtmp pings
    /// where no media flows.
    package static let serverSilenceLimit = Duration.seconds(90)
}
