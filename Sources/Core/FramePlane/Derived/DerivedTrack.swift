import Codecs
import Glibc
import MediaPlane
import Synchronization
import Transcoding

/// A track made of another by a transcoder, on a thread of its own, from the first reader that needs it to the last.
final class DerivedTrack: Sendable {
    private let id: DerivedID
    private let source: Mutex<TrackFormat>
    private let queue = BlockingQueue<Input>(
        capacity: DerivedTrack.longestQueue, maximumSize: DerivedTrack.largestQueue)
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

    /// What the thread gives out.
    enum Output: Sendable {
        case items([TranscodedItem])
        /// It cannot go on; with a sentence that says why.
        case failure(String)
    }

    /// Starts the thread; nil when there are ``maximumRunning``, or the system has none.
    /// - Parameter output: called on it; holds nothing that holds this.
    init?(_ id: DerivedID, from format: TrackFormat, output: @escaping @Sendable (Output) -> Void) {
        self.id = id
        source = Mutex(format)
        guard Self.running.wrappingAdd(1, ordering: .relaxed).oldValue < Self.maximumRunning,
            NamedThread.start(
                "derive-\(id.target.codec.rawValue.lowercased())",
                {
                    self.run(format, output)
                    Self.running.wrappingSubtract(1, ordering: .relaxed)
                })
        else {
            Self.running.wrappingSubtract(1, ordering: .relaxed)
            return nil
        }
    }

    /// What the frames are that come in now.
    var sourceFormat: TrackFormat { source.withLock { $0 } }

    /// Takes a frame of the source in. When the thread is far behind, frames are left out up to a keyframe.
    /// - Returns: whether this one was left out.
    func accept(_ frame: Frame) -> Bool {
        !queue.put(.frame(frame), size: frame.bytes.count, isBeginning: frame.isKeyframe)
    }

    /// What comes in from now on has another format, of the same codec.
    func change(to format: TrackFormat) {
        source.withLock { $0 = format }
        queue.tell(.format(format))
    }

    /// Nobody needs what is shown before.
    func discard(before time: MediaTime) {
        queue.tell(.discard(before: time))
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

    private func run(_ format: TrackFormat, _ output: (Output) -> Void) {
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
                if !items.isEmpty { output(.items(items)) }
                items.removeAll(keepingCapacity: true)
            }
        } catch {
            queue.close()
            output(.failure(Self.sentence(error, sourceFormat, id.target)))
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

    /// Threads of all derived tracks there are.
    private static let running = Atomic<Int>(0)
    /// Derived tracks at a time (our choice): far more than any machine has processors to make them with.
    private static let maximumRunning = 512
    /// Frames: a whole cached group of pictures, and some seconds more.
    private static let longestQueue = 4_096
    /// Bytes: twice what a cached group of pictures may have.
    private static let largestQueue = 16 << 20
}
