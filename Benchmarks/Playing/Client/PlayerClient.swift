import Forwarding
import Net

/// Plays a stream. One player in many looks at what comes; the others count bytes, so that they cost next to nothing.
final class PlayerClient {
    let socket: ClientSocket
    /// Nil where there is nothing to say.
    private var dialog: (any PlayerDialog)?
    private let looks: Bool
    /// Whether the server has closed the connection.
    private(set) var isGone = false
    /// Bytes that came, what lies below the protocol not counted.
    private(set) var received = 0
    /// What it saw of the frames, if it looks.
    private(set) var tally: FrameTally

    /// - Parameter looks: Whether it reads the messages of the stream.
    /// - Throws: ``ForwardingError``.
    init(by spoken: StreamProtocol, port: UInt16, looks: Bool, now: Instant) throws(ForwardingError) {
        self.looks = looks
        tally = FrameTally(hasOneClock: spoken.hasOneClock)
        socket = try ClientSocket(port: port)
        dialog = try spoken.player(port: port, now: now)
        if let output = dialog?.takeOutput() { try socket.send(output) }
    }

    /// Whether the server has agreed, and the stream comes.
    var isPlaying: Bool { dialog?.isPlaying ?? true }

    /// Takes what has come, all of it.
    /// - Throws: ``ForwardingError`` when the server refuses.
    func receive(into buffer: inout [UInt8], now: Instant) throws(ForwardingError) {
        guard var dialog, looks || !dialog.isPlaying else { return discard() }
        self.dialog = nil
        defer { self.dialog = dialog }
        while true {
            guard let count = socket.receive(into: &buffer) else {
                isGone = true
                return
            }
            guard count > 0 else { break }
            received += count
            try dialog.receive(buffer.span.extracting(0..<count), now: now, into: &tally)
        }
        if dialog.isOver { isGone = true }
        try socket.send(dialog.takeOutput())
    }

    private func discard() {
        while let count = socket.discard() {
            guard count > 0 else { return }
            received += count
        }
        isGone = true
    }
}
