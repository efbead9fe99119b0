import Codecs
import Forwarding
import Net
import RTMP

/// Plays by RTMP.
struct RTMPPlayer: PlayerDialog {
    private(set) var isPlaying = false
    private(set) var isOver = false
    private var machine: RTMPClientConnection
    private var events: [RTMPClientEvent] = []

    /// - Throws: ``ForwardingError`` when the port is none.
    init(port: UInt16, now: Instant) throws(ForwardingError) {
        var random = SystemRandomNumberGenerator()
        machine = RTMPClientConnection(url: try .benchmark(port: port), role: .play, random: &random, now: now)
    }

    mutating func receive(
        _ bytes: Span<UInt8>, now: Instant, into tally: inout FrameTally
    ) throws(ForwardingError) {
        try machine.take(bytes, now: now, into: &events)
        for event in events { try handle(event, &tally) }
        events.removeAll(keepingCapacity: true)
    }

    mutating func takeOutput() -> [UInt8] { machine.takeOutput() }

    private mutating func handle(_ event: RTMPClientEvent, _ tally: inout FrameTally) throws(ForwardingError) {
        switch event {
        case .ready: isPlaying = true
        case .media(let media):
            let kind: MediaKind = media.kind == .video ? .video : .audio
            guard let frame = FLVMessage.frame(in: media.payload, of: kind) else { return }
            tally.take(frame, of: kind, timestamp: media.timestamp)
        case .failed(let status):
            throw .wrong("the server refuses a player: \(status.code) \(status.description)")
        case .ended: isOver = true
        case .data, .acknowledged, .redirect: break
        }
    }
}

extension RTMPURL {
    /// Where the stream is, on a server of this machine.
    /// - Throws: ``ForwardingError`` when the port is none.
    static func benchmark(port: UInt16) throws(ForwardingError) -> RTMPURL {
        guard let url = RTMPURL("rtmp://127.0.0.1:\(port)/live/bench") else { throw .wrong("\(port) is no port") }
        return url
    }
}

extension RTMPClientConnection {
    /// Takes bytes.
    /// - Throws: ``ForwardingError`` when no connection survives them.
    mutating func take(
        _ bytes: Span<UInt8>, now: Instant, into events: inout [RTMPClientEvent]
    ) throws(ForwardingError) {
        do throws(RTMPError) {
            try receive(bytes, now: now, into: &events)
        } catch {
            throw .wrong("the server does not speak RTMP: \(error)")
        }
    }
}
