import Codecs
import Net

/// What came of a track lately, so that who joins need not wait: of video everything since the last keyframe, of audio as
/// much as its owner keeps. Bounded.
struct FrameCache {
    struct Entry {
        var frame: Frame
        /// When it came in.
        var arrival: Instant
        /// Counts all frames of the stream.
        var number: UInt64
    }

    /// In decoding order; of video, the first is a keyframe.
    private(set) var entries: [Entry] = []
    private var bytes = 0

    /// - Parameter kind: of audio every frame is kept, until it is trimmed.
    mutating func append(_ entry: Entry, kind: MediaKind) {
        let frame = entry.frame
        if kind == .video {
            if frame.isKeyframe { removeAll() } else if entries.isEmpty { return }
        }
        if entries.count >= Self.maximumFrames || bytes + frame.bytes.count > Self.maximumBytes {
            // Of video nothing but the whole is of use.
            if kind == .video { return removeAll() }
            removeFirst(entries.count / 2 + 1)
        }
        entries.append(entry)
        bytes += frame.bytes.count
    }

    /// Forgets what is decoded before `time`.
    mutating func trim(before time: MediaTime) {
        removeFirst(entries.prefix { $0.frame.decodeTime < time }.count)
    }

    mutating func removeAll() {
        entries.removeAll()
        bytes = 0
    }

    private mutating func removeFirst(_ count: Int) {
        for entry in entries.prefix(count) { bytes -= entry.frame.bytes.count }
        entries.removeFirst(min(count, entries.count))
    }

    /// Frames of one track: more than a minute of video (our choice, as SRS has it).
    private static let maximumFrames = 2_500
    private static let maximumBytes = 8 << 20
}
