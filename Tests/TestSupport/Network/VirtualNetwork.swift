package import Net

/// A datagram network in virtual time, for tests of two or more protocol machines: what is sent arrives later, twice, out
/// of order or never, as the ``LinkConditions`` and the seed say. The same seed and the same calls give the same arrivals.
///
/// The contract: send, then ``step(until:)`` to the earliest deadline of the machines, hand them what arrived or let their
/// timers fire, and send what they answer. Time passes in `step` alone.
///
/// ```swift
/// while network.now < end {
///     if let datagram = network.step(until: min(end, alice.nextDeadline, bob.nextDeadline)) { ... receive ... }
///     ... let timers fire, send what they want to transmit ...
/// }
/// ```
package struct VirtualNetwork: Sendable {
    package struct Datagram: Equatable, Sendable {
        package let source: SocketAddress
        package let destination: SocketAddress
        package let payload: [UInt8]
    }

    package private(set) var now: Instant
    private let usual: LinkConditions
    private var links: [Route: Link] = [:]
    private var inFlight = EventQueue<Datagram>()
    private var seeds: SeededRandom

    /// - Parameter conditions: those of every link that ``setConditions(_:from:to:)`` does not name.
    package init(
        seed: UInt64, conditions: LinkConditions = LinkConditions(), start: Instant = Instant(nanoseconds: 0)
    ) {
        seeds = SeededRandom(seed: seed)
        usual = conditions
        now = start
    }

    /// Changes one direction of a link from now on; datagrams in flight keep their arrival times.
    package mutating func setConditions(
        _ conditions: LinkConditions, from source: SocketAddress, to destination: SocketAddress
    ) {
        withLink(Route(source: source, destination: destination)) { $0.conditions = conditions }
    }

    package mutating func send(_ payload: [UInt8], from source: SocketAddress, to destination: SocketAddress) {
        let present = now
        let arrivals = withLink(Route(source: source, destination: destination)) {
            $0.arrivals(ofSize: payload.count, sentAt: present)
        }
        for arrival in arrivals {
            inFlight.add(Datagram(source: source, destination: destination, payload: payload), at: arrival)
        }
    }

    /// Moves time to the next arrival and returns it; when nothing arrives by `deadline`, moves time there and returns nil.
    /// With nothing in flight and no deadline, time stands still.
    package mutating func step(until deadline: Instant = .distantFuture) -> Datagram? {
        guard let next = inFlight.nextInstant, next <= deadline, let (instant, datagram) = inFlight.removeFirst() else {
            if deadline < .distantFuture { now = max(now, deadline) }
            return nil
        }
        now = max(now, instant)
        withLink(Route(source: datagram.source, destination: datagram.destination)) { $0.statistics.delivered += 1 }
        return datagram
    }

    /// When the next datagram arrives; nil when none is in flight.
    package var nextArrival: Instant? { inFlight.nextInstant }

    package func statistics(from source: SocketAddress, to destination: SocketAddress) -> LinkStatistics {
        links[Route(source: source, destination: destination)]?.statistics ?? LinkStatistics()
    }

    /// Each link draws from a generator of its own, so that more traffic on one leaves the fate of the others alone.
    private mutating func withLink<Result>(_ route: Route, _ body: (inout Link) -> Result) -> Result {
        var link = links[route] ?? Link(conditions: usual, random: SeededRandom(seed: seeds.next()))
        defer { links[route] = link }
        return body(&link)
    }

    private struct Route: Hashable {
        let source: SocketAddress
        let destination: SocketAddress
    }
}

/// One direction of a link: the queue before its rate, and the fate of each datagram.
private struct Link {
    var conditions: LinkConditions
    var statistics = LinkStatistics()
    private var random: SeededRandom
    /// When the sender's interface has sent all it has queued.
    private var idleFrom = Instant.distantPast
    /// The latest arrival of a datagram that kept its place.
    private var lastInOrder = Instant.distantPast

    init(conditions: LinkConditions, random: SeededRandom) {
        self.conditions = conditions
        self.random = random
    }

    /// When the copies of a datagram of `size` payload bytes arrive: none, one or two instants.
    mutating func arrivals(ofSize size: Int, sentAt now: Instant) -> [Instant] {
        statistics.sent += 1
        guard let departure = departure(ofSize: size + Self.headerSize, at: now) else {
            statistics.overflowed += 1
            return []
        }
        // Every datagram draws the same numbers, so that a changed share changes only what it is the share of.
        let isLost = random.chance(conditions.loss)
        let isDuplicated = random.chance(conditions.duplication)
        let isReordered = random.chance(conditions.reordering)
        let travel = [0, 1].map { _ in conditions.delay + conditions.jitter * Double.random(in: 0...1, using: &random) }
        guard !isLost else {
            statistics.lost += 1
            return []
        }
        if isDuplicated { statistics.duplicated += 1 }
        if isReordered {
            statistics.reordered += 1
            return travel.prefix(isDuplicated ? 2 : 1).map { departure.advanced(by: $0 + conditions.holdBack) }
        }
        return travel.prefix(isDuplicated ? 2 : 1).map { travel in
            lastInOrder = max(lastInOrder, departure.advanced(by: travel))
            return lastInOrder
        }
    }

    /// When the last bit leaves the sender; nil when the queue has no room.
    private mutating func departure(ofSize size: Int, at now: Instant) -> Instant? {
        guard let rate = conditions.rate else { return now }
        let start = max(now, idleFrom)
        let queued = start.nanoseconds(since: now) / 8 * Int64(rate) / 1_000_000_000
        guard queued + Int64(size) <= conditions.queueLimit else { return nil }
        idleFrom = start.advanced(by: .nanoseconds(Int64(size) * 8 * 1_000_000_000 / Int64(rate)))
        return idleFrom
    }

    /// IPv4 and UDP.
    private static let headerSize = 28
}
