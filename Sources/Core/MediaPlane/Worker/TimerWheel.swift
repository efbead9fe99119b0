import Net

/// When each session wants to be looked at again: a ring of time slots, so that setting a timer and letting it pass cost
/// the same however many sessions there are.
///
/// Keys are session numbers. A key may stand in several slots, when its deadline moved forward; whoever added it knows
/// which slot is the one that counts.
struct TimerWheel {
    private var slots: [[Int32]]
    /// The slot time up to which everything was due.
    private(set) var current: Int64
    /// Entries, stale ones with them.
    private(set) var count = 0

    init(now: Instant) {
        slots = Array(repeating: [], count: Self.slotCount)
        current = Self.slotTime(now)
    }

    /// The slot for a deadline: due then or up to one slot later; at the end of the ring at the latest, to be set again.
    func slot(for deadline: Instant) -> Int64 {
        min(max(Self.slotTime(deadline) + 1, current + 1), current + Int64(Self.slotCount) - 1)
    }

    /// Lets `key` become due with `slot`, as ``slot(for:)`` gave it.
    mutating func add(_ key: Int32, at slot: Int64) {
        slots[Int(slot) & (Self.slotCount - 1)].append(key)
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
