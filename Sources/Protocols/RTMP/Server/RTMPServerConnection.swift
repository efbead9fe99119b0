package import Net

/// A server's side of an RTMP connection, from the first byte on: handshake, chunks, commands (RTMP 1.0; Enhanced RTMP v2).
///
/// After each call that changes it, the caller sends what ``takeOutput()`` gives and arms a timer for ``deadline``. A question
/// among the events (``RTMPServerEvent``) stops the machine, which keeps what follows until the answer; after the answer the
/// caller calls ``proceed(now:into:)``, which brings the events that were waiting. Several questions never wait at once.
/// When a method throws, the connection is to be closed after its output was sent.
package struct RTMPServerConnection: Sendable {
    package init(random: inout some RandomNumberGenerator, now: Instant) {}

    /// Takes bytes of the client and appends what they mean.
    package mutating func receive(
        _ bytes: Span<UInt8>, now: Instant, into events: inout [RTMPServerEvent]
    ) throws(RTMPError) {}

    /// Goes on with what came behind a question that has been answered.
    package mutating func proceed(now: Instant, into events: inout [RTMPServerEvent]) throws(RTMPError) {}

    /// Whether a question is open: a caller may stop reading the socket until it is answered.
    package var isWaiting: Bool { false }

    /// Bytes for the client, which are the caller's from here on.
    package mutating func takeOutput() -> [UInt8] { [] }

    /// When to call ``handleTimeout(now:)`` next.
    package var deadline: Instant { .distantFuture }

    /// Pings a silent client; says why the connection is to be closed if it is.
    package mutating func handleTimeout(now: Instant) -> RTMPTimeout? { nil }

    /// Lets the client in.
    package mutating func acceptConnect() {}

    /// Turns the client away; the connection is to be closed after its output was sent.
    package mutating func rejectConnect(_ description: String) {}

    /// Lets the client publish.
    package mutating func acceptPublish(_ streamID: UInt32) {}

    /// Lets the client play: what the caller writes from here on, behind the output, it takes for the stream.
    package mutating func acceptPlay(_ streamID: UInt32) {}

    /// Refuses what the client asked for on a stream, or ends what it was granted; it may ask for something else.
    package mutating func refuse(_ streamID: UInt32, code: String, description: String) {}

    /// Tells a player that the stream is over.
    package mutating func endPlay(_ streamID: UInt32) {}

    /// Asks the client to come again, here or at another URL. False, and nothing is sent, when it did not say that it can.
    package mutating func requestReconnect(url: String?, description: String) -> Bool { false }

    /// Bytes of a chunk in each direction that we decide on. 65,536 as MediaMTX has it: a message of a picture is seldom split.
    package static let chunkSize = 65_536
    /// The message stream that media goes to every player on, so that one message's bytes serve them all.
    package static let playStreamID: UInt32 = 1
    /// Chunk streams of what players are sent; commands go on others.
    package static let audioChunkStream: UInt32 = 4
    package static let dataChunkStream: UInt32 = 5
    package static let videoChunkStream: UInt32 = 6
}
