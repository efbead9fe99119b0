package import Net

/// A client's side of an RTMP connection that publishes or plays one stream (RTMP 1.0; Enhanced RTMP v2).
///
/// After each call that changes it, the caller sends what ``takeOutput()`` gives and arms a timer for ``deadline``. The first
/// output, the handshake's, is there from the beginning. When a method throws, the connection is to be closed.
package struct RTMPClientConnection: Sendable {
    package init(url: RTMPURL, role: RTMPRole, random: inout some RandomNumberGenerator, now: Instant) {}

    /// Takes bytes of the server and appends what they mean.
    package mutating func receive(
        _ bytes: Span<UInt8>, now: Instant, into events: inout [RTMPClientEvent]
    ) throws(RTMPError) {}

    /// Sends an audio, video or data message; nothing before ``RTMPClientEvent/ready(_:)`` and after ``end()``.
    /// - Parameters:
    ///   - timestamp: milliseconds; sent modulo 2³².
    ///   - payload: of a data message, its values, `@setDataFrame` included where it belongs.
    package mutating func send(_ type: RTMPMessageType, timestamp: Int64, payload: [UInt8]) {}

    /// Ends the publication or the play in good order; close the connection after the output was sent.
    package mutating func end() {}

    /// Bytes for the server, which are the caller's from here on.
    package mutating func takeOutput() -> [UInt8] { [] }

    /// When to call ``handleTimeout(now:)`` next.
    package var deadline: Instant { .distantFuture }

    /// Pings a silent server; says why the connection is to be closed if it is.
    package mutating func handleTimeout(now: Instant) -> RTMPTimeout? { nil }
}
