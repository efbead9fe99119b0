package import Codecs
package import MediaPlane
import Net
package import SFU
import Synchronization

/// Streams as frames: what publishers of RTMP and the like bring and what their readers take, beside the media plane, which
/// has streams as packets. Each derives its view from the other's while somebody reads it.
///
/// **Who publishes** is decided on the media plane alone, where every publisher takes its path: a gateway's by a ``Feed``,
/// a peer by its session. A ``FrameStream`` follows: fed by a publication, or by the packets of a peer, or by nobody for the
/// grace time.
package final class FramePlane: Sendable {
    private let plane: MediaPlane
    private let bridge: PacketBridge
    private let rules: @Sendable (StreamPath) -> TranscodingRules
    private let grace: Duration
    private let clocks: @Sendable () -> LoopTime
    private let state = Mutex(State())

    private struct State {
        var streams: [StreamPath: FrameStream] = [:]
        var publications: [UInt64: FramePublication] = [:]
        var nextPublication: UInt64 = 1
        /// Streams for which a publisher is looked for.
        var watched: Set<ObjectIdentifier> = []
        var isStopped = false
    }

    /// - Parameters:
    ///   - tap: that of `plane`; its `wake` must call ``receiveMail()``.
    ///   - grace: how long readers wait for a publisher that is gone.
    ///   - rules: what may be derived for the readers of a path.
    package init(
        plane: MediaPlane, tap: PacketTap, grace: Duration,
        clocks: @escaping @Sendable () -> LoopTime = LoopTime.ofSystem,
        rules: @escaping @Sendable (StreamPath) -> TranscodingRules
    ) {
        self.plane = plane
        self.rules = rules
        self.grace = grace
        self.clocks = clocks
        bridge = PacketBridge(plane: plane, tap: tap, clocks: clocks)
    }

    /// The tap has messages; may be called on any thread.
    package func receiveMail() {
        Task { [bridge] in await bridge.receiveMail() }
    }

    // MARK: Publishing

    /// Publishes a path. Nothing is visible of it before ``FramePublication/describe(_:)``.
    /// - Parameters:
    ///   - refusesWhenPublished: whether a path that has a publisher refuses this one; otherwise it takes its place.
    ///   - onEnd: called at most once, on any thread, when somebody else ends it.
    /// - Throws: ``FramePlaneError/alreadyPublished``.
    package func publish(
        _ path: StreamPath, as client: FrameClient, refusesWhenPublished: Bool,
        onEnd: @escaping @Sendable (PublicationEnd) -> Void
    ) async throws(FramePlaneError) -> FramePublication {
        if refusesWhenPublished, await live(path) != nil { throw .alreadyPublished }
        let (publication, isStopped) = state.withLock { state in
            let publication = FramePublication(
                id: state.nextPublication, path: path, client: client, plane: self,
                refusesWhenPublished: refusesWhenPublished, onEnd: onEnd)
            state.nextPublication += 1
            if !state.isStopped { state.publications[publication.id] = publication }
            return (publication, state.isStopped)
        }
        if isStopped { throw .overloaded("The server is stopping.") }
        return publication
    }

    /// Publishes a path as packets, like ``publish(_:as:refusesWhenPublished:onEnd:)``.
    package func publishPackets(
        _ path: StreamPath, as client: FrameClient, refusesWhenPublished: Bool,
        onEnd: @escaping @Sendable (PublicationEnd) -> Void
    ) async throws(FramePlaneError) -> PacketPublication {
        PacketPublication(
            try await publish(path, as: client, refusesWhenPublished: refusesWhenPublished, onEnd: onEnd))
    }

    /// Takes a path for a publication.
    func open(
        _ publication: FramePublication, _ published: [SourceTrack], refusesWhenPublished: Bool
    ) async throws(OpenError) -> (FrameStream, PacketFeed, Feed) {
        let path = publication.path
        let tracks = rules(path).tracks(of: published, for: PacketFeed.wants)
        let events = FeedEvents()
        let feed = try await plane.openFeed(
            FeedOpening(
                path: path, tracks: tracks.map(PacketFeed.offer), refusesWhenPublished: refusesWhenPublished
            ) { events.yield($0) })
        let packets = PacketFeed(feed, tracks)
        let stream = attach(packets, PacketFeed.wants, isActive: false, to: path)
        events.forward { [weak publication, weak stream] event in
            switch event {
            case .wanted(let isWanted): stream?.setActive(isWanted, packets)
            case .keyframeWanted(let track): stream?.requestKeyframe(packets, track: track)
            case .replaced: publication?.close(.replaced)
            case .serverStopping: publication?.close(.serverStopping)
            }
        }
        return (stream, packets, feed)
    }

    /// A publication feeds a stream. What a peer published there is over.
    func begin(_ publication: FramePublication, _ tracks: [SourceTrack], on stream: FrameStream) {
        let (_, former) = stream.begin(.publication(publication.id), tracks, replaces: true)
        guard case .packets(let identity)? = former else { return }
        Task { [bridge] in await bridge.stopUnneeded(identity) }
    }

    /// A publication gives its path back.
    func close(_ feed: Feed, _ packets: PacketFeed, of stream: FrameStream, source: FrameSource) {
        feed.close()
        stream.detach(packets)
        stream.end(source)
        settle(stream)
    }

    func forget(_ publication: FramePublication) {
        state.withLock { $0.publications[publication.id] = nil }
    }

    // MARK: Reading

    /// Reads a path. What the reader cannot take is derived, where the path's settings allow it.
    /// - Parameters:
    ///   - accepted: codecs that the reader takes.
    ///   - takesPackets: whether it takes packets, of any format, where the publisher sends packets.
    ///   - wake: called on any thread when there are events after there were none; must not block.
    /// - Throws: ``FramePlaneError``.
    package func read(
        _ path: StreamPath, as client: FrameClient, accepting accepted: Set<CodecName>, takesPackets: Bool = false,
        wake: @escaping @Sendable () -> Void
    ) async throws(FramePlaneError) -> FrameReader {
        guard let live = await live(path) else { throw .nothingLive }
        let reader = FrameReader(client, wake: wake)
        reader.setOnClose { [weak self] reader in self?.detach(reader, path) }
        let stream = attach(
            reader,
            SinkWants(
                accepted: accepted, takesReordered: true, needsFormats: true, takesPackets: { _ in takesPackets }),
            isActive: true, to: path)
        if state.withLock({ $0.isStopped }) { reader.end(.serverStopping) }
        // A publication says itself that it is there.
        if stream.source == nil, !live.isFeed { await bridge(live, to: stream) }
        settle(stream)
        if let reason = reader.refusal {
            reader.close()
            throw .unacceptable(reason)
        }
        return reader
    }

    private func detach(_ reader: FrameReader, _ path: StreamPath) {
        let stream = state.withLock { $0.streams[path] }
        guard let stream else { return }
        stream.detach(reader)
        settle(stream)
    }

    /// Lets a stream have the packets of a peer.
    private func bridge(_ live: LiveStream, to stream: FrameStream) async {
        await bridge.start(live, to: stream) { [weak self] in self?.watch(stream, grace: .zero) }
    }

    /// Looks for a publisher for those who wait for one, and lets go of what nobody needs any more.
    private func settle(_ stream: FrameStream) {
        if stream.isWaiting { return watch(stream, grace: grace) }
        if !stream.hasReaders, case .packets(let identity) = stream.source {
            Task { [bridge, weak self] in
                await bridge.stopUnneeded(identity)
                // Somebody may have come meanwhile.
                self?.settle(stream)
            }
            return
        }
        state.withLock { state in
            guard stream.isUnused, state.streams[stream.path] === stream else { return }
            state.streams[stream.path] = nil
        }
    }

    // MARK: Between publishers

    /// Looks for the next publisher of a stream that has lost its own, as long as readers wait for one.
    private func watch(_ stream: FrameStream, grace: Duration) {
        guard state.withLock({ $0.watched.insert(ObjectIdentifier(stream)).inserted }) else { return }
        Task { [self] in
            await findPublisher(of: stream, grace: grace)
            state.withLock { _ = $0.watched.remove(ObjectIdentifier(stream)) }
            // Who came at the end of the search was not told of by another one.
            settle(stream)
        }
    }

    private func findPublisher(of stream: FrameStream, grace: Duration) async {
        let end = ContinuousClock.now.advanced(by: grace)
        while stream.isWaiting {
            if let live = await live(stream.path) {
                if !live.isFeed { return await bridge(live, to: stream) }
            } else if ContinuousClock.now >= end {
                return stream.endReaders(.streamEnded)
            }
            try? await Task.sleep(for: Self.watchInterval)
        }
    }

    // MARK: Looking

    /// What the API shows of streams that are published or read as frames.
    package func streams() -> [FrameStreamSummary] {
        let (streams, publications) = state.withLock { (Array($0.streams.values), $0.publications) }
        return streams.map { stream in
            var summary = stream.summary
            if case .publication(let id) = stream.source { summary.publisher = publications[id]?.client }
            return summary
        }
    }

    /// Ends all publications and readings.
    package func stop() {
        let (publications, streams) = state.withLock { state in
            state.isStopped = true
            return (Array(state.publications.values), Array(state.streams.values))
        }
        for publication in publications { publication.close(.serverStopping) }
        for stream in streams { stream.endReaders(.serverStopping) }
    }

    private func live(_ path: StreamPath) async -> LiveStream? {
        guard let worker = plane.worker(of: path) else { return nil }
        return await worker.live(path)
    }

    /// Adds a sink to a path's stream, which is made where there is none. With the lock held, so that the stream is not let
    /// go of in between.
    private func attach(_ sink: any FrameSink, _ wants: SinkWants, isActive: Bool, to path: StreamPath) -> FrameStream {
        state.withLock { state in
            let stream = state.streams[path] ?? FrameStream(path: path, rules: rules(path), clocks: clocks)
            state.streams[path] = stream
            stream.attach(sink, wants, isActive: isActive)
            return stream
        }
    }

    /// How often a publisher is looked for: short beside the time that one takes to come back.
    private static let watchInterval = Duration.milliseconds(200)
}

/// Carries a feed's events from its worker's thread, in order: what follows from them may wait for locks.
private final class FeedEvents: Sendable {
    private let events: AsyncStream<FeedEvent>
    private let continuation: AsyncStream<FeedEvent>.Continuation

    init() {
        (events, continuation) = AsyncStream.makeStream(of: FeedEvent.self)
    }

    /// The worker let go of the feed, and with it of this: nothing follows.
    deinit {
        continuation.finish()
    }

    func yield(_ event: FeedEvent) {
        continuation.yield(event)
    }

    func forward(to body: @escaping @Sendable (FeedEvent) -> Void) {
        Task { [events] in
            for await event in events { body(event) }
        }
    }
}
