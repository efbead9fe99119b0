import Codecs
package import Files
package import FramePlane
package import MediaPlane
import Net
package import SFU
import Synchronization

/// A file that is published as a live stream.
///
/// Its times go on from pass to pass, sound and pictures in step. It is opened anew for each pass, so another file
/// may take its place meanwhile.
package struct LoopedFile: Sendable {
    private let open: @Sendable () throws(MediaFileError) -> MediaFile
    private let loops: Bool
    private let clocks: @Sendable () -> LoopTime

    /// Why it is over.
    package enum End: Sendable, Equatable {
        /// The file is, and does not loop.
        case complete
        /// The task was cancelled.
        case cancelled
        /// It cannot be read, or not any more.
        case failed(MediaFileError)
        /// Somebody else ended the publication.
        case ended(PublicationEnd)
        /// There was no thread for it.
        case overloaded
    }

    /// - Parameters:
    ///   - open: opens the file; called on a thread of its own.
    ///   - loops: whether it begins again at its end.
    package init(
        loops: Bool, clocks: @escaping @Sendable () -> LoopTime = LoopTime.ofSystem,
        open: @escaping @Sendable () throws(MediaFileError) -> MediaFile
    ) {
        self.loops = loops
        self.clocks = clocks
        self.open = open
    }

    /// Publishes it until it is over, or the task is cancelled. Readers then wait for the grace time, as with any
    /// publisher.
    /// - Throws: ``FramePlaneError`` when the path cannot be published.
    package func publish(
        _ path: StreamPath, on plane: FramePlane, as client: FrameClient, refusesWhenPublished: Bool
    ) async throws(FramePlaneError) -> End {
        let mailbox = PlaybackMailbox()
        let ended = Mutex<PublicationEnd?>(nil)
        let publication = try await plane.publish(path, as: client, refusesWhenPublished: refusesWhenPublished) { end in
            ended.withLock { $0 = end }
            mailbox.close()
        }
        let end = await run(mailbox) {
            publication.describe($0)
        } push: {
            publication.push($0, track: $1)
        }
        publication.end()
        return ended.withLock { $0 }.map { .ended($0) } ?? end
    }

    /// Runs it on a thread of its own.
    /// - Parameter mailbox: closed by whoever ends it.
    func run(
        _ mailbox: PlaybackMailbox, describe: @escaping @Sendable ([TrackFormat]) -> Void,
        push: @escaping @Sendable (Frame, Int) -> Void
    ) async -> End {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isStarted = FileThreads.shared.start("loop-file") {
                    continuation.resume(returning: loop(mailbox, describe, push))
                }
                if !isStarted { continuation.resume(returning: .overloaded) }
            }
        } onCancel: {
            mailbox.close()
        }
    }

    private func loop(
        _ mailbox: PlaybackMailbox, _ describe: ([TrackFormat]) -> Void, _ push: (Frame, Int) -> Void
    ) -> End {
        var frames = LoopedFrames(loops: loops, open: open)
        var moment = Instant.distantPast
        do throws(MediaFileError) {
            while case .onward = mailbox.wait(until: moment) {
                switch try frames.next(now: clocks()) {
                case .describe(let tracks): describe(tracks)
                case .push(let frame, let track): push(frame, track)
                case .wait(let due): moment = due
                case .end: return .complete
                }
            }
            return .cancelled
        } catch {
            return .failed(error)
        }
    }
}
