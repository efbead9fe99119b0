import Net

/// Datagrams that a client wants to send, in order.
struct ClientOutbox {
    private(set) var datagrams: [(bytes: [UInt8], destination: SocketAddress)] = []

    init() {}

    mutating func append(_ bytes: [UInt8], to destination: SocketAddress) {
        datagrams.append((bytes, destination))
    }

    mutating func removeAll() {
        datagrams.removeAll(keepingCapacity: true)
    }
}

/// A moment by two clocks.
struct Moment: Sendable {
    /// On the monotonic clock.
    var now: Instant
    /// Nanoseconds since 1970.
    var wallClock: Int64

    init(now: Instant, wallClock: Int64) {
        self.now = now
        self.wallClock = wallClock
    }
}
