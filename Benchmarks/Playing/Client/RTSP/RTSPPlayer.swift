import Codecs
import Forwarding
import Net
import RTSP

/// Plays by RTSP.
struct RTSPPlayer: PlayerDialog {
    private(set) var isPlaying = false
    private(set) var isOver = false
    private var machine: RTSPClientConnection
    private var events: [RTSPClientEvent] = []
    private var packets = PacketTally()

    /// - Throws: ``ForwardingError`` when the port is none.
    init(port: UInt16, now: Instant) throws(ForwardingError) {
        var random = SystemRandomNumberGenerator()
        machine = RTSPClientConnection(url: try .benchmark(port: port), plan: .play, random: &random, now: now)
    }

    mutating func receive(
        _ bytes: Span<UInt8>, now: Instant, into tally: inout FrameTally
    ) throws(ForwardingError) {
        try machine.take(bytes, now: now, into: &events)
        for event in events { try handle(event, now: now, &tally) }
        events.removeAll(keepingCapacity: true)
    }

    mutating func takeOutput() -> [UInt8] { machine.takeOutput() }

    private mutating func handle(
        _ event: RTSPClientEvent, now: Instant, _ tally: inout FrameTally
    ) throws(ForwardingError) {
        switch event {
        case .described(let base, let description):
            let controls = Self.controls(in: String(decoding: description, as: UTF8.self))
            guard controls.count == InterleavedStream.kinds.count else {
                throw .wrong("the server describes \(controls.count) tracks")
            }
            machine.setUp(.interleaved(controls, base: base), control: base, now: now)
        case .playing: isPlaying = true
        case .media(let channel, let range):
            packets.take(machine.buffer.span.extracting(range), channel: channel, into: &tally)
        case .failed(let failure): throw .wrong("the server refuses a player: \(failure)")
        case .ended, .redirected: isOver = true
        case .announced, .setUp, .recording: break
        }
    }

    /// What a session description says of each track's URL: that of the whole stands before the tracks.
    static func controls(in description: String) -> [String] {
        let lines = description.split(whereSeparator: \.isNewline).drop { !$0.hasPrefix("m=") }
        return lines.filter { $0.hasPrefix("a=control:") }.map { String($0.dropFirst("a=control:".count)) }
    }
}

extension [RTSPClientTrack] {
    /// Tracks that go over the connection, on the channels of an ``InterleavedStream``.
    /// - Parameter controls: What is said of the tracks' URLs.
    static func interleaved(_ controls: [String], base: String) -> [RTSPClientTrack] {
        controls.enumerated().map { index, control in
            var transport = TransportSpecification(.tcp, .unicast)
            let channel = InterleavedStream.channel(ofTrack: index)
            transport.interleaved = TransportPair(channel, channel + 1)
            return RTSPClientTrack(url: RTSPURL.control(control, base: base), transport: transport)
        }
    }
}

extension RTSPURL {
    /// Where the stream is, on a server of this machine.
    /// - Throws: ``ForwardingError`` when the port is none.
    static func benchmark(port: UInt16) throws(ForwardingError) -> RTSPURL {
        guard let url = RTSPURL("rtsp://127.0.0.1:\(port)/live/bench") else { throw .wrong("\(port) is no port") }
        return url
    }
}

extension RTSPClientConnection {
    /// Takes bytes.
    /// - Throws: ``ForwardingError`` when no connection survives them.
    mutating func take(
        _ bytes: Span<UInt8>, now: Instant, into events: inout [RTSPClientEvent]
    ) throws(ForwardingError) {
        do throws(RTSPError) {
            try receive(bytes, now: now, into: &events)
        } catch {
            throw .wrong("the server does not speak RTSP: \(error)")
        }
    }
}
