package import Codecs

/// A file with sound and pictures, read by libavformat, in the forms that Turnout carries (``TrackFormat``).
///
/// All methods may wait for a disk: whoever calls has a thread for this, one at a time. Nothing but the opened file
/// is read: what is in it cannot lead to another file, or to the network. Whatever is in it ends in an error at
/// worst.
package final class MediaFile {
    /// What is in it, as far as Turnout has a name for it; at least one, at most ``maximumTracks``. Changes with
    /// ``FileFrame/format``.
    package private(set) var tracks: [TrackFormat]
    /// What of the file is left out, a sentence for each.
    package let notes: [String]
    /// When the first track begins, on the timeline of the frames: what players call 0.
    package let start: MediaTime
    /// Nanoseconds from ``start`` to the end, above 0; nil when the file does not say.
    package let duration: Int64?

    let file: OpenedFile
    var streams: FileStreams
    /// Frames that were read and not given out yet.
    var queue: FrameQueue
    /// What is shown before is left out: where the last ``seek(to:)`` landed.
    var floor: MediaTime?
    /// Tracks of video of which nothing is given out before a keyframe.
    var waiting: Set<Int> = []
    /// Whether nothing was read yet since the beginning.
    var isAtStart = true

    /// - Throws: ``MediaFileError/unplayable(_:)``.
    package init(_ file: OpenedFile) throws(MediaFileError) {
        self.file = file
        let opened = try FileStreams.open(file)
        (streams, queue) = (opened.streams, opened.queue)
        (tracks, notes) = (opened.streams.formats, opened.streams.notes)
        (start, duration) = (opened.streams.start, opened.streams.duration)
    }

    /// The next frame of any track; nil at the end. Those of each track come in the order of decoding.
    ///
    /// - Throws: ``MediaFileError/unplayable(_:)`` where the file is damaged; what follows cannot be read then.
    package func read() throws(MediaFileError) -> FileFrame? {
        isAtStart = false
        while true {
            while let item = queue.pop() {
                guard accepts(item) else { continue }
                let isChanged = item.format != tracks[item.track]
                tracks[item.track] = item.format
                return FileFrame(item.frame, track: item.track, format: isChanged ? item.format : nil)
            }
            guard try streams.read(into: &queue) else { return nil }
        }
    }

    private func accepts(_ item: QueuedFrame) -> Bool {
        if let floor, item.frame.presentationTime < floor { return false }
        guard waiting.contains(item.track) else { return true }
        guard item.frame.isKeyframe else { return false }
        waiting.remove(item.track)
        return true
    }

    /// Tracks of one file (our choice): as many as a stream may have.
    package static let maximumTracks = 16
}

/// A frame of a file.
package struct FileFrame: Sendable, Equatable {
    /// Times are the file's own, on one timeline for all tracks, with its edit list applied.
    package var frame: Frame
    /// Index into ``MediaFile/tracks``.
    package var track: Int
    /// The track's format from this frame on, when it is another one than before.
    package var format: TrackFormat?

    package init(_ frame: Frame, track: Int, format: TrackFormat? = nil) {
        self.frame = frame
        self.track = track
        self.format = format
    }
}
