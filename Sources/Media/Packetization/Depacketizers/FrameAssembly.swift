import Codecs

/// The video frame in progress, and whether what there is of it can be handed out.
struct FrameAssembly {
    /// Whether only a keyframe can be handed out.
    private(set) var needsKeyframe = true
    /// Of the frame in progress; nil between frames.
    private(set) var timestamp: Int64?
    /// The frame so far; empty where it is ``isBroken``.
    var bytes: [UInt8] = []
    /// Whether a part of the frame in progress is missing.
    private(set) var isBroken = false
    /// Whether packets are missing right before the first one of the frame in progress, which may have been its own.
    private(set) var mayLackHead = false

    /// Whether packets are missing since the last one.
    private var isBehindLoss = true
    private var announcedFormat: TrackFormat?

    /// Whether a packet with this timestamp is the first one of a frame, because none is in progress or because the one
    /// in progress has another.
    func isNew(_ timestamp: Int64) -> Bool {
        self.timestamp != timestamp
    }

    mutating func begin(at timestamp: Int64) {
        self.timestamp = timestamp
        bytes.removeAll(keepingCapacity: true)
        isBroken = false
        mayLackHead = isBehindLoss
        isBehindLoss = false
    }

    /// Appends to the frame, unless it is broken; one that becomes too large is.
    mutating func append(_ slice: Span<UInt8>) {
        guard hasRoom(for: slice.count) else { return }
        bytes.append(copying: slice)
    }

    /// Whether so many bytes may be appended to the frame. A frame that is asked to become too large is broken.
    mutating func hasRoom(for count: Int) -> Bool {
        guard !isBroken else { return false }
        guard bytes.count + count <= Frame.maximumSize else {
            breakOff()
            return false
        }
        return true
    }

    /// Gives up the frame in progress: a part of it is missing.
    mutating func breakOff() {
        isBroken = true
        needsKeyframe = true
        bytes = []
    }

    mutating func noteLoss() {
        needsKeyframe = true
        isBehindLoss = true
        if timestamp != nil { breakOff() }
    }

    /// Ends the frame in progress. It is handed out if it is whole, has bytes and can be decoded.
    /// - Parameter format: what the frame was encoded with; nil when it tells nothing of that.
    mutating func finish(isKeyframe: Bool, format: TrackFormat?, into items: inout [DepacketizedItem]) {
        defer { timestamp = nil }
        guard let timestamp, !isBroken, !bytes.isEmpty, isKeyframe || !needsKeyframe else { return }
        guard let format = format ?? announcedFormat else { return }
        if format != announcedFormat {
            announcedFormat = format
            items.append(.format(format))
        }
        var frame: [UInt8] = []
        swap(&frame, &bytes)
        items.append(.frame(bytes: frame, timestamp: timestamp, isKeyframe: isKeyframe))
        needsKeyframe = false
    }
}
