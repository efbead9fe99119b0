import Codecs
import Containers
import Forwarding
import Net
import RTMP

/// Publishes by RTMP.
struct RTMPPublisher: PublisherDialog {
    private(set) var isReady = false
    private var machine: RTMPClientConnection
    private var events: [RTMPClientEvent] = []

    /// - Throws: ``ForwardingError`` when the port is none.
    init(port: UInt16, now: Instant) throws(ForwardingError) {
        var random = SystemRandomNumberGenerator()
        machine = RTMPClientConnection(url: try .benchmark(port: port), role: .publish, random: &random, now: now)
    }

    mutating func receive(_ bytes: Span<UInt8>, now: Instant) throws(ForwardingError) {
        try machine.take(bytes, now: now, into: &events)
        for event in events {
            switch event {
            case .ready: begin()
            case .failed(let status), .ended(let status):
                throw .wrong("the server does not let the publisher publish: \(status.code) \(status.description)")
            default: break
            }
        }
        events.removeAll(keepingCapacity: true)
    }

    mutating func send(_ frame: Frame, of kind: MediaKind) {
        send(FLVMessage(frame, of: kind))
    }

    mutating func takeOutput() -> [UInt8] { machine.takeOutput() }

    private mutating func begin() {
        isReady = true
        let values: [AMF0Value] = [.string("@setDataFrame"), .string("onMetaData"), .ecmaArray(FLVMessage.properties)]
        machine.send(.dataAMF0, timestamp: 0, payload: AMF0Writer.bytes(of: values))
        for message in FLVMessage.configurations { send(message) }
    }

    private mutating func send(_ message: FLVMessage) {
        machine.send(
            message.kind == .video ? .video : .audio, timestamp: message.timestamp, payload: message.payload)
    }
}
