import CLinux
import Forwarding
import Glibc
import Net

/// One publisher and many players, on the calling thread.
final class PlayingLoad {
    private let stream: SyntheticStream
    private let spoken: StreamProtocol
    private let port: UInt16
    private let poll: Int32
    private var publisher: PublisherClient?
    private(set) var players: [PlayerClient] = []
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var ready = [UInt32](repeating: 0, count: 256)
    /// Bytes that came to all players.
    private(set) var received = 0
    /// Nanoseconds of the stream's time, which stands still while nothing is sent.
    private var streamTime: Int64 = 0

    /// - Parameters:
    ///   - spoken: What is spoken with the server.
    ///   - port: Where it listens, on this machine.
    init(_ stream: SyntheticStream, by spoken: StreamProtocol, port: UInt16) {
        _ = clinux_raise_descriptor_limit()
        self.stream = stream
        self.spoken = spoken
        self.port = port
        poll = clinux_poll()
    }

    deinit {
        close(poll)
    }

    /// Begins to publish.
    /// - Throws: ``ForwardingError``, also when the server does not agree in time.
    func publish() throws(ForwardingError) {
        let publisher = try PublisherClient(stream, by: spoken, port: port, now: Self.now)
        self.publisher = publisher
        try watch(publisher.socket, number: Self.publisherNumber)
        try wait("the server's consent to the publisher") { publisher.isReady }
    }

    /// Lets players join, and waits for the last. The stream goes on meanwhile.
    /// - Throws: ``ForwardingError``, also when one is refused.
    func join(_ count: Int) throws(ForwardingError) {
        let step = max(1, count / Self.looking)
        for number in 0..<count {
            let player = try PlayerClient(
                by: spoken, port: port, looks: number.isMultiple(of: step), now: Self.now)
            players.append(player)
            try watch(player.socket, number: UInt32(number))
            // As many at a time as any server's backlog holds.
            guard number.isMultiple(of: Self.joiningTogether) || number == count - 1 else { continue }
            try wait("the server's consent to a player") { players.allSatisfy { $0.isPlaying || $0.isGone } }
        }
    }

    /// Streams for a while.
    func stream(for duration: Duration) throws(ForwardingError) {
        let begin = Self.now
        let origin = streamTime
        while true {
            let elapsed = Self.now.nanoseconds(since: begin)
            guard elapsed < duration.wholeNanoseconds else { break }
            streamTime = origin + elapsed
            try publisher?.send(until: streamTime)
            let next = min(publisher?.deadline ?? .max, origin + duration.wholeNanoseconds)
            try step(limit: next - origin - Self.now.nanoseconds(since: begin))
        }
        streamTime = origin + duration.wholeNanoseconds
    }

    /// Sends nothing, until nothing comes any more: all players have what was sent.
    func settle() throws(ForwardingError) {
        var (last, quietSince) = (received, Self.now)
        while Self.now.nanoseconds(since: quietSince) < Self.quiet {
            try step(limit: 10_000_000)
            if received != last { (last, quietSince) = (received, Self.now) }
        }
    }

    private func wait(_ what: String, until isDone: () -> Bool) throws(ForwardingError) {
        let begin = Self.now
        while !isDone() {
            guard begin.duration(to: Self.now) < Self.patience else { throw .timeout(what, Self.patience) }
            if publisher?.isReady == true {
                try stream(for: Self.glance)
            } else {
                try step(limit: Self.glance.wholeNanoseconds)
            }
        }
    }

    /// Waits and takes what has come.
    /// - Parameter limit: Nanoseconds.
    private func step(limit: Int64) throws(ForwardingError) {
        let count = clinux_poll_wait(poll, &ready, 256, max(0, limit))
        for number in ready.prefix(Int(count)) {
            if number == Self.publisherNumber {
                try publisher?.receive(into: &buffer, now: Self.now)
            } else {
                let player = players[Int(number)]
                let before = player.received
                try player.receive(into: &buffer, now: Self.now)
                received += player.received - before
            }
        }
    }

    private func watch(_ socket: ClientSocket, number: UInt32) throws(ForwardingError) {
        let result = clinux_poll_add(poll, socket.descriptor, number)
        guard result == 0 else { throw .system("epoll_ctl", errno: -result) }
    }

    private static var now: Instant { Instant(nanoseconds: clinux_monotonic_nanoseconds()) }

    private static let publisherNumber = UInt32.max
    /// Players that look at what they get.
    static let looking = 10
    private static let joiningTogether = 50
    /// Between two looks at what is waited for.
    private static let glance = Duration.milliseconds(5)
    private static let patience = Duration.seconds(20)
    /// Nanoseconds: more than any server gathers.
    private static let quiet: Int64 = 500_000_000
}
