import Bytes
package import Net

/// A client's side of an RTMP connection that publishes or plays one stream (RTMP 1.0; Enhanced RTMP v2).
///
/// After each call that changes it, the caller sends what ``takeOutput()`` gives and arms a timer for ``deadline``. The first
/// output, the handshake's, is there from the beginning. When a method throws, the connection is to be closed.
package struct RTMPClientConnection: Sendable {
    let url: RTMPURL
    let role: RTMPRole
    var channel: RTMPChannel
    var phase: Phase
    /// What the server said in its answer to `connect`.
    var server = RTMPCapabilities()
    /// The bytes that fill a handshake: they only have to differ from connection to connection (RTMP 1.0, §5.2.3), so a seed
    /// that was drawn once will do.
    private var filler: SplitMix64
    private let readyDeadline: Instant

    /// How far it is; what is waited for.
    enum Phase: Sendable {
        case handshake(RTMPClientHandshake)
        /// The answer to `connect`.
        case connecting
        /// The answer to `createStream`.
        case creating
        /// The answer to `publish` or `play`, on a message stream.
        case asking(streamID: UInt32)
        case ready(streamID: UInt32)
        /// Refused, or at an end.
        case over
    }

    /// - Parameters:
    ///   - random: drawn from once.
    ///   - now: when the TCP (and TLS) connection to the server was there.
    package init(url: RTMPURL, role: RTMPRole, random: inout some RandomNumberGenerator, now: Instant) {
        self.url = url
        self.role = role
        channel = RTMPChannel(now: now)
        filler = SplitMix64(seed: random.next())
        readyDeadline = now.advanced(by: RTMPTiming.readyLimit)
        phase = .handshake(channel.begin(filler: &filler, now: now))
    }

    /// Takes bytes of the server and appends what they mean.
    /// - Throws: ``RTMPError`` for what no connection survives. The events before the fault are in `events`.
    package mutating func receive(
        _ bytes: Span<UInt8>, now: Instant, into events: inout [RTMPClientEvent]
    ) throws(RTMPError) {
        if case .over = phase { return }
        channel.hear(now: now)
        var reader = ByteReader(bytes)
        if case .handshake(var handshake) = phase {
            let isDone = try channel.read(from: &reader, handshake: &handshake, filler: &filler)
            phase = .handshake(handshake)
            guard isDone else { return }
            phase = .connecting
            sendConnect()
        }
        while let message = try channel.read(from: &reader) {
            try handle(message, into: &events)
            // Nothing is read any more, so it does not matter where this leaves the chunks.
            if case .over = phase { return }
        }
    }

    /// Sends an audio, video or data message. Does nothing before ``RTMPClientEvent/ready(_:)``, after ``end()``, in a
    /// player, with a message of another type, or above ``RTMPLimits/maximumMessageLength``.
    /// - Parameters:
    ///   - timestamp: milliseconds; sent modulo 2³².
    ///   - payload: of a data message, its values, `@setDataFrame` included where it belongs.
    package mutating func send(_ type: RTMPMessageType, timestamp: Int64, payload: [UInt8]) {
        guard role == .publish, case .ready(let streamID) = phase, payload.count <= RTMPLimits.maximumMessageLength
        else { return }
        let chunkStream: UInt32
        switch type {
        case .audio: chunkStream = RTMPServerConnection.audioChunkStream
        case .video: chunkStream = RTMPServerConnection.videoChunkStream
        case .dataAMF0: chunkStream = RTMPServerConnection.dataChunkStream
        default: return
        }
        let message = RTMPMessage(
            type: type.rawValue, timestamp: UInt32(truncatingIfNeeded: timestamp), streamID: streamID, payload: payload)
        channel.send(message, on: chunkStream)
    }

    /// Ends the publication or the play in good order; close the connection after the output was sent.
    package mutating func end() {
        switch phase {
        case .asking(let streamID), .ready(let streamID): sendEnd(of: streamID)
        default: break
        }
        phase = .over
    }

    /// Says why the connection is to be closed if it is.
    package mutating func handleTimeout(now: Instant) -> RTMPTimeout? {
        guard now >= deadline else { return nil }
        if case .ready = phase { return .silent }
        return .notReady
    }

    /// Bytes for the server, which are the caller's from here on.
    package mutating func takeOutput() -> [UInt8] { channel.takeOutput() }

    /// When to call ``handleTimeout(now:)`` next. A publisher does not wait for a server that has nothing to say.
    package var deadline: Instant {
        switch phase {
        case .handshake, .connecting, .creating, .asking: readyDeadline
        case .ready:
            role == .play ? channel.heardAt.advanced(by: RTMPTiming.serverSilenceLimit) : .distantFuture
        case .over: .distantFuture
        }
    }
}
