import Codecs

/// Frames in order, that were read before they are wanted.
struct FrameQueue {
    /// Of all frames in it.
    private(set) var bytes = 0
    private var items: [QueuedFrame] = []
    private var taken = 0

    var count: Int { items.count - taken }

    mutating func append(_ item: QueuedFrame) {
        items.append(item)
        bytes += item.frame.bytes.count
    }

    mutating func pop() -> QueuedFrame? {
        guard taken < items.count else { return nil }
        let item = items[taken]
        taken += 1
        bytes -= item.frame.bytes.count
        if taken == items.count {
            items.removeAll(keepingCapacity: true)
            taken = 0
        }
        return item
    }

    /// Keeps those alone that `keeps` says.
    mutating func filter(_ keeps: (QueuedFrame) -> Bool) {
        items = items[taken...].filter(keeps)
        taken = 0
        bytes = items.reduce(0) { $0 + $1.frame.bytes.count }
    }
}

/// A frame with the format it has, which may be another one than that of the frames before.
struct QueuedFrame {
    var frame: Frame
    var track: Int
    var format: TrackFormat
}
