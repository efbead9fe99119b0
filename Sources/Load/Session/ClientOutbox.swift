package import Net

/// Datagrams that a client wants to send, in order.
package struct ClientOutbox {
    package private(set) var datagrams: [(bytes: [UInt8], destination: SocketAddress)] = []

    package init() {}

    package mutating func append(_ bytes: [UInt8], to destination: SocketAddress) {
        datagrams.append((bytes, destination))
    }

    package mutating func removeAll() {
        datagrams.removeAll(keepingCapacity: true)
    }
}

/// A moment by two clocks.
package struct Moment: Sendable {
    /// On the monotonic clock.
    package var now: Instant
    /// Nanoseconds since 1970.
    package var wallClock: Int64

    package init(now: Instant, wallClock: Int64) {
        self.now = now
        self.wallClock = wallClock
    }
}
