import Codecs
import Net

/// A track that can be read: one of the publisher's, or a derived one.
struct BufferedTrack {
    /// nil as long as nothing says it.
    private(set) var format: TrackFormat?
    private(set) var cache = FrameCache()
    private(set) var frames: UInt64 = 0
    private(set) var bytes: UInt64 = 0
    /// Whether frames were seen that are shown in another order than they are decoded in, or the format says so.
    private(set) var isReordered = false
    private var latestPresentation: MediaTime?

    init(_ format: TrackFormat? = nil) {
        self.format = format
        isReordered = format?.reordersFrames ?? false
    }

    /// What follows is of another format.
    mutating func change(to format: TrackFormat) {
        self.format = format
        isReordered = format.reordersFrames ?? false
        latestPresentation = nil
        cache.removeAll()
    }

    /// Takes a frame in.
    /// - Returns: whether it was the first to show that frames are reordered.
    mutating func append(_ frame: Frame, arrival: Instant) -> Bool {
        guard let format else { return false }
        frames += 1
        bytes += UInt64(frame.bytes.count)
        cache.append(frame, kind: format.kind, arrival: arrival)
        guard format.kind == .video else { return false }
        defer { latestPresentation = frame.isKeyframe ? frame.presentationTime : max(latest, frame.presentationTime) }
        guard !isReordered, !frame.isKeyframe, frame.presentationTime < latest else { return false }
        isReordered = true
        return true
    }

    private var latest: MediaTime { latestPresentation ?? MediaTime(nanoseconds: .min) }

    /// Forgets what is decoded before `time`.
    mutating func trim(before time: MediaTime) {
        cache.trim(before: time)
    }
}
