package import Net

/// The packets of one source that are missing, and when to ask for each again (RFC 4585 §6.2.1).
///
/// A gap is asked for after a short wait, in case its packets are merely late; how long follows from how late such packets
/// have been. Requests are repeated a little more than a round trip apart, up to ``maximumTries`` of them. When more is missing than
/// ``maximumMissing``, repairing is hopeless: the list is dropped, and a keyframe is needed.
///
/// Calling contract: ``receive(_:isRetransmission:now:)`` for each packet, ``takeRequests(now:into:)`` when ``deadline``
/// has come, ``takeKeyframeNeed()`` after either.
package struct NACKGenerator: Sendable {
    /// The round trip to the sender, from requests to their answers: 100 ms until one was answered.
    package var roundTrip: Duration = .milliseconds(100)
    /// When requests are due; nil while nothing is missing.
    package private(set) var deadline: Instant?
    /// Packets given up after ``maximumTries`` requests, for being older than ``maximumAge``, or because too many were
    /// missing.
    package private(set) var abandonedCount = 0

    private var unwrapper = SequenceUnwrapper()
    /// In ascending order.
    private var missing: [MissingPacket] = []
    private var reorderingWait = Self.minimumWait
    /// How far answers lie from the round trip, smoothed: as much again is waited for them (RFC 6298 does the same).
    private var deviation = Duration.zero
    private var needsKeyframe = false

    package init() {}

    /// Takes note of a packet.
    /// - Parameter isRetransmission: that it came by a retransmission stream, so that its lateness says nothing.
    package mutating func receive(_ sequence: UInt16, isRetransmission: Bool = false, now: Instant) {
        let extended = unwrapper.peek(sequence)
        guard let newest = unwrapper.newest else {
            _ = unwrapper.unwrap(sequence)
            return
        }
        if extended > newest {
            _ = unwrapper.unwrap(sequence)
            forget(before: extended - Self.maximumAge)
            if extended > newest + 1 { noteGap((newest + 1)..<extended, now: now) }
        } else if newest - extended > Self.maximumAge {
            restart(with: sequence)
        } else {
            recover(extended, isRetransmission: isRetransmission, now: now)
        }
    }

    /// Appends the sequence numbers to ask for now, in ascending order and at most ``maximumRequests``; those that found no
    /// room stay due.
    package mutating func takeRequests(now: Instant, into requests: inout [UInt16]) {
        guard let deadline, now >= deadline else { return }
        var kept = 0
        var taken = 0
        for index in missing.indices {
            var packet = missing[index]
            if packet.due <= now {
                if packet.tries >= Self.maximumTries {
                    abandonedCount += 1
                    continue
                }
                if taken < Self.maximumRequests {
                    taken += 1
                    requests.append(UInt16(truncatingIfNeeded: packet.sequence))
                    packet.lastRequest = now
                    packet.tries += 1
                    packet.due = now.advanced(by: interval(afterTries: packet.tries))
                }
            }
            missing[kept] = packet
            kept += 1
        }
        missing.removeLast(missing.count - kept)
        self.deadline = missing.lazy.map(\.due).min()
    }

    /// Whether so much was lost since the last call that only a keyframe helps.
    package mutating func takeKeyframeNeed() -> Bool {
        defer { needsKeyframe = false }
        return needsKeyframe
    }

    /// How many packets are missing now, 0...``maximumMissing``.
    package var missingCount: Int { missing.count }

    private mutating func noteGap(_ gap: Range<Int64>, now: Instant) {
        guard missing.count + gap.count <= Self.maximumMissing else {
            abandonedCount += missing.count + gap.count
            missing.removeAll(keepingCapacity: true)
            deadline = nil
            needsKeyframe = true
            return
        }
        reorderingWait -= (reorderingWait - Self.minimumWait) / Self.waitDecay
        let due = now.advanced(by: reorderingWait)
        for sequence in gap { missing.append(MissingPacket(sequence: sequence, noticed: now, due: due)) }
        deadline = min(deadline ?? due, due)
    }

    private mutating func recover(_ sequence: Int64, isRetransmission: Bool, now: Instant) {
        let index = firstIndex(notBefore: sequence)
        guard index < missing.endIndex, missing[index].sequence == sequence else { return }
        let packet = missing.remove(at: index)
        if missing.isEmpty { deadline = nil }
        // An answer takes a round trip: what came sooner was late, and asking for it was premature.
        if isRetransmission {
            if packet.tries == 1, let request = packet.lastRequest {
                // Only the first request's answer is known to be its own (Karn's algorithm).
                let error = min(request.duration(to: now), Self.maximumInterval) - roundTrip
                roundTrip += error / 4
                deviation += (max(error, .zero - error) - deviation) / 4
            }
            return
        }
        if let request = packet.lastRequest, request.duration(to: now) >= roundTrip / 2 { return }
        let lateness = packet.noticed.duration(to: now)
        reorderingWait = max(reorderingWait, min(lateness + lateness / 4, Self.maximumWait))
    }

    private mutating func forget(before sequence: Int64) {
        guard let oldest = missing.first, oldest.sequence < sequence else { return }
        let count = firstIndex(notBefore: sequence)
        abandonedCount += count
        missing.removeFirst(count)
        if missing.isEmpty { deadline = nil }
    }

    /// The sender began anew, far behind.
    private mutating func restart(with sequence: UInt16) {
        unwrapper = SequenceUnwrapper()
        _ = unwrapper.unwrap(sequence)
        abandonedCount += missing.count
        missing.removeAll(keepingCapacity: true)
        deadline = nil
    }

    private func firstIndex(notBefore sequence: Int64) -> Int {
        var low = missing.startIndex
        var high = missing.endIndex
        while low < high {
            let middle = (low + high) / 2
            if missing[middle].sequence < sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// A quarter more than a round trip at first, so that an answer in time is not asked for twice; growing with each try.
    private func interval(afterTries tries: Int) -> Duration {
        var interval = min(max(roundTrip + deviation * 2, Self.minimumRoundTrip), Self.maximumInterval)
        for _ in 0..<tries { interval += interval / 4 }
        return min(interval, Self.maximumInterval)
    }

    // MARK: Our choices

    /// Packets that are repaired at a time, as in libwebrtc.
    package static let maximumMissing = 1_000
    /// Sequence numbers behind the newest at which a packet is given up, as in libwebrtc.
    package static let maximumAge: Int64 = 10_000
    /// Requests for one packet, as in libwebrtc.
    package static let maximumTries = 10
    /// Sequence numbers asked for at once: as a generic NACK they fill 1,036 bytes at most.
    package static let maximumRequests = 256
    /// Between noticing a gap and asking for it.
    package static let minimumWait = Duration.milliseconds(5)
    package static let maximumWait = Duration.milliseconds(60)
    /// What a round trip counts as at least.
    package static let minimumRoundTrip = Duration.milliseconds(20)
    /// Between requests for the same packet at most.
    package static let maximumInterval = Duration.milliseconds(400)
    /// The wait falls by this part at each gap, so that it stays above the lateness of all but the rarest late packets.
    private static let waitDecay = 64
}

private struct MissingPacket: Sendable {
    let sequence: Int64
    /// When a packet behind it came.
    let noticed: Instant
    var due: Instant
    var tries = 0
    var lastRequest: Instant?
}
