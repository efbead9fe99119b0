import Forwarding
import Net

/// Publishes a ``SyntheticStream``.
final class PublisherClient {
    let socket: ClientSocket
    private var dialog: any PublisherDialog
    private var stream: SyntheticStream

    /// - Throws: ``ForwardingError``.
    init(_ stream: SyntheticStream, by spoken: StreamProtocol, port: UInt16, now: Instant) throws(ForwardingError) {
        self.stream = stream
        socket = try ClientSocket(port: port)
        dialog = try spoken.publisher(port: port, now: now)
        try socket.send(dialog.takeOutput())
    }

    var isReady: Bool { dialog.isReady }

    /// When the next frame is due, in nanoseconds since the first.
    var deadline: Int64 { stream.deadline }

    /// Sends the frames that are due.
    /// - Parameter time: Nanoseconds of the stream's time that have gone by.
    func send(until time: Int64) throws(ForwardingError) {
        while stream.deadline <= time {
            let (kind, frame) = stream.next()
            dialog.send(frame, of: kind)
            try socket.send(dialog.takeOutput())
        }
    }

    /// Takes what the server says.
    /// - Throws: ``ForwardingError`` when it refuses, or has closed.
    func receive(into buffer: inout [UInt8], now: Instant) throws(ForwardingError) {
        while let count = socket.receive(into: &buffer), count > 0 {
            try dialog.receive(buffer.span.extracting(0..<count), now: now)
        }
        try socket.send(dialog.takeOutput())
    }
}
