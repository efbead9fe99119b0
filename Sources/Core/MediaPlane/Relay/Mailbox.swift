import SFU
import Synchronization

/// What other workers have for this one, until its next turn. One lock, held to append or to take the list, and one
/// wake-up, when the list was empty.
package final class Mailbox: Sendable {
    private let messages = Mutex<[WorkerMessage]>([])
    private let wake: @Sendable () -> Void

    /// - Parameter wake: lets the owner look into its mailbox soon; called on any thread.
    package init(wake: @escaping @Sendable () -> Void = {}) {
        self.wake = wake
    }

    func post(_ message: WorkerMessage) {
        let isFirst = messages.withLock { messages in
            messages.append(message)
            return messages.count == 1
        }
        if isFirst { wake() }
    }

    /// Everything that is there, in order. `taken` must be empty; its storage is what the next messages go into.
    func take(into taken: inout [WorkerMessage]) {
        messages.withLock { swap(&$0, &taken) }
    }

    /// Messages that wait.
    package var count: Int { messages.withLock { $0.count } }
}

/// What workers, and feeds, tell each other about a stream. Its home is the worker of its publisher; a relay is another worker that
/// has viewers of it.
enum WorkerMessage: Sendable {
    /// Home to relay: packets, and what changed about their tracks.
    case packets(RelayBatch)
    /// Home to relay: the stream is over, and so are its viewers' sessions.
    case ended(StreamIdentity)
    /// Relay to home: from now on, packets are wanted.
    case subscribe(StreamIdentity, relay: Int)
    /// Relay to home: the last viewer left.
    case unsubscribe(StreamIdentity, relay: Int)
    /// Relay to home: a viewer needs a keyframe of a track.
    case keyframe(StreamIdentity, track: Int)
    /// Feed to home: a frame.
    case feedFrame(PublisherID, FeedFrame)
    /// Feed to home: what the frames that follow belong to.
    case feedTracks(PublisherID, [OfferedTrack])
    /// Feed to home: it is over.
    case feedClosed(PublisherID)
}
