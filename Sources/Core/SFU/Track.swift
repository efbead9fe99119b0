package import Codecs
package import Net

/// One audio or video line of a stream: the packets of its publisher, and the viewers who read them.
///
/// Calling contract: ``ingest(_:layer:now:wallClock:)`` for each packet of a received batch, then the media plane fans out
/// ``pending`` to each of ``subscriptions`` and calls ``didFanOut()``. Belongs to one worker.
package final class Track {
    package let kind: MediaKind
    package let cache: PacketCache
    /// The viewers, in no order.
    package private(set) var subscriptions: [UnsafeMutablePointer<Subscription>] = []
    /// What the publisher sends now; nil before its first packet.
    package private(set) var codec: Codec?
    /// The layers of the present publisher.
    package private(set) var layers: [Layer] = []
    package var keyframes = KeyframePolicy()
    /// Cache numbers that wait to be fanned out: from the first that does to the cache's end.
    package private(set) var fannedOut: UInt32 = 0
    /// Where it is known on every worker.
    package let address: TrackAddress
    /// Other workers that have viewers of it, and so get its packets, too.
    package var relays: [Int] = []

    private var selected: Layer?
    /// The cache number of the latest packet that a decoder of the selected layer could begin with.
    private var keyframeNumber: UInt32?
    /// Counts what changed in ``description``.
    private var revision: UInt64 = 1
    private var describedRevision: UInt64 = 0
    private var nextSource: UInt32 = 1
    private var nextSelection: Instant?

    package init(kind: MediaKind, address: TrackAddress = TrackAddress(stream: nil, index: 0)) {
        self.kind = kind
        self.address = address
        cache = PacketCache(capacity: kind == .video ? PacketCache.videoCapacity : PacketCache.audioCapacity)
    }

    /// The layer that viewers get.
    package var selectedLayer: Layer? { selected }

    /// Packets that wait to be fanned out.
    package var pendingCount: Int { Int(cache.end &- fannedOut) }

    // MARK: Publisher

    /// A publisher begins, or begins anew: its layers replace those there were, and viewers wait for their first keyframe.
    package func publish(rids: [String?], codec: Codec) {
        self.codec = codec
        layers = rids.map { makeLayer(rid: $0, codec) }
        selected = nil
        nextSelection = nil
        revision += 1
        if layers.count == 1 { select(layers[0]) }
    }

    /// The publisher that came does not send this track: it stays, silent, for one that does.
    package func unpublish() {
        codec = nil
        layers = []
        selected = nil
        revision += 1
    }

    /// The publisher sends another codec from now on: every layer begins anew. Viewers' payload types follow through the
    /// media plane.
    package func change(codec: Codec, now: Instant) {
        self.codec = codec
        revision += 1
        for index in layers.indices { restart(layer: index, now: now) }
    }

    /// The publisher continues a layer under another SSRC, with numbers and timestamps of their own.
    package func restart(layer index: Int, now: Instant) {
        guard layers.indices.contains(index), let codec else { return }
        let former = layers[index]
        layers[index] = makeLayer(rid: former.rid, codec)
        revision += 1
        guard selected === former else { return }
        select(layers[index])
        wantKeyframe(now: now)
    }

    private func makeLayer(rid: String?, _ codec: Codec) -> Layer {
        defer { nextSource &+= 1 }
        return Layer(
            source: SourceID(number: nextSource), rid: rid, clock: CaptureClock(rate: codec.clockRate))
    }

    /// Takes a packet of the publisher.
    /// - Parameters:
    ///   - layer: an index into ``layers``.
    ///   - now: when it was received.
    ///   - wallClock: the same moment, in nanoseconds since 1970.
    /// - Returns: false when the packet came before or is too large, and is dropped.
    package func ingest(_ packet: IncomingPacket, layer index: Int, now: Instant, wallClock: Int64) -> Bool {
        guard layers.indices.contains(index) else { return false }
        let layer = layers[index]
        guard let sequence = layer.note(packet, now: now) else { return false }
        if layer.clock.observe(timestamp: packet.timestamp, arrival: wallClock) { revision += 1 }
        if layers.count > 1 { reselect(now: now) }
        if packet.startsKeyframe, layer === selected { keyframes.keyframeBegan() }
        let record = PacketRecord(
            sequence: sequence, arrival: now, captureTime: layer.clock.time(of: packet.timestamp) ?? wallClock,
            timestamp: packet.timestamp, source: layer.source,
            payloadOffset: UInt16(clamping: packet.payloadOffset),
            payloadLength: UInt16(clamping: packet.payloadLength),
            marker: packet.marker, startsKeyframe: packet.startsKeyframe, extensions: packet.extensions)
        return store(record, bytes: packet.bytes)
    }

    private func store(_ record: PacketRecord, bytes: UnsafeRawBufferPointer) -> Bool {
        guard let number = cache.append(record, bytes: bytes) else { return false }
        if record.startsKeyframe, record.source == selected?.source { keyframeNumber = number }
        return true
    }

    /// Takes what a sender report says of a layer's clock.
    /// - Parameters:
    ///   - layer: an index into ``layers``; others are ignored.
    ///   - time: of the report, on our wall clock, in nanoseconds since 1970.
    package func report(layer index: Int, timestamp: UInt32, time: Int64) {
        guard layers.indices.contains(index) else { return }
        layers[index].clock.report(timestamp: timestamp, time: time)
        revision += 1
    }

    /// Lets more of the pending packets be of one size, where that costs a byte; viewers are sent what it leaves.
    package func levelPending() {
        cache.levelSizes(from: fannedOut)
    }

    /// Everything that was pending has been sent.
    package func didFanOut() {
        fannedOut = cache.end
    }

    // MARK: Viewers

    /// Adds a viewer. For video a keyframe is asked for at once, unless what came since the last one can still be sent.
    /// - Returns: the cache number of that keyframe, from which the viewer is to be sent everything that was fanned out.
    @discardableResult
    package func add(_ subscription: UnsafeMutablePointer<Subscription>, now: Instant) -> UInt32? {
        subscriptions.append(subscription)
        if let selected { subscription.pointee.aim(at: selected.source) }
        let beginning = recentKeyframe(now: now)
        if beginning == nil { wantKeyframe(now: now) }
        return beginning
    }

    /// The cache number of a keyframe that is young and near enough for a viewer to begin with now: a longer burst would
    /// rather lose packets than show a picture sooner.
    private func recentKeyframe(now: Instant) -> UInt32? {
        guard let number = keyframeNumber, cache.holds(number),
            (1...Self.longestBeginning).contains(fannedOut &- number)
        else { return nil }
        let record = cache.record(number).pointee
        guard record.source == selected?.source, record.arrival.duration(to: now) < Self.oldestBeginning else {
            return nil
        }
        return number
    }

    /// Packets are missing after the latest keyframe: no viewer begins with it any more.
    package func forgetKeyframe() {
        keyframeNumber = nil
    }

    package func remove(_ subscription: UnsafeMutablePointer<Subscription>) {
        guard let index = subscriptions.firstIndex(of: subscription) else { return }
        subscriptions.swapAt(index, subscriptions.count - 1)
        subscriptions.removeLast()
    }

    /// Whether anybody gets its packets.
    package var hasReaders: Bool { !subscriptions.isEmpty || !relays.isEmpty }

    /// A viewer needs a keyframe: it joined, lost too much, or asked for one.
    package func wantKeyframe(now: Instant) {
        guard kind == .video, !layers.isEmpty else { return }
        keyframes.want(now: now)
    }

    /// The pair of wall-clock time (nanoseconds since 1970) and outgoing timestamp for a viewer's sender report; nil
    /// before anything was sent.
    package func reportTimestamp(for subscription: Subscription, at time: Int64) -> UInt32? {
        guard let layer = layers.first(where: { $0.source == subscription.source }),
            let timestamp = layer.clock.timestamp(at: time)
        else { return nil }
        return timestamp &- subscription.timestampOffset
    }

    // MARK: On other workers

    /// What a worker must know to fan out this track's packets.
    package var description: TrackDescription {
        TrackDescription(
            kind: kind, codec: codec, selected: selected?.source ?? .none,
            clocks: layers.map { SourceClock(source: $0.source, clock: $0.clock) })
    }

    /// The description, if it is another one than when this was last asked.
    package func takeChangedDescription() -> TrackDescription? {
        guard revision != describedRevision else { return nil }
        describedRevision = revision
        return description
    }

    /// Becomes what the track of this address is on its home worker.
    package func mirror(_ description: TrackDescription) {
        codec = description.codec
        let former = selected?.source
        layers = description.clocks.map { Layer(source: $0.source, rid: nil, clock: $0.clock) }
        selected = layers.first { $0.source == description.selected }
        guard let selected, selected.source != former else { return }
        select(selected)
    }

    /// Takes a packet that the home worker's track has taken. The viewers' keyframe is there when it begins one.
    /// - Parameters:
    ///   - record: its offsets are relative to `bytes`.
    ///   - bytes: the plaintext packet.
    package func append(_ record: PacketRecord, bytes: UnsafeRawBufferPointer) {
        if record.startsKeyframe, record.source == selected?.source { keyframes.keyframeBegan() }
        _ = store(record, bytes: bytes)
    }

    // MARK: Layers

    private func reselect(now: Instant) {
        if let nextSelection, now < nextSelection { return }
        nextSelection = now.advanced(by: Self.selectionInterval)
        guard let best = LayerSelector.best(of: layers.map(\.facts), now: now) else { return }
        let layer = layers[best]
        guard layer !== selected else { return }
        select(layer)
        wantKeyframe(now: now)
    }

    private func select(_ layer: Layer) {
        selected = layer
        revision += 1
        for subscription in subscriptions { subscription.pointee.aim(at: layer.source) }
    }

    /// Packets that a viewer is sent at once when it joins (our choice).
    private static let longestBeginning: UInt32 = 512
    /// A keyframe that is older is asked for anew (our choice): what came since would have to be shown too fast.
    private static let oldestBeginning = Duration.seconds(1)
    /// How often the choice of a simulcast track's layer is looked at.
    private static let selectionInterval = Duration.milliseconds(250)
}
