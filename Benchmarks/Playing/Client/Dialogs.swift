import Codecs
import Forwarding
import Net

/// What a player and a server say to each other, without the socket that carries it.
protocol PlayerDialog {
    /// Whether the server has agreed, and the stream comes.
    var isPlaying: Bool { get }
    /// Whether the server has ended it.
    var isOver: Bool { get }
    /// Takes what came.
    /// - Parameter tally: Gets the stream's frames.
    /// - Throws: ``ForwardingError`` when the server refuses.
    mutating func receive(_ bytes: Span<UInt8>, now: Instant, into tally: inout FrameTally) throws(ForwardingError)
    /// Bytes for the server.
    mutating func takeOutput() -> [UInt8]
}

/// What a publisher and a server say to each other, without the socket that carries it.
protocol PublisherDialog {
    /// Whether the server has agreed to take frames.
    var isReady: Bool { get }
    /// Takes what came.
    /// - Throws: ``ForwardingError`` when the server refuses, or has ended it.
    mutating func receive(_ bytes: Span<UInt8>, now: Instant) throws(ForwardingError)
    mutating func send(_ frame: Frame, of kind: MediaKind)
    /// Bytes for the server.
    mutating func takeOutput() -> [UInt8]
}

/// What is spoken with a server, on a TCP connection for each client.
enum StreamProtocol {
    case rtmp
    /// With packets on the same connection.
    case rtsp
    /// Nothing is said: the packets of RTSP and no message.
    case bare

    /// Begins to publish.
    /// - Parameter now: When the connection was there.
    /// - Throws: ``ForwardingError``.
    func publisher(port: UInt16, now: Instant) throws(ForwardingError) -> any PublisherDialog {
        switch self {
        case .rtmp: try RTMPPublisher(port: port, now: now)
        case .rtsp: try RTSPPublisher(port: port, now: now)
        case .bare: BarePublisher()
        }
    }

    /// Begins to play; nil where nothing is said, and whoever is connected gets the stream from the next byte on.
    /// - Parameter now: When the connection was there.
    /// - Throws: ``ForwardingError``.
    func player(port: UInt16, now: Instant) throws(ForwardingError) -> (any PlayerDialog)? {
        switch self {
        case .rtmp: try RTMPPlayer(port: port, now: now)
        case .rtsp: try RTSPPlayer(port: port, now: now)
        case .bare: nil
        }
    }

    /// Whether timestamps of video and audio count from the same moment.
    var hasOneClock: Bool { self == .rtmp }
}
