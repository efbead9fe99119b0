import Net
import SFU

/// Publishers inside this process (``Feed``).
extension MediaLoop {
    /// Lets a feed take its path's stream. The caller has acquired the path for this worker, and releases it on an error.
    /// - Throws: ``OpenError/alreadyPublished``.
    package func openFeed(_ opening: FeedOpening) throws(OpenError) -> Feed {
        let backlog = FeedBacklog()
        let id = PublisherID(number: nextPublisher)
        nextPublisher += 1
        let taken = begin(id, at: opening.path, opening.tracks, refusesWhenPublished: opening.refusesWhenPublished)
        guard let taken else { throw .alreadyPublished }
        let feed = FeedPublisher(id: id, stream: taken.stream, notify: opening.notify, backlog: backlog)
        feed.begin(taken.tracks)
        feeds[id] = feed
        wantKeyframes(of: feed)
        noteReaders(of: taken.stream)
        return Feed(path: opening.path, id: id, mailbox: mailbox, backlog: backlog)
    }

    func change(_ id: PublisherID, to offered: [OfferedTrack]) {
        guard let feed = feeds[id],
            let taken = begin(id, at: feed.stream.path, offered, refusesWhenPublished: false)
        else { return }
        feed.begin(taken.tracks)
        wantKeyframes(of: feed)
    }

    private func wantKeyframes(of feed: FeedPublisher) {
        for track in feed.tracks where track.hasReaders { track.wantKeyframe(now: now) }
        attend(feed)
    }

    /// A frame goes into its track.
    func receive(_ frame: FeedFrame, from id: PublisherID) {
        guard let feed = feeds[id] else { return }
        feed.backlog.leave(frame.memory)
        guard feed.tracks.indices.contains(frame.track) else {
            counters.droppedUnknownTrack &+= UInt64(frame.ends.count)
            return
        }
        let track = feed.tracks[frame.track]
        if frame.beginsAnew { track.restart(layer: 0, now: now) }
        if let time = frame.captureTime { track.report(layer: 0, timestamp: frame.timestamp, time: time) }
        let arrival = Instant(nanoseconds: now.nanoseconds - frame.age)
        if frame.isBehindLoss { _ = feed.takeSequence(of: frame.track) }
        frame.bytes.withUnsafeBytes { bytes in
            var start = 0
            for end in frame.ends where end > start && end <= bytes.count {
                let isStored = track.ingest(
                    IncomingPacket(
                        sequence: feed.takeSequence(of: frame.track), timestamp: frame.timestamp,
                        marker: frame.endsFrame && end == frame.ends.last,
                        startsKeyframe: frame.isKeyframe && start == 0,
                        width: frame.width, height: frame.height,
                        bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), payloadOffset: 0,
                        payloadLength: end - start, extensions: ForwardedExtensions()),
                    layer: 0, now: arrival, wallClock: wallClock - frame.age)
                start = end
                if isStored { touch(track) } else { counters.droppedOversized &+= 1 }
            }
        }
    }

    func closeFeed(_ id: PublisherID) {
        guard let feed = feeds.removeValue(forKey: id) else { return }
        fanOutTouched()
        end(id, of: feed.stream)
        directory.release(feed.stream.path)
    }

    /// Ends a feed that did not ask for it.
    func remove(_ feed: FeedPublisher, _ event: FeedEvent) {
        closeFeed(feed.id)
        feed.notify(event)
    }

    /// Tells a stream's feed whether anybody reads its packets, when that has changed.
    func noteReaders(of stream: Stream) {
        guard let id = stream.publisher, let feed = feeds[id] else { return }
        let isWanted = stream.tracks.contains(where: \.hasReaders)
        guard isWanted != feed.isWanted else { return }
        feed.isWanted = isWanted
        feed.notify(.wanted(isWanted))
    }

    /// Passes on what viewers ask of a feed, and notes when to ask again.
    func attend(_ feed: FeedPublisher) {
        for (index, track) in feed.tracks.enumerated() where track.keyframes.takeRequest(now: now) {
            feed.notify(.keyframeWanted(track: index))
            counters.keyframeRequests &+= 1
        }
        for track in feed.tracks {
            nextFeedRequest = min(nextFeedRequest, track.keyframes.deadline ?? .distantFuture)
        }
    }

    func attendFeeds() {
        nextFeedRequest = .distantFuture
        for feed in feeds.values { attend(feed) }
    }
}

/// A feed's side on its worker.
final class FeedPublisher {
    let id: PublisherID
    let stream: Stream
    let notify: @Sendable (FeedEvent) -> Void
    let backlog: FeedBacklog
    /// The stream's track for each that it offered.
    private(set) var tracks: [Track] = []
    private var sequences: [UInt16] = []
    /// What it was told last.
    var isWanted = false

    init(
        id: PublisherID, stream: Stream, notify: @escaping @Sendable (FeedEvent) -> Void, backlog: FeedBacklog
    ) {
        self.id = id
        self.stream = stream
        self.notify = notify
        self.backlog = backlog
    }

    func begin(_ tracks: [Track]) {
        self.tracks = tracks
        sequences = tracks.map { _ in 0 }
    }

    /// The next packet's number; `track` is an index into ``tracks``.
    func takeSequence(of track: Int) -> UInt16 {
        defer { sequences[track] &+= 1 }
        return sequences[track]
    }
}
