import FramePlane
import GatewaySupport
import NIOCore

/// One player of a group, on its connection's event loop: takes what the others take as well, and bears the consequences
/// alone when it is too slow.
final class Player {
    private let channel: any Channel
    /// Spares what ``channel`` does so that it can be written to from anywhere.
    private let pipeline: ChannelPipeline.SynchronousOperations
    private let session: RTMPSession
    private let counters: RTMPCounters
    private let end: (PlayerEnd) -> Void
    private var flow = Flow.waiting(since: nil)
    /// Bytes that it was sent at once to begin with: they may be more than a slow player may otherwise have unsent.
    private var burst = 0
    private var progress = StallWatch()

    private enum Flow {
        /// Gets everything.
        case flowing
        /// Gets nothing until there is a place to begin at that is newer than this generation of the cache (or any).
        case waiting(since: Int?)
        /// Lost frames of a stream without video: goes on with the next batch that it has room for.
        case lost
        /// Wants nothing; goes on as one that waits.
        case paused(since: Int)
        case ended
    }

    /// - Parameter end: called at most once, when the player gets nothing more.
    init(
        channel: any Channel, session: RTMPSession, counters: RTMPCounters, end: @escaping (PlayerEnd) -> Void
    ) {
        self.channel = channel
        pipeline = channel.pipeline.syncOperations
        self.session = session
        self.counters = counters
        self.end = end
    }

    /// Sends what there is since the last keyframe.
    func begin(with cache: GOPCache) {
        guard case .waiting(let since) = flow, cache.isWhole, cache.generation > since ?? 0 else { return }
        burst = 0
        for part in cache.content where part.readableBytes > 0 {
            burst += part.readableBytes
            pipeline.write(NIOAny(part), promise: nil)
        }
        pipeline.flush()
        flow = .flowing
        account(for: burst)
    }

    /// Sends a batch, which is the end of `cache` already, or drops it.
    /// - Parameters:
    ///   - previous: the cache's generation before the batch.
    ///   - hasVideo: whether the stream has video; without, decoding can begin anywhere.
    func offer(_ batch: MuxedBatch, cache: GOPCache, previous: Int, hasVideo: Bool) {
        switch flow {
        case .flowing where channel.isWritable:
            pipeline.writeAndFlush(NIOAny(batch.bytes), promise: nil)
            account(for: batch.bytes.readableBytes)
        case .flowing:
            flow = hasVideo ? .waiting(since: previous) : .lost
            drop(batch.frames)
            closeIfFull()
        case .waiting:
            guard channel.isWritable else { return drop(batch.frames) }
            begin(with: cache)
            if case .waiting = flow { drop(batch.frames) }
        case .lost where channel.isWritable:
            pipeline.write(NIOAny(cache.headers), promise: nil)
            pipeline.writeAndFlush(NIOAny(batch.bytes), promise: nil)
            flow = .flowing
            account(for: cache.headers.readableBytes + batch.bytes.readableBytes)
        case .lost:
            drop(batch.frames)
        case .paused, .ended:
            break
        }
    }

    /// - Parameter generation: the cache's.
    func setPaused(_ isPaused: Bool, generation: Int) {
        switch flow {
        case .flowing where isPaused: flow = .paused(since: generation)
        case .waiting(let since) where isPaused: flow = .paused(since: since ?? 0)
        case .lost where isPaused: flow = .paused(since: generation - 1)
        case .paused(let since) where !isPaused: flow = .waiting(since: since)
        default: break
        }
    }

    /// Closes a player that takes nothing. To be called once a second.
    func tick() {
        if progress.isStalled(unsent: unsent, sent: session.bytesSent.figure) { leave(.stalled) }
    }

    func leave(_ reason: PlayerEnd) {
        if case .ended = flow { return }
        flow = .ended
        end(reason)
    }

    private func closeIfFull() {
        if unsent > RTMPGatewayLimits.unsent + burst { leave(.tooSlow) }
    }

    private var unsent: Int {
        (try? channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    private func account(for bytes: Int) {
        session.bytesSent.count(bytes)
        counters.bytesSent.count(bytes)
    }

    private func drop(_ frames: Int) {
        session.framesDropped.count(frames)
        counters.framesDropped.count(frames)
    }
}

/// Why a player gets nothing more.
enum PlayerEnd: Equatable {
    case stream(ReadingEnd)
    /// More is unsent than may be.
    case tooSlow
    /// It took nothing for too long.
    case stalled
}
