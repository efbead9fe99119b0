import CLinux
import Net

/// Messages that the kernel did not take at once, copied, in their order.
///
/// While there are any, everything newer goes behind them, so that no packet overtakes another. There is room for so many
/// bytes and messages, and none for video once the oldest has waited too long: late video is worth less than the next
/// keyframe. A part of the room is for audio alone.
struct SendBacklog: ~Copyable {
    /// Bytes of packets that wait.
    private(set) var bytes = 0

    private let limits: BacklogLimits
    private let storage: UnsafeMutablePointer<UInt8>
    /// A ring, the oldest at ``first``.
    private let entries: UnsafeMutablePointer<Entry>
    private var first = 0
    private var count = 0
    /// Where the next message goes in the storage.
    private var end = 0

    private struct Entry {
        var peer: sockaddr_in6
        var local: clinux_pktinfo
        var offset: Int
        var length: Int
        var segment: UInt16
        var note: MessageNote
        /// When it was put here, in nanoseconds.
        var since: Int64
    }

    /// The storage's pages are the system's until something is written there.
    init(limits: BacklogLimits) {
        self.limits = limits
        storage = .allocate(capacity: limits.bytes)
        entries = .allocate(capacity: limits.messages)
    }

    deinit {
        storage.deallocate()
        entries.deallocate()
    }

    var isEmpty: Bool { count == 0 }

    /// Puts what is left of a message behind all others.
    /// - Returns: false when there is no room for it.
    mutating func add(_ index: Int, of table: borrowing MessageTable, now: Instant) -> Bool {
        let note = table.notes[index]
        let vector = table.vectors[index]
        guard hasRoom(for: vector.iov_len, note.kind, now: now), let offset = place(for: vector.iov_len),
            let source = vector.iov_base
        else { return false }
        UnsafeMutableRawPointer(storage + offset).copyMemory(from: source, byteCount: vector.iov_len)
        (entries + (first + count) % limits.messages).initialize(
            to: Entry(
                peer: table.addresses[index], local: table.controls[index].pktinfo, offset: offset,
                length: vector.iov_len, segment: table.controls[index].segment, note: note, since: now.nanoseconds))
        entries[(first + count) % limits.messages].note.destination = nil
        count += 1
        end = offset + vector.iov_len
        bytes += vector.iov_len
        return true
    }

    /// Adds the oldest messages to an empty table, as many as fit there.
    func fill(_ table: inout MessageTable) {
        for index in 0..<min(count, table.capacity) {
            let entry = entries[(first + index) % limits.messages]
            table.append(
                iovec(iov_base: storage + entry.offset, iov_len: entry.length), segment: entry.segment, to: entry.peer,
                from: entry.local, entry.note)
        }
    }

    /// Forgets the first `sent` messages of a table that ``fill(_:)`` made, and the part of the next that was sent.
    mutating func remove(_ sent: Int, of table: borrowing MessageTable) {
        for _ in 0..<sent {
            bytes -= entries[first].length
            first = (first + 1) % limits.messages
            count -= 1
        }
        guard sent < table.count else { return }
        let left = table.vectors[sent].iov_len
        bytes -= entries[first].length - left
        entries[first].offset += entries[first].length - left
        entries[first].length = left
        entries[first].note.packets = table.notes[sent].packets
    }

    private func hasRoom(for length: Int, _ kind: SendKind, now: Instant) -> Bool {
        if kind == .audio { return count < limits.messages && bytes + length <= limits.bytes }
        let share = limits.shareOfOthers
        return count < Int(Double(limits.messages) * share) && bytes + length <= Int(Double(limits.bytes) * share)
            && (count == 0 || now.nanoseconds - entries[first].since < limits.age.wholeNanoseconds)
    }

    /// Where a message of this length can lie in one piece; nil when nowhere.
    private func place(for length: Int) -> Int? {
        guard count > 0 else { return length <= limits.bytes ? 0 : nil }
        let begin = entries[first].offset
        // In use: from the oldest to the end, or around the storage's end. They never touch when it is full around it.
        guard end > begin else { return end + length < begin ? end : nil }
        if end + length <= limits.bytes { return end }
        return length < begin ? 0 : nil
    }
}

/// How much may wait for the kernel (our choices).
package struct BacklogLimits: Sendable {
    /// A keyframe of 100 KB for twenty viewers.
    package var bytes = 2 << 20
    package var messages = 4_096
    /// The part of both, 0...1, that anything but audio may fill.
    package var shareOfOthers = 0.875
    /// How old the oldest message may be for anything but audio to join it.
    package var age = Duration.milliseconds(50)

    package init() {}
}
