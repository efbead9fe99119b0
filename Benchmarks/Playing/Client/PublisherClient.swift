import Codecs
import Containers
import Forwarding
import Net
import RTMP

/// Publishes a ``SyntheticStream``.
final class PublisherClient {
    let socket: ClientSocket
    private var machine: RTMPClientConnection
    private var stream = SyntheticStream()
    private(set) var isReady = false

    /// - Throws: ``ForwardingError``.
    init(url: RTMPURL, now: Instant) throws(ForwardingError) {
        socket = try ClientSocket(port: url.port)
        var random = SystemRandomNumberGenerator()
        machine = RTMPClientConnection(url: url, role: .publish, random: &random, now: now)
        try socket.send(machine.takeOutput())
    }

    /// When the next frame is due, in nanoseconds since the first.
    var deadline: Int64 { stream.deadline }

    /// Sends the frames that are due.
    /// - Parameter time: Nanoseconds of the stream's time that have gone by.
    func send(until time: Int64) throws(ForwardingError) {
        while stream.deadline <= time {
            send(stream.next())
            try socket.send(machine.takeOutput())
        }
    }

    /// Takes what the server says.
    /// - Throws: ``ForwardingError`` when it refuses, or has closed.
    func receive(into buffer: inout [UInt8], now: Instant) throws(ForwardingError) {
        var events: [RTMPClientEvent] = []
        while let count = socket.receive(into: &buffer), count > 0 {
            try machine.receive(buffer, count, now: now, into: &events)
        }
        for event in events {
            switch event {
            case .ready: begin()
            case .failed(let status), .ended(let status):
                throw .wrong("the server does not let the publisher publish: \(status.code) \(status.description)")
            default: break
            }
        }
        try socket.send(machine.takeOutput())
    }

    private func begin() {
        isReady = true
        let values: [AMF0Value] = [
            .string("@setDataFrame"), .string("onMetaData"), .ecmaArray(SyntheticStream.properties),
        ]
        machine.send(.dataAMF0, timestamp: 0, payload: AMF0Writer.bytes(of: values))
        for message in SyntheticStream.configurations { send(message) }
    }

    private func send(_ message: SyntheticStream.Message) {
        machine.send(
            message.kind == .video ? .video : .audio, timestamp: message.timestamp, payload: message.payload)
    }
}
