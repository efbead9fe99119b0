import Net

/// When each session wants to be looked at again: a ring of time slots, so that setting a timer and letting it pass cost
/// the same however many sessions there are.
///
/// Keys are session numbers. A key may stand in several slots; whoever is due checks its own deadline.
struct TimerWheel {
    private var slots: [[Int32]]
    /// The slot time up to which everything was due.
    private var current: Int64
    private var count = 0

    init(now: Instant) {
        slots = Array(repeating: [], count: Self.slotCount)
        current = Self.slotTime(now)
    }

    /// Lets `key` become due at `deadline` or up to one slot later; at the end of the ring at the latest, to be set again.
    mutating func schedule(_ key: Int32, at deadline: Instant) {
        let time = min(max(Self.slotTime(deadline) + 1, current + 1), current + Int64(Self.slotCount) - 1)
        slots[Int(time) & (Self.slotCount - 1)].append(key)
        count += 1
    }

    /// Appends to `due` each key whose slot has passed.
    mutating func advance(to now: Instant, into due: inout [Int32]) {
        let target = Self.slotTime(now)
        guard target > current else { return }
        // A long sleep passes each slot once.
        for time in max(current + 1, target - Int64(Self.slotCount) + 1)...target {
            let index = Int(time) & (Self.slotCount - 1)
            guard !slots[index].isEmpty else { continue }
            due += slots[index]
            count -= slots[index].count
            slots[index].removeAll(keepingCapacity: slots[index].count <= Self.keptCapacity)
        }
        current = target
    }

    /// Nanoseconds until the next slot that holds a key; nil when none does.
    func nanosecondsToNext(from now: Instant) -> Int64? {
        guard count > 0 else { return nil }
        for step in 1..<Int64(Self.slotCount) where !slots[Int(current + step) & (Self.slotCount - 1)].isEmpty {
            return max(0, (current + step) * Self.resolution - now.nanoseconds)
        }
        return nil
    }

    private static func slotTime(_ instant: Instant) -> Int64 {
        instant.nanoseconds / resolution
    }

    /// Nanoseconds in a slot: 5 ms, the grain of media timers.
    private static let resolution: Int64 = 5_000_000
    /// A power of two: the ring spans 5 s.
    private static let slotCount = 1_024
    private static let keptCapacity = 256
}
