package import Bytes
package import Net

/// The receiving side of transport-wide congestion control: remembers when each packet of a transport arrived and writes the
/// feedback that the sender's bandwidth estimate lives on (``TransportFeedback``).
///
/// Each feedback begins where the one before ended. A packet that arrives after it was reported lost lets the next feedback
/// begin with it instead. Feedback goes out 100 ms after the first unreported arrival, and up to twice as often when much
/// arrives; an idle transport sends none.
///
/// Calling contract: ``receive(_:now:)`` for each packet that has a transport-wide sequence number; when ``deadline`` has
/// come, ``takeFeedback(now:senderSSRC:mediaSSRC:to:)`` until it returns false, each into a datagram of its own.
package struct TransportFeedbackRecorder: Sendable {
    /// When feedback is due; nil while there is nothing to report.
    package private(set) var deadline: Instant?

    private var unwrapper = SequenceUnwrapper()
    /// Arrival times by sequence number modulo the window; `absent` where none came.
    private var arrivals = [Int64](repeating: Self.absent, count: Int(Self.window))
    /// The extended number that the next feedback begins with.
    private var start: Int64 = 0
    private var pendingCount = 0
    private var lastFeedback: Instant?
    private var feedbackCount: UInt8 = 0

    package init() {}

    /// Takes note of a packet's arrival. Duplicates, and packets too late to be of use, are ignored.
    package mutating func receive(_ sequence: UInt16, now: Instant) {
        let extended = unwrapper.peek(sequence)
        if let newest = unwrapper.newest {
            if extended > newest {
                makeRoom(after: newest, upTo: extended)
            } else if newest - extended >= Self.reorderingWindow || arrivals[Self.slot(extended)] != Self.absent {
                return
            }
            start = min(start, extended)
        } else {
            start = extended
        }
        _ = unwrapper.unwrap(sequence)
        arrivals[Self.slot(extended)] = now.nanoseconds
        pendingCount += 1
        schedule(now: now)
    }

    /// Appends one feedback message of at most ``maximumFeedbackLength`` bytes, when feedback is due.
    /// - Parameters:
    ///   - senderSSRC: who reports.
    ///   - mediaSSRC: any source of the transport.
    /// - Returns: false, and nothing written, when none is due.
    package mutating func takeFeedback(
        now: Instant, senderSSRC: UInt32, mediaSSRC: UInt32, to writer: inout ByteWriter
    ) -> Bool {
        guard let deadline, now >= deadline, let newest = unwrapper.newest, start <= newest,
            let first = (start...newest).first(where: { arrivals[Self.slot($0)] != Self.absent })
        else { return false }
        let reference = Self.ticks(arrivals[Self.slot(first)]) >> 8
        let deltas = deltas(from: start, through: newest, reference: reference)
        TransportFeedback.write(
            senderSSRC: senderSSRC, mediaSSRC: mediaSSRC, baseSequence: UInt16(truncatingIfNeeded: start),
            referenceTime: Int32(truncatingIfNeeded: reference), feedbackCount: feedbackCount, deltas: deltas,
            to: &writer)
        start += Int64(deltas.count)
        feedbackCount &+= 1
        if start > newest {
            self.deadline = nil
            pendingCount = 0
            lastFeedback = now
        }
        return true
    }

    /// One for each packet from `start` on, as many as one message takes; the last is of a packet that arrived.
    private func deltas(from start: Int64, through newest: Int64, reference: Int64) -> [Int16?] {
        var deltas: [Int16?] = []
        var previous = reference << 8
        var length = 0
        for sequence in start...newest {
            let arrival = arrivals[Self.slot(sequence)]
            if arrival == Self.absent {
                deltas.append(nil)
                continue
            }
            let ticks = Self.ticks(arrival)
            // A delta out of range needs a reference time of its own.
            guard let delta = Int16(exactly: ticks - previous), length < Self.maximumDeltaLength else { break }
            deltas.append(delta)
            length += TransportFeedbackStatus(delta: delta).deltaLength
            previous = ticks
        }
        while case nil? = deltas.last { deltas.removeLast() }
        return deltas
    }

    /// Empties the slots that become part of the window, and lets go of what no longer fits into it.
    private mutating func makeRoom(after newest: Int64, upTo extended: Int64) {
        if extended - newest >= Self.window {
            for index in arrivals.indices { arrivals[index] = Self.absent }
            start = extended
            return
        }
        for sequence in (newest + 1)...extended { arrivals[Self.slot(sequence)] = Self.absent }
        start = max(start, extended - Self.window + 1)
    }

    private mutating func schedule(now: Instant) {
        var due = min(deadline ?? .distantFuture, now.advanced(by: Self.interval))
        if pendingCount >= Self.busyCount {
            let earliest = lastFeedback?.advanced(by: Self.busyInterval) ?? now
            due = min(due, max(now, earliest))
        }
        if pendingCount >= Self.fullCount { due = min(due, now) }
        deadline = due
    }

    private static func slot(_ sequence: Int64) -> Int {
        Int(truncatingIfNeeded: sequence & (window - 1))
    }

    /// In 250 µs, towards the past.
    private static func ticks(_ nanoseconds: Int64) -> Int64 {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 250_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Of a slot without arrival.
    private static let absent = Int64.min

    // MARK: Our choices

    /// From the first unreported arrival to its feedback.
    package static let interval = Duration.milliseconds(100)
    /// Between feedback messages when much arrives.
    package static let busyInterval = Duration.milliseconds(50)
    /// Unreported arrivals that count as much.
    package static let busyCount = 32
    /// Unreported arrivals that do not wait at all: half of the window.
    package static let fullCount = 1_024
    /// Bytes of one message, less than a datagram's 1,200.
    package static let maximumFeedbackLength = 1_176
    /// Sequence numbers remembered: a power of two.
    private static let window: Int64 = 2_048
    /// How far behind the newest a packet is still taken note of.
    private static let reorderingWindow: Int64 = 1_024
    /// Bytes of deltas in one message. With 20 bytes of header and sources, 2,048 statuses in chunks of seven, the last
    /// delta's second byte and padding, a message stays below its greatest length.
    private static let maximumDeltaLength = 560
}
