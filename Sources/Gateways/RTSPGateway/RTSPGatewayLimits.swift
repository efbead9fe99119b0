import NIOCore

/// What a peer may hold up or make us hold; our choices, except where a source is named.
enum RTSPGatewayLimits {
    /// Connections beyond ``RTSPSettings/maximumConnections`` that are told so; further ones are closed at once.
    static let refusals = 64
    /// Refused requests of a connection that the log tells of; further ones are only counted.
    static let reportedRefusals = 8
    /// Unsent bytes of a player above which it loses video up to a keyframe, once it is below ``unsentBeforeResuming`` again.
    static let unsentBeforeDropping = 2 << 20
    static let unsentBeforeResuming = 512 << 10
    /// Unsent bytes of a player, beside the burst that it began with, above which its connection is closed.
    static let unsent = 4 << 20
    /// Bytes that the kernel holds unsent for a player: what it holds more nobody can drop any more.
    static let kernelUnsent = 128 << 10
    /// Between the two a player's channel stays as writable as it was.
    static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(
        low: unsentBeforeResuming, high: unsentBeforeDropping)
    /// A group of players is kept this long after its last one, which often comes back at once.
    static let linger = Duration.seconds(2)
    /// Whoever asks for a stream of whose tracks nothing is known yet is told so after this.
    static let descriptionTime = Duration.seconds(3)
    /// A connection that is to be closed has this long to take its last bytes.
    static let goodbye = Duration.seconds(5)
    /// After them, the peer has this long to close its side.
    static let farewell = Duration.seconds(1)
    /// Most that is read from a socket at once.
    static let readBytes = 64 << 10
    /// Read at once from a client that says little.
    static let leastReadBytes = 2 << 10
    /// How often a publisher is looked after: reports, and packets that are given up.
    static let publisherInterval = Duration.milliseconds(100)
    /// A player by UDP begins with what came since the last keyframe when it is no more than this: a longer burst would rather
    /// lose packets than show a picture sooner.
    static let largestDatagramBurst = 512
    /// Bytes of the payload of a packet that is made of frames: behind its headers it fits into an Ethernet frame, also
    /// through a tunnel.
    static let payload = 1_400
}
