/// Which of the newest packets were received, so that none is accepted twice (RFC 3711 §3.3.2).
///
/// Ask only about authentic packets: a forged index would push the window forward and the true packets out of it.
package struct ReplayWindow: Sendable {
    /// The highest index accepted, nil before the first.
    package private(set) var newest: UInt64?
    /// One bit for each of the last ``size`` indices, at index modulo ``size``.
    private var received: [16 of UInt64] = .init(repeating: 0)

    package init() {}

    /// Marks `index` as received. False when it was before, or is `size` or more older than the newest.
    package mutating func accept(_ index: UInt64) -> Bool {
        guard let newest else {
            self.newest = index
            mark(index)
            return true
        }
        if index > newest {
            forget(after: newest, through: index)
            self.newest = index
        } else if newest - index >= Self.size || isMarked(index) {
            return false
        }
        mark(index)
        return true
    }

    /// Makes room: the bits of the indices behind `newest` still tell of indices that lie one window back.
    private mutating func forget(after newest: UInt64, through index: UInt64) {
        if index - newest >= Self.size {
            received = .init(repeating: 0)
        } else {
            for passed in (newest + 1)...index { received[Self.word(passed)] &= ~Self.bit(passed) }
        }
    }

    private mutating func mark(_ index: UInt64) {
        received[Self.word(index)] |= Self.bit(index)
    }

    private func isMarked(_ index: UInt64) -> Bool {
        received[Self.word(index)] & Self.bit(index) != 0
    }

    private static func word(_ index: UInt64) -> Int { Int(index % size / 64) }

    private static func bit(_ index: UInt64) -> UInt64 { 1 << (index % 64) }

    /// How many indices back a late packet is still accepted. RFC 3711 asks for 64 or more; at 10 Mbit/s of video, a
    /// thousand packets are a second, longer than any retransmission takes.
    package static let size: UInt64 = 1024
}
