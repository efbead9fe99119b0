package import Codecs

/// Decode times for frames that come in decoding order and of which only presentation times are known, as in RTP.
///
/// They are the presentation times in ascending order, as many frames late as frames overtake each other: equal to the
/// presentation times where none does. How many do is learned from the frames, or told by ``depth`` beforehand; at the
/// moment of learning a frame that is behind its decode time is shown at that time.
///
/// Decode times ascend by a nanosecond at least, and never lie behind the presentation time. A presentation time that
/// lies more than ``maximumReordering`` behind the newest begins a new timeline.
package struct DecodeTimeEstimator: Sendable {
    /// Frames that may precede another in decoding order and follow it in presentation, 0...``maximumDepth``.
    package private(set) var depth: Int

    /// The presentation times of frames behind the newest decode time, ascending; at most ``depth`` between frames.
    private var waiting: [MediaTime] = []
    /// The newest presentation times, in decoding order: the last ``maximumDepth``.
    private var recent: [MediaTime] = []
    private var newestDecodeTime: MediaTime?

    /// - Parameter depth: the frames known to overtake each other, e.g. from a parameter set; clamped to
    ///   0...``maximumDepth``.
    package init(depth: Int = 0) {
        self.depth = min(max(depth, 0), Self.maximumDepth)
    }

    /// The times of the next frame in decoding order. The presentation time returned is the given one, unless that
    /// would lie before the decode time.
    package mutating func times(
        presentationTime: MediaTime
    ) -> (decodeTime: MediaTime, presentationTime: MediaTime) {
        if let newest = recent.max(), newest - presentationTime > Self.maximumReordering {
            self = DecodeTimeEstimator(depth: depth)
        }
        learn(presentationTime)
        waiting.insert(presentationTime, at: waiting.firstIndex { presentationTime < $0 } ?? waiting.endIndex)

        var decodeTime: MediaTime
        if waiting.count > depth {
            decodeTime = waiting.removeFirst()
        } else {
            // Not enough frames are known: count towards the earliest of them, a frame's usual length apart.
            decodeTime = waiting[0] + -Self.assumedDistance * Int64(depth - waiting.count + 1)
        }
        if let newestDecodeTime { decodeTime = max(decodeTime, newestDecodeTime + 1) }
        newestDecodeTime = decodeTime
        return (decodeTime, max(presentationTime, decodeTime))
    }

    /// Counts the frames that came before this one and are shown after it.
    private mutating func learn(_ presentationTime: MediaTime) {
        depth = max(depth, recent.count { presentationTime < $0 })
        if recent.count == Self.maximumDepth { recent.removeFirst() }
        recent.append(presentationTime)
    }

    /// Frames that may overtake another: the pictures that H.264 and H.265 let a decoder hold (H.264 §A.3.1, H.265
    /// §A.4.2).
    package static let maximumDepth = 16
    /// Nanoseconds that a frame may be shown before one that was decoded earlier (our choice): a second holds 16 frames
    /// at any rate that is still video.
    package static let maximumReordering: Int64 = 1_000_000_000
    /// Nanoseconds between the decode times of the very first frames, when frames are known to overtake each other.
    private static let assumedDistance: Int64 = 33_333_333
}
