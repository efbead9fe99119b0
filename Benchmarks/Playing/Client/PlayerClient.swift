import Codecs
import Forwarding
import Net
import RTMP

/// Plays a stream. One player in many looks at what comes; the others count bytes, so that they cost next to nothing.
final class PlayerClient {
    let socket: ClientSocket
    private var machine: RTMPClientConnection
    private let looks: Bool
    /// Whether the server has agreed, and the stream comes.
    private(set) var isPlaying = false
    /// Whether the server has closed the connection.
    private(set) var isGone = false
    /// Bytes that came, what lies below RTMP not counted.
    private(set) var received = 0
    /// What it saw of the frames, if it looks.
    private(set) var tally = FrameTally()

    /// - Parameter looks: Whether it reads the messages of the stream.
    /// - Throws: ``ForwardingError``.
    init(url: RTMPURL, looks: Bool, now: Instant) throws(ForwardingError) {
        self.looks = looks
        socket = try ClientSocket(port: url.port)
        var random = SystemRandomNumberGenerator()
        machine = RTMPClientConnection(url: url, role: .play, random: &random, now: now)
        try socket.send(machine.takeOutput())
    }

    /// Takes what has come, all of it.
    /// - Throws: ``ForwardingError`` when the server refuses.
    func receive(into buffer: inout [UInt8], now: Instant) throws(ForwardingError) {
        if isPlaying, !looks { return discard() }
        var events: [RTMPClientEvent] = []
        while true {
            guard let count = socket.receive(into: &buffer) else {
                isGone = true
                return
            }
            guard count > 0 else { break }
            received += count
            try machine.receive(buffer, count, now: now, into: &events)
        }
        for event in events { try handle(event) }
        try socket.send(machine.takeOutput())
    }

    private func discard() {
        while let count = socket.discard() {
            guard count > 0 else { return }
            received += count
        }
        isGone = true
    }

    private func handle(_ event: RTMPClientEvent) throws(ForwardingError) {
        switch event {
        case .ready: isPlaying = true
        case .media(let media):
            tally.take(media.payload, of: media.kind == .video ? .video : .audio, timestamp: media.timestamp)
        case .failed(let status):
            throw .wrong("the server refuses a player: \(status.code) \(status.description)")
        case .ended: isGone = true
        case .data, .acknowledged, .redirect: break
        }
    }
}

extension RTMPClientConnection {
    /// Takes the first bytes of a buffer.
    /// - Throws: ``ForwardingError`` when no connection survives them.
    mutating func receive(
        _ buffer: [UInt8], _ count: Int, now: Instant, into events: inout [RTMPClientEvent]
    ) throws(ForwardingError) {
        do throws(RTMPError) {
            try receive(buffer.span.extracting(0..<count), now: now, into: &events)
        } catch {
            throw .wrong("the server does not speak RTMP: \(error)")
        }
    }
}
