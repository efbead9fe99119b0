import Net
import SFU
import WebRTC

/// How publishers of any kind, peers and feeds, take their streams' places and leave them.
extension MediaLoop {
    /// Lets a publisher feed the stream of a path, which is made where there is none, in the place of one that did.
    /// - Returns: the stream and its track for each that is offered; nil when the publisher refuses to take a place.
    func begin(
        _ publisher: PublisherID, at path: StreamPath, _ offered: [OfferedTrack], refusesWhenPublished: Bool
    ) -> (stream: Stream, tracks: [Track])? {
        let stream: Stream
        let former = streams[path]?.publisher
        if let existing = streams[path] {
            stream = existing
            if let former, former != publisher {
                if refusesWhenPublished { return nil }
                replace(former)
            }
        } else {
            stream = Stream(StreamIdentity(path: path, home: index, number: nextStream), now: now)
            nextStream += 1
            streams[path] = stream
            // The stream's own reference; its publisher holds another.
            _ = directory.acquire(path)
        }
        // What is left of the former publisher goes out as it was, under its own payload types.
        fanOutTouched()
        let isReturn = !stream.tracks.isEmpty
        let tracks = stream.begin(publisher, offered)
        for track in stream.tracks { announceCodec(of: track) }
        describeToRelays(stream)
        if former != publisher { report(.streamBegan(path, isReturn: isReturn)) }
        return (stream, tracks)
    }

    /// Another publisher took the path: the former one is told and its session ends.
    private func replace(_ former: PublisherID) {
        if let feed = feeds[former] { return remove(feed, .replaced) }
        guard let slot = slotsByPublisher[former], let session = session(at: slot),
            case .publisher(let side) = session.side
        else { return }
        side.stream = nil
        close(session, .replaced)
    }

    /// Lets the publisher of a stream be attended to soon: a keyframe may be due.
    func attendPublisher(of stream: Stream) {
        guard let publisher = stream.publisher else { return }
        if let feed = feeds[publisher] { return attend(feed) }
        guard let slot = slotsByPublisher[publisher], let session = session(at: slot) else { return }
        attend(session)
    }

    /// A publisher left its stream, which waits for another.
    func end(_ publisher: PublisherID, of stream: Stream) {
        guard stream.end(publisher, now: now, grace: settings.reconnectGrace) else { return }
        nextStreamEnd = min(nextStreamEnd, stream.graceDeadline ?? .distantFuture)
    }
}
