/// How one direction of a virtual link treats the datagrams sent over it. The default is a perfect link that takes no time.
package struct LinkConditions: Sendable {
    /// The share of datagrams that vanish, 0...1.
    package var loss: Double
    /// The share of datagrams that arrive twice, 0...1.
    package var duplication: Double
    /// The share of datagrams that are held back by ``holdBack``, so that later ones overtake them, 0...1.
    package var reordering: Double
    /// How long a reordered datagram is held back.
    package var holdBack: Duration
    /// The time every datagram travels.
    package var delay: Duration
    /// Each datagram travels up to this much longer, evenly spread; jitter alone never changes the order.
    package var jitter: Duration
    /// Bits per second that leave the sender, headers included; nil for no limit.
    package var rate: Int?
    /// Bytes that may wait for the rate; what does not fit is dropped at the tail.
    package var queueLimit: Int

    package init(
        loss: Double = 0, duplication: Double = 0, reordering: Double = 0, holdBack: Duration = .milliseconds(20),
        delay: Duration = .zero, jitter: Duration = .zero, rate: Int? = nil, queueLimit: Int = 64 * 1024
    ) {
        self.loss = loss
        self.duplication = duplication
        self.reordering = reordering
        self.holdBack = holdBack
        self.delay = delay
        self.jitter = jitter
        self.rate = rate
        self.queueLimit = queueLimit
    }
}

/// What became of the datagrams sent over one direction of a link.
package struct LinkStatistics: Equatable, Sendable {
    package var sent = 0
    /// Copies that have arrived, duplicates included.
    package var delivered = 0
    /// Those that the loss took.
    package var lost = 0
    /// Those that found the queue full.
    package var overflowed = 0
    package var duplicated = 0
    package var reordered = 0

    package init() {}
}
