package import Files
package import MediaPlane
import Net
import Synchronization

/// Plays a file from a folder for one RTSP session, on a thread of its own.
///
/// A thread for each, because reading may wait for a disk: one that hangs then stops one player and no other. They
/// sleep between frames, and there are so many at a time (``FileThreads``).
package final class FilePlayback: Sendable {
    private let mailbox = PlaybackMailbox()

    /// Starts the thread, which opens the file.
    /// - Parameters:
    ///   - tracks: those that the player has set up; at least one.
    ///   - sink: must not hold this.
    ///   - open: opens the file; called on the thread.
    /// - Throws: ``PlaybackError/overloaded``.
    package init(
        tracks: [PlaybackTrack], sink: any PlaybackSink,
        clocks: @escaping @Sendable () -> LoopTime = LoopTime.ofSystem, threads: FileThreads = .shared,
        open: @escaping @Sendable () throws(MediaFileError) -> MediaFile
    ) throws(PlaybackError) {
        let mailbox = mailbox
        let isStarted = threads.start("play-file") {
            PlaybackThread(mailbox: mailbox, sink: sink, clocks: clocks).run(tracks, open)
        }
        guard isStarted else { throw .overloaded }
    }

    deinit {
        close()
    }

    /// Begins, goes on, or goes elsewhere.
    /// - Parameter answer: called once, on the thread, before the first packet of what is asked for.
    package func play(
        _ range: PlaybackRange, answer: @escaping @Sendable (Result<PlaybackStart, PlaybackError>) -> Void
    ) {
        mailbox.put(.play(range, answer))
    }

    /// Stops before the next frame.
    /// - Parameter answer: called once, on the thread: no packet follows it.
    package func pause(answer: @escaping @Sendable () -> Void) {
        mailbox.put(.pause(answer))
    }

    /// The sink has room again.
    package func continueSending() {
        mailbox.setRoom(true)
    }

    /// Ends the thread soon. What was asked for and not answered fails.
    package func close() {
        mailbox.close()
    }
}

/// The threads that read files for players: so many at a time, and no more.
package final class FileThreads: Sendable {
    private let running = Atomic<Int>(0)
    private let maximum: Int

    package init(maximum: Int) {
        self.maximum = maximum
    }

    /// - Returns: false when there are so many already, or the system has no thread for us.
    func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
        guard running.wrappingAdd(1, ordering: .relaxed).oldValue < maximum,
            NamedThread.start(
                name,
                {
                    body()
                    self.running.wrappingSubtract(1, ordering: .relaxed)
                })
        else {
            running.wrappingSubtract(1, ordering: .relaxed)
            return false
        }
        return true
    }

    /// Those of this process: more than disks serve (our choice).
    package static let shared = FileThreads(maximum: 256)
}
