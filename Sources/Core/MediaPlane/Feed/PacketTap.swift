package import SFU

/// Reads streams' packets beside the workers, for whoever makes frames of them: each batch comes once, by one wake-up, as
/// it does for a worker that has viewers of a stream that lives on another.
package final class PacketTap: Sendable {
    let mailbox: Mailbox

    /// - Parameter wake: called on a worker's thread when there are messages after there were none; must not block.
    package init(wake: @escaping @Sendable () -> Void) {
        mailbox = Mailbox(wake: wake)
    }

    /// What came since the last call, in order.
    package func take() -> [TapMessage] {
        var messages: [WorkerMessage] = []
        mailbox.take(into: &messages)
        return messages.compactMap { message in
            switch message {
            case .packets(let batch): .packets(batch)
            case .ended(let identity): .ended(identity)
            // What else workers tell each other is not sent to a tap.
            default: nil
            }
        }
    }
}

/// What a tap gets.
package enum TapMessage: Sendable {
    /// Packets, and what changed about their tracks.
    case packets(RelayBatch)
    /// The stream is over.
    case ended(StreamIdentity)
}

extension MediaPlane {
    /// Lets the tap have a stream's packets, and first what each of its tracks is.
    package func subscribe(_ identity: StreamIdentity) {
        post(.subscribe(identity, relay: workers.count), to: identity)
    }

    package func unsubscribe(_ identity: StreamIdentity) {
        post(.unsubscribe(identity, relay: workers.count), to: identity)
    }

    /// The tap needs a keyframe of a track.
    package func wantKeyframe(of track: Int, _ identity: StreamIdentity) {
        post(.keyframe(identity, track: track), to: identity)
    }

    private func post(_ message: WorkerMessage, to identity: StreamIdentity) {
        guard mailboxes.indices.contains(identity.home) else { return }
        mailboxes[identity.home].post(message)
    }

    /// Opens a feed on the worker that the path is on.
    /// - Throws: ``OpenError/alreadyPublished``.
    package func openFeed(_ opening: FeedOpening) async throws(OpenError) -> Feed {
        let index = directory.acquire(opening.path)
        do throws(OpenError) {
            return try await workers[index].openFeed(opening)
        } catch {
            directory.release(opening.path)
            throw error
        }
    }
}
