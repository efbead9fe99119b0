import Codecs
import Net

/// What came of a track of packets lately, so that who joins need not wait: of video everything since the last keyframe, of
/// the rest as much as its owner keeps. Bounded.
struct RecentPackets {
    struct Entry {
        var batch: PacketBatch
        /// Counts all frames and batches of the stream.
        var number: UInt64
    }

    /// In the order they came in; of video, the first begins with a keyframe.
    private(set) var entries: [Entry] = []
    private var bytes = 0
    private var packets = 0

    /// - Parameter isVideo: of the rest every packet is kept, until it is trimmed.
    mutating func append(_ entry: Entry, isVideo: Bool) {
        guard let first = entry.batch.packets.first else { return }
        if entry.batch.beginsAnew { removeAll() }
        if isVideo {
            if first.startsKeyframe { removeAll() } else if entries.isEmpty { return }
        }
        if packets + entry.batch.packets.count > Self.maximumPackets
            || bytes + entry.batch.bytes.count > Self.maximumBytes
        {
            // Of video nothing but the whole is of use.
            if isVideo { return removeAll() }
            removeFirst(entries.count / 2 + 1)
        }
        entries.append(entry)
        bytes += entry.batch.bytes.count
        packets += entry.batch.packets.count
    }

    /// Forgets what came in before `time`.
    mutating func trim(before time: Instant) {
        removeFirst(entries.prefix { $0.batch.arrival < time }.count)
    }

    mutating func removeAll() {
        entries.removeAll()
        bytes = 0
        packets = 0
    }

    private mutating func removeFirst(_ count: Int) {
        for entry in entries.prefix(count) {
            bytes -= entry.batch.bytes.count
            packets -= entry.batch.packets.count
        }
        entries.removeFirst(min(count, entries.count))
    }

    /// Packets of one track (our choice): as many as ``maximumBytes`` holds of the usual size.
    private static let maximumPackets = 8_192
    private static let maximumBytes = 8 << 20
}
