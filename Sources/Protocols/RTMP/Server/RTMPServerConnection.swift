import Bytes
import Containers
package import Net

/// A server's side of an RTMP connection, from the first byte on: handshake, chunks, commands (RTMP 1.0; Enhanced RTMP v2).
///
/// After each call that changes it, the caller sends what ``takeOutput()`` gives and arms a timer for ``deadline``. A question
/// among the events (``RTMPServerEvent``) stops the machine, which keeps what follows until the answer; after the answer the
/// caller calls ``proceed(now:into:)``, which brings the events that were waiting. One question is open at a time.
/// When a method throws, the connection is to be closed after its output was sent.
package struct RTMPServerConnection: Sendable {
    var channel: RTMPChannel
    var phase = Phase.handshake(RTMPServerHandshake())
    var streams = RTMPServerStreams()
    /// What the client said in `connect`.
    var client = RTMPCapabilities()
    /// The bytes that fill a handshake: they only have to differ from connection to connection (RTMP 1.0, §5.2.3), so a seed
    /// that was drawn once will do.
    private var filler: SplitMix64
    /// What came behind a question that is open.
    private var held: [UInt8] = []
    /// When a `publish` or `play` has to have come; nil once one has.
    var readyDeadline: Instant?

    enum Phase: Sendable {
        case handshake(RTMPServerHandshake)
        case unconnected
        /// Whether to let the client in is asked; what its `connect` said that the answer needs.
        case connecting(transactionID: Double, usesAMF3: Bool)
        case connected
        case rejected
    }

    /// - Parameters:
    ///   - random: drawn from once.
    ///   - now: when the client's TCP (and TLS) connection was there.
    package init(random: inout some RandomNumberGenerator, now: Instant) {
        channel = RTMPChannel(now: now)
        filler = SplitMix64(seed: random.next())
        readyDeadline = now.advanced(by: RTMPTiming.readyLimit)
    }

    /// Takes bytes of the client and appends what they mean.
    /// - Throws: ``RTMPError`` for what no connection survives. The events before the fault are in `events`.
    package mutating func receive(
        _ bytes: Span<UInt8>, now: Instant, into events: inout [RTMPServerEvent]
    ) throws(RTMPError) {
        channel.hear(now: now)
        guard !isWaiting else {
            guard held.count + bytes.count <= Self.maximumHeldBytes else { throw .tooManyHeldBytes }
            held.append(contentsOf: bytes)
            return
        }
        try read(bytes, now: now, into: &events)
    }

    /// Goes on with what came behind a question that has been answered. Brings nothing while it has not.
    /// - Throws: as ``receive(_:now:into:)``.
    package mutating func proceed(now: Instant, into events: inout [RTMPServerEvent]) throws(RTMPError) {
        guard !isWaiting, !held.isEmpty else { return }
        let bytes = held
        held = []
        try read(bytes.span, now: now, into: &events)
    }

    /// Pings a silent client; says why the connection is to be closed if it is.
    package mutating func handleTimeout(now: Instant) -> RTMPTimeout? {
        if let readyDeadline { return now >= readyDeadline ? .notReady : nil }
        let silence = channel.heardAt.duration(to: now)
        guard silence < RTMPTiming.silenceLimit else { return .silent }
        if silence >= RTMPTiming.pingAfter, !channel.isPinged { channel.sendPing(now: now) }
        return nil
    }

    /// Bytes for the client, which are the caller's from here on.
    package mutating func takeOutput() -> [UInt8] { channel.takeOutput() }

    /// When to call ``handleTimeout(now:)`` next.
    package var deadline: Instant {
        readyDeadline
            ?? channel.heardAt.advanced(by: channel.isPinged ? RTMPTiming.silenceLimit : RTMPTiming.pingAfter)
    }

    /// Whether a question is open: a caller may stop reading the socket until it is answered.
    package var isWaiting: Bool {
        if case .connecting = phase { true } else { streams.isAsking }
    }

    private mutating func read(
        _ bytes: Span<UInt8>, now: Instant, into events: inout [RTMPServerEvent]
    ) throws(RTMPError) {
        var reader = ByteReader(bytes)
        if case .handshake(var handshake) = phase {
            let isDone = try channel.read(from: &reader, handshake: &handshake, filler: &filler, now: now)
            phase = isDone ? .unconnected : .handshake(handshake)
            guard isDone else { return }
        }
        if case .rejected = phase { return }
        while let message = try channel.read(from: &reader) {
            try handle(message, into: &events)
            guard !isWaiting else {
                held.append(contentsOf: reader.readRest())
                return
            }
        }
    }

    /// Bytes of a chunk that we send. 65,536 as MediaMTX has it, which all clients that are known took: a message is seldom
    /// divided, and a chunk takes 0.1 s on a line of 5 Mbit/s.
    package static let chunkSize = 65_536
    /// The message stream that media goes to every player on, so that one message's bytes serve them all.
    package static let playStreamID: UInt32 = 1
    /// Chunk streams of what players are sent; commands go on others.
    package static let audioChunkStream: UInt32 = 4
    package static let dataChunkStream: UInt32 = 5
    package static let videoChunkStream: UInt32 = 6
    /// Bytes that are kept behind a question, beside those of the call that asked it; our choice, some seconds of a publisher
    /// that does not wait for its consent.
    package static let maximumHeldBytes = 4 << 20
}

extension [UInt8] {
    mutating func append(contentsOf bytes: Span<UInt8>) {
        reserveCapacity(count + bytes.count)
        for index in bytes.indices { append(bytes[index]) }
    }
}
