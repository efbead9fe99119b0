import Codecs
import Net
import Packetization

/// One track of a publisher of packets: puts them in order, and, while somebody reads its frames, the frames together.
struct PacketTrack {
    private(set) var packetFormat: PacketFormat?
    /// What is in it, as far as the description or the packets have said.
    private(set) var format: TrackFormat?
    private var codec: CodecName?
    private var clock = PacketClock(rate: 90_000)
    private var reorder = ReorderBuffer()
    private var batches = PacketBatchBuilder()
    private var ordered: [ReorderedItem] = []
    private var unpacker: PacketUnpacker?
    private var order = PresentationOrder()

    init(_ packetFormat: PacketFormat?) {
        update(packetFormat)
    }

    /// Whether the publisher sends it.
    var isAlive: Bool { packetFormat != nil }
    var isAudio: Bool { codec?.kind == .audio }
    var isVideo: Bool { codec?.kind == .video }

    /// Whether frames are made of it.
    var isUnpacked: Bool { unpacker != nil }

    /// Whether no frame can come before a keyframe does.
    var needsKeyframe: Bool { isVideo && (unpacker?.needsKeyframe ?? false) }

    /// How much later the publisher says that it is than it is taken for, in nanoseconds.
    var clockError: Int64 { clock.error }

    /// When a packet that is missing is given up.
    var deadline: Instant { reorder.deadline }

    var description: SourceTrack { SourceTrack(format: format, packets: packetFormat) }

    // MARK: The source

    /// The track is another from now on.
    /// - Returns: whether that is news.
    @discardableResult
    mutating func update(_ packetFormat: PacketFormat?) -> Bool {
        guard packetFormat != self.packetFormat else { return false }
        self.packetFormat = packetFormat
        codec = packetFormat?.codec
        let wasUnpacked = isUnpacked
        unpacker = nil
        // What was not handed on is of the former format.
        batches = PacketBatchBuilder()
        format = packetFormat.flatMap { Depacketizer($0)?.format }
        beginAnew()
        if wasUnpacked { beginUnpacking() }
        return true
    }

    /// Numbers and timestamps that follow have nothing to do with those before.
    mutating func beginAnew() {
        clock = PacketClock(rate: packetFormat?.clockRate ?? 90_000, after: clock)
        reorder = ReorderBuffer()
        batches.beginAnew(codec: codec)
        order = PresentationOrder()
    }

    /// Packets are missing, nobody knows how many.
    mutating func noteGap() {
        reorder = ReorderBuffer()
        batches.noteGap()
    }

    // MARK: Packets

    /// Takes a packet in.
    mutating func receive(
        _ payload: Span<UInt8>, sequence: Int64, timestamp: UInt32, marker: Bool, captureTime: Int64, now: Instant
    ) {
        clock.observe(ticks: clock.unwrap(timestamp), captureTime: captureTime)
        if reorder.pass(sequence) {
            append(payload, sequence: sequence, timestamp: timestamp, marker: marker, now: now)
            return
        }
        reorder.insert(
            sequence: sequence, timestamp: timestamp, marker: marker, payload: payload, now: now, into: &ordered)
        takeOrdered(now: now)
    }

    /// Goes on behind what was waited for long enough.
    mutating func expire(now: Instant) {
        reorder.expire(now: now, into: &ordered)
        takeOrdered(now: now)
    }

    private mutating func takeOrdered(now: Instant) {
        for case .packet(let packet) in ordered {
            append(
                packet.payload.span, sequence: packet.sequence, timestamp: packet.timestamp, marker: packet.marker,
                now: now)
        }
        ordered.removeAll(keepingCapacity: true)
    }

    private mutating func append(
        _ payload: Span<UInt8>, sequence: Int64, timestamp: UInt32, marker: Bool, now: Instant
    ) {
        let ticks = clock.unwrap(timestamp)
        let isKeyframe = batches.append(
            payload, sequence: sequence, timestamp: timestamp, marker: marker,
            captureTime: clock.captureTime(ofTicks: ticks), now: now)
        if isVideo { order.note(ticks: ticks, isKeyframe: isKeyframe) }
    }

    /// What came in since the last call, in order; a keyframe begins a batch.
    mutating func takeBatches() -> [PacketBatch] {
        batches.take()
    }

    /// Whether the packets have shown that frames are shown in another order than they come in, and the stream does not
    /// know.
    var hasNewsOfReordering: Bool { order.isNews }

    mutating func noteReorderingIsKnown() {
        order.isNews = false
    }

    // MARK: Frames

    mutating func beginUnpacking() {
        guard unpacker == nil, let packetFormat else { return }
        unpacker = PacketUnpacker(packetFormat)
    }

    mutating func endUnpacking() {
        unpacker = nil
    }

    /// Puts together what a batch completes.
    /// - Parameter target: the error of the sound that video should be in step with; nil where there is none.
    mutating func unpack(
        _ batch: PacketBatch, following target: Int64?, _ output: (PacketTrackItem) -> Void
    ) {
        // Taken out, so that nothing of it is copied when it changes.
        guard var unpacker = unpacker.take() else { return }
        var news: TrackFormat?
        unpacker.unpack(batch, &clock, following: isVideo ? target : nil) { item in
            if case .format(let format) = item { news = format }
            output(item)
        }
        self.unpacker = unpacker
        if let news { format = news }
    }
}

/// Notices by the timestamps of video's packets that frames are shown in another order than they come in (B-frames).
private struct PresentationOrder {
    private var latest: Int64?
    private var isReordered = false
    /// Whether nobody was told.
    var isNews = false

    mutating func note(ticks: Int64, isKeyframe: Bool) {
        defer { latest = isKeyframe ? ticks : max(latest ?? ticks, ticks) }
        guard !isKeyframe, !isReordered, let latest, ticks < latest, latest - ticks < Self.longest else { return }
        isReordered = true
        isNews = true
    }

    /// Ticks of 90 kHz, two seconds: who goes further back has another clock.
    private static let longest: Int64 = 180_000
}

/// What comes out of a ``PacketTrack`` that is unpacked.
enum PacketTrackItem {
    /// What its frames are, from here on.
    case format(TrackFormat)
    case frame(Frame, captureTime: Int64)
}
