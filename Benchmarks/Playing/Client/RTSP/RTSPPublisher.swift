import Codecs
import Forwarding
import Net
import RTSP

/// Publishes by RTSP.
struct RTSPPublisher: PublisherDialog {
    private(set) var isReady = false
    private var machine: RTSPClientConnection
    private var events: [RTSPClientEvent] = []
    private var stream = InterleavedStream()
    private var packets: [UInt8] = []

    /// - Throws: ``ForwardingError`` when the port is none.
    init(port: UInt16, now: Instant) throws(ForwardingError) {
        var random = SystemRandomNumberGenerator()
        machine = RTSPClientConnection(
            url: try .benchmark(port: port), plan: .publish(description: Array(InterleavedStream.description.utf8)),
            random: &random, now: now)
    }

    mutating func receive(_ bytes: Span<UInt8>, now: Instant) throws(ForwardingError) {
        try machine.take(bytes, now: now, into: &events)
        for event in events {
            switch event {
            case .announced(let base):
                let controls = InterleavedStream.kinds.indices.map(InterleavedStream.control)
                machine.setUp(.interleaved(controls, base: base), control: base, now: now)
            case .recording: isReady = true
            case .failed(let failure): throw .wrong("the server does not let the publisher publish: \(failure)")
            case .ended, .redirected: throw .wrong("the server has ended what is published")
            case .described, .setUp, .playing, .media: break
            }
        }
        events.removeAll(keepingCapacity: true)
    }

    mutating func send(_ frame: Frame, of kind: MediaKind) {
        stream.write(frame, of: kind, into: &packets)
    }

    mutating func takeOutput() -> [UInt8] {
        defer { packets.removeAll(keepingCapacity: true) }
        return machine.takeOutput() + packets
    }
}

/// Publishes without a word.
struct BarePublisher: PublisherDialog {
    private var stream = InterleavedStream()
    private var packets: [UInt8] = []

    var isReady: Bool { true }

    mutating func receive(_ bytes: Span<UInt8>, now: Instant) {}

    mutating func send(_ frame: Frame, of kind: MediaKind) {
        stream.write(frame, of: kind, into: &packets)
    }

    mutating func takeOutput() -> [UInt8] {
        defer { packets.removeAll(keepingCapacity: true) }
        return packets
    }
}
