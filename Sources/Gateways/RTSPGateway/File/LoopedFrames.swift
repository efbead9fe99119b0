import Codecs
import Files
import GatewaySupport
import MediaPlane
import Net

/// The frames of a file as a live stream has them: each when it is due, again and again if that is asked for, on one
/// timeline that goes on from pass to pass, the same for all tracks.
///
/// Calling contract: ``next(now:)`` again and again, unless it says to wait. It reads the file, so it may wait for a
/// disk.
struct LoopedFrames<File: PlayableFile> {
    /// What to do next.
    enum Step: Equatable {
        /// Before the first frame, and whenever a track's format changes.
        case describe([TrackFormat])
        case push(Frame, track: Int)
        /// Nothing before that.
        case wait(until: Instant)
        /// The file is over.
        case end
    }

    private let loops: Bool
    private let open: () throws(MediaFileError) -> File
    private var file: File?
    private var pending: FileFrame?
    private var described: [TrackFormat] = []
    private var timeline = PlaybackTimeline()
    private var pace: PlaybackPace?
    /// Whether this pass has had a frame: a file without any must not be opened again and again.
    private var hasFrames = false

    /// - Parameter open: opens the file, which may have changed, once for each pass.
    init(loops: Bool, open: @escaping () throws(MediaFileError) -> File) {
        self.loops = loops
        self.open = open
    }

    /// - Throws: where the file is damaged, or cannot be opened again.
    mutating func next(now: LoopTime) throws(MediaFileError) -> Step {
        guard let item = try peek() else { return .end }
        if let formats = file?.tracks, formats != described {
            described = formats
            return .describe(formats)
        }
        timeline.approach(item.frame.decodeTime)
        var frame = item.frame
        frame.decodeTime = timeline.sent(frame.decodeTime)
        frame.presentationTime = timeline.sent(frame.presentationTime)
        var pace = pace ?? PlaybackPace(media: frame.decodeTime, now: now)
        let due = pace.due(frame.decodeTime)
        guard now.now >= due else {
            self.pace = pace
            return .wait(until: due)
        }
        pace.forgive(frame.decodeTime, now: now.now)
        self.pace = pace
        timeline.take(item.frame, track: item.track)
        pending = nil
        return .push(frame, track: item.track)
    }

    private mutating func peek() throws(MediaFileError) -> FileFrame? {
        while pending == nil {
            if let item = try file?.read() {
                (pending, hasFrames) = (item, true)
            } else if file == nil || (loops && hasFrames) {
                let opened = try open()
                if file != nil { timeline.jump(to: opened.start) }
                (file, hasFrames) = (opened, false)
            } else {
                return nil
            }
        }
        return pending
    }
}
