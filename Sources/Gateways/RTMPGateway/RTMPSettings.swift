import NIOCore

/// What an operator may set about RTMP.
package struct RTMPSettings: Sendable, Equatable {
    /// TCP port; 0 lets the system choose, nil switches plain RTMP off.
    package var port: Int? = 1935
    /// TCP port of RTMPS; 0 lets the system choose. Served only where there is a certificate.
    package var tlsPort: Int? = 1936
    /// Connections at a time; more are refused.
    package var maximumConnections = 4_096
    /// Players are sent what has gathered in this time at once: each system call is dear. 0 sends everything as it comes.
    package var gathering = Duration.milliseconds(20)
    /// With more than a handful of players of a stream, what gathers grows with their number up to this time. A player holds
    /// more than that in its own buffer.
    package var longestGathering = Duration.milliseconds(100)
    /// Whether a path that has a publisher refuses another.
    package var refusesSecondPublisher = false

    package init() {}

    /// What gathers before it is sent to so many players of a stream on one event loop.
    func gathering(players: Int) -> Duration {
        max(gathering, min(gathering * players / Self.playersWithoutDelay, longestGathering))
    }

    /// Players of a stream that cost too little to let anybody wait for them (our choice).
    private static let playersWithoutDelay = 16
}

/// What a peer may hold up or make us hold; our choices, except where a source is named.
enum RTMPGatewayLimits {
    /// Connections beyond ``RTMPSettings/maximumConnections`` that are told so; further ones are closed at once.
    static let refusals = 64
    /// Unsent bytes of a player above which it loses whole frames, up to a keyframe once it is below
    /// ``unsentBeforeResuming`` again.
    static let unsentBeforeDropping = 2 << 20
    /// Unsent bytes below which a player that lost frames may go on.
    static let unsentBeforeResuming = 512 << 10
    /// Unsent bytes of a player, beside the burst that it began with, above which its connection is closed.
    static let unsent = 4 << 20
    /// Bytes that the kernel holds unsent for a player: what it holds more nobody can drop any more.
    static let kernelUnsent = 128 << 10
    /// Between the two a player's channel stays as writable as it was.
    static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(
        low: unsentBeforeResuming, high: unsentBeforeDropping)
    /// A stream's muxed form is kept this long after its last player, which often comes back at once.
    static let linger = Duration.seconds(2)
    /// A connection that is to be closed has this long to take its last bytes.
    static let goodbye = Duration.seconds(5)
    /// After them, the peer has this long to close its side.
    static let farewell = Duration.seconds(1)
    /// Most that is read from a socket at once; a publisher's keyframe comes in few reads.
    static let readBytes = 64 << 10
    /// Read at once from a client that says little. Each connection keeps the buffer that it reads into, and of connections
    /// most are players.
    static let leastReadBytes = 2 << 10
}
