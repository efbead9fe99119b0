import Codecs
import Glibc
import MediaPlane
import Synchronization
import Transcoding

/// A track made of another by a transcoder, on a thread of its own, from the first reader that needs it to the last.
final class DerivedTrack: Sendable {
    private let id: DerivedID
    private let source: Mutex<TrackFormat>
    private let queue = BlockingQueue<Input>(capacity: DerivedTrack.longestQueue)
    private let isKeyframeWanted = Atomic<Bool>(false)
    private let cpuNanoseconds = Atomic<Int64>(0)
    private let undecodable = Atomic<Int>(0)

    private enum Input {
        case frame(Frame)
        /// The source has another format from here on.
        case format(TrackFormat)
        /// What is shown before is not needed.
        case discard(before: MediaTime)
    }

    /// Starts the thread; what comes out goes to `stream`.
    init(_ id: DerivedID, from format: TrackFormat, to stream: FrameStream) {
        self.id = id
        source = Mutex(format)
        NamedThread.start("derive-\(id.target.codec.rawValue.lowercased())") { [weak stream] in
            self.run(format, stream)
        }
    }

    /// What the frames are that come in now.
    var sourceFormat: TrackFormat { source.withLock { $0 } }

    /// Takes a frame of the source in. When the thread is far behind, frames are left out up to a keyframe.
    func accept(_ frame: Frame) {
        queue.put(.frame(frame), isBeginning: frame.isKeyframe)
    }

    /// What comes in from now on has another format, of the same codec.
    func change(to format: TrackFormat) {
        source.withLock { $0 = format }
        queue.put(.format(format), isBeginning: true)
    }

    /// Nobody needs what is shown before.
    func discard(before time: MediaTime) {
        queue.put(.discard(before: time), isBeginning: true)
    }

    func requestKeyframe() {
        isKeyframeWanted.store(true, ordering: .relaxed)
    }

    /// Ends the thread soon.
    func stop() {
        queue.close()
    }

    /// CPU time that the thread has taken.
    var cpuTime: Duration { .nanoseconds(cpuNanoseconds.load(ordering: .relaxed)) }

    /// Frames that could not be decoded or came too fast.
    var lostFrames: Int { undecodable.load(ordering: .relaxed) + queue.droppedCount }

    // MARK: The thread

    private func run(_ format: TrackFormat, _ stream: FrameStream?) {
        do throws(TranscodingError) {
            let transcoder = try makeTranscoder(from: format, to: id.target)
            var items: [TranscodedItem] = []
            while let input = queue.take() {
                if isKeyframeWanted.exchange(false, ordering: .relaxed) { transcoder.requestKeyframe() }
                switch input {
                case .frame(let frame): try transcoder.transcode(frame, into: &items)
                case .format(let format): try transcoder.changeSource(to: format)
                case .discard(let time): transcoder.discard(before: time)
                }
                cpuNanoseconds.store(Self.threadTime, ordering: .relaxed)
                undecodable.store(transcoder.undecodableFrames, ordering: .relaxed)
                if !items.isEmpty { stream?.accept(items, of: id) }
                items.removeAll(keepingCapacity: true)
            }
        } catch {
            queue.close()
            stream?.fail(id, Self.sentence(error, sourceFormat, id.target))
        }
    }

    private static func sentence(
        _ error: TranscodingError, _ format: TrackFormat, _ target: TranscodingTarget
    ) -> String {
        let what = "\(format.codec.displayName) cannot be turned into \(target.codec.displayName)"
        return switch error {
        case .unavailable(let codec): "\(what): there is no codec for \(codec.displayName) here."
        case .failed(let words): "\(what): \(words)."
        }
    }

    private static var threadTime: Int64 {
        var time = timespec()
        guard clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 else { return 0 }
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Frames: a whole cached group of pictures, and some seconds more.
    private static let longestQueue = 4_096
}
