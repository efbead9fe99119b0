/// What a socket sent in batches, since its start: media, and reports to viewers.
package struct SendCounters: Sendable {
    package var packets: UInt64 = 0
    package var bytes: UInt64 = 0
    package var calls: UInt64 = 0
    /// Packets that the kernel can send nowhere.
    package var failed: UInt64 = 0
    /// Packets dropped because there was no room for them in the backlog or, with a socket that has none, in the kernel.
    package var droppedBacklogFull: UInt64 = 0
    /// Packets of video dropped because one before them was.
    package var droppedIncomplete: UInt64 = 0
    /// Trains that the kernel did not send as such.
    package var refusedTrains: UInt64 = 0
    /// Packets in each message: 1, 2, 3...4, 5...8 up to 33...64.
    package var runLengths = SizeCounts(bitsInBucket: 1)
    /// Packets in each flush: 1, 2...4, 5...16 up to 1,025...4,096.
    package var batchSizes = SizeCounts(bitsInBucket: 2)

    /// Trains and single datagrams.
    package var messages: UInt64 { runLengths.total }

    package init() {}

    /// Counts a message.
    @inline(__always)
    mutating func count(packets: Int, bytes: Int) {
        self.packets &+= UInt64(truncatingIfNeeded: packets)
        self.bytes &+= UInt64(truncatingIfNeeded: bytes)
        runLengths.count(packets)
    }
}

/// How often sizes fell into each of seven classes, whose limits are powers of two.
package struct SizeCounts: Sendable {
    private var counts: InlineArray<7, UInt64> = .init(repeating: 0)
    private let bitsInBucket: Int

    /// - Parameter bitsInBucket: 1 for limits 1, 2, 4 and so on; 2 for 1, 4, 16 and so on.
    init(bitsInBucket: Int) {
        self.bitsInBucket = bitsInBucket
    }

    /// Counts a size, 1 or more. What is larger than the last limit counts there.
    @inline(__always)
    mutating func count(_ size: Int) {
        let bits = Int.bitWidth - (size &- 1).leadingZeroBitCount
        counts[min((bits &+ bitsInBucket &- 1) / bitsInBucket, 6)] &+= 1
    }

    package var total: UInt64 { counts.indices.reduce(0) { $0 &+ counts[$1] } }

    /// The largest size of each class, and how many were at most of that size.
    package var cumulative: [(limit: Int, count: UInt64)] {
        var sum: UInt64 = 0
        return counts.indices.map { index in
            sum &+= counts[index]
            return (1 << (index * bitsInBucket), sum)
        }
    }
}
