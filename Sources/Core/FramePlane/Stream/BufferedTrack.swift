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
    /// When the latest frame is to be decoded.
    private(set) var latestDecode: MediaTime?
    /// The latest moment that any frame since the last keyframe is shown at.
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
        latestDecode = nil
        cache.removeAll()
    }

    /// Takes a frame in.
    /// - Parameter number: counts all frames of the stream.
    /// - Returns: whether it was the first to show that frames are reordered.
    mutating func append(_ frame: Frame, number: UInt64, arrival: Instant) -> Bool {
        guard let format else { return false }
        frames += 1
        bytes += UInt64(frame.bytes.count)
        cache.append(FrameCache.Entry(frame: frame, arrival: arrival, number: number), kind: format.kind)
        defer { latestDecode = frame.decodeTime }
        return format.kind == .video && noteOrder(of: frame)
    }

    private mutating func noteOrder(of frame: Frame) -> Bool {
        let latest = latestPresentation ?? frame.presentationTime
        let isClockBack = latestDecode.map { frame.decodeTime < $0 } ?? false
        // A clock that was set back shows nothing of the order.
        guard !frame.isKeyframe, !isClockBack else {
            latestPresentation = frame.presentationTime
            return false
        }
        latestPresentation = max(latest, frame.presentationTime)
        guard !isReordered, frame.presentationTime < latest else { return false }
        isReordered = true
        return true
    }

    /// Forgets what is decoded before `time`.
    mutating func trim(before time: MediaTime) {
        cache.trim(before: time)
    }
}
