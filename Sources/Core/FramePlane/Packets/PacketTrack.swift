import Codecs
import MediaPlane
import Net
import Packetization
import SFU

/// One track of a stream of packets on its way to frames.
struct PacketTrack {
    let kind: MediaKind
    private(set) var format: TrackFormat?
    private var codec: Codec?
    private var source = SourceID.none
    private var selected = SourceID.none
    private var clock = PacketClock(rate: 90_000)
    private var reorder = ReorderBuffer()
    private var depacketizer: Depacketizer?
    private var decodeTimes = DecodeTimeEstimator()
    private var ordered: [ReorderedItem] = []
    private var items: [DepacketizedItem] = []

    init(_ description: TrackDescription) {
        kind = description.kind
        update(description)
    }

    /// Whether the publisher sends it, and it can become frames.
    var isAlive: Bool { depacketizer != nil }

    /// Whether nothing can come of it before a keyframe does.
    var needsKeyframe: Bool { kind == .video && (depacketizer?.needsKeyframe ?? false) }

    /// How much later the publisher says that it is than it is taken for, in nanoseconds.
    var clockError: Int64 { clock.error }

    /// When a packet that is missing is given up.
    var deadline: Instant { reorder.deadline }

    /// The track is another from now on.
    mutating func update(_ description: TrackDescription) {
        selected = description.selected
        guard description.codec != codec else { return }
        codec = description.codec
        source = .none
        format = nil
        depacketizer = description.codec.flatMap { Depacketizer(PacketFormat($0, payloadType: 0)) }
    }

    /// Packets are missing.
    mutating func noteGap() {
        reorder = ReorderBuffer()
        depacketizer?.noteLoss()
    }

    /// Takes a packet in, and gives out what is whole by then.
    mutating func receive(
        _ record: PacketRecord, payload: UnsafeRawBufferPointer, now: Instant, following target: Int64?,
        _ output: (PacketTrackItem) -> Void
    ) {
        guard record.source == selected, let codec else { return }
        if record.source != source {
            source = record.source
            clock = PacketClock(rate: codec.clockRate)
            reorder = ReorderBuffer()
            depacketizer?.noteLoss()
        }
        clock.observe(ticks: clock.unwrap(record.timestamp), captureTime: record.captureTime)
        reorder.insert(
            sequence: record.sequence, timestamp: record.timestamp, marker: record.marker,
            payload: payload.bindMemory(to: UInt8.self).span, now: now, into: &ordered)
        depacketize(following: target, output)
    }

    /// Gives out what need not wait any longer.
    mutating func release(now: Instant, following target: Int64?, _ output: (PacketTrackItem) -> Void) {
        reorder.expire(now: now, into: &ordered)
        depacketize(following: target, output)
    }

    private mutating func depacketize(following target: Int64?, _ output: (PacketTrackItem) -> Void) {
        defer { ordered.removeAll(keepingCapacity: true) }
        for item in ordered {
            switch item {
            case .loss: depacketizer?.noteLoss()
            case .packet(let packet):
                items.removeAll(keepingCapacity: true)
                depacketizer?.receive(
                    payload: packet.payload.span, timestamp: clock.unwrap(packet.timestamp), marker: packet.marker,
                    into: &items)
                for item in items { give(item, following: target, output) }
            }
        }
    }

    private mutating func give(
        _ item: DepacketizedItem, following target: Int64?, _ output: (PacketTrackItem) -> Void
    ) {
        switch item {
        case .format(let format):
            self.format = format
            decodeTimes = DecodeTimeEstimator()
            output(.format)
        case .frame(let bytes, let ticks, let isKeyframe):
            let times = decodeTimes.times(presentationTime: clock.time(ofTicks: ticks, following: target))
            output(
                .frame(
                    Frame(
                        decodeTime: times.decodeTime, presentationTime: times.presentationTime,
                        isKeyframe: isKeyframe, bytes: bytes)))
        }
    }
}

/// What comes out of a ``PacketTrack``.
enum PacketTrackItem {
    /// Its format is known, or another one.
    case format
    case frame(Frame)
}
