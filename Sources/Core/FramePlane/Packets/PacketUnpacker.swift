import Codecs
import Packetization

/// Puts the frames of one track together from its packets in order.
struct PacketUnpacker {
    private var depacketizer: Depacketizer
    private var decodeTimes = DecodeTimeEstimator()
    private var next: Int64?
    private var items: [DepacketizedItem] = []

    /// Nil of formats that are only carried.
    init?(_ format: PacketFormat) {
        guard let depacketizer = Depacketizer(format) else { return nil }
        self.depacketizer = depacketizer
    }

    /// Whether nothing can come out before a keyframe does.
    var needsKeyframe: Bool { depacketizer.needsKeyframe }

    /// - Parameters:
    ///   - clock: the track's.
    ///   - target: of ``PacketClock/time(ofTicks:following:)``.
    mutating func unpack(
        _ batch: PacketBatch, _ clock: inout PacketClock, following target: Int64?, _ output: (PacketTrackItem) -> Void
    ) {
        let bytes = batch.bytes
        for packet in batch.packets {
            if let next, next != packet.sequence || batch.beginsAnew && packet.sequence == batch.packets.first?.sequence
            {
                depacketizer.noteLoss()
            }
            next = packet.sequence &+ 1
            items.removeAll(keepingCapacity: true)
            depacketizer.receive(
                payload: bytes.span.extracting(packet.payload), timestamp: clock.unwrap(packet.timestamp),
                marker: packet.marker, into: &items)
            for item in items { give(item, &clock, following: target, output) }
        }
    }

    private mutating func give(
        _ item: DepacketizedItem, _ clock: inout PacketClock, following target: Int64?,
        _ output: (PacketTrackItem) -> Void
    ) {
        switch item {
        case .format(let format):
            decodeTimes = DecodeTimeEstimator()
            output(.format(format))
        case .frame(let bytes, let ticks, let isKeyframe):
            let captureTime = clock.captureTime(ofTicks: ticks)
            let time = clock.time(ofTicks: ticks, following: target)
            let times = decodeTimes.times(presentationTime: time)
            output(
                .frame(
                    Frame(
                        decodeTime: times.decodeTime, presentationTime: times.presentationTime,
                        isKeyframe: isKeyframe, bytes: bytes),
                    // One that is shown later than it should be has not moved the clock.
                    captureTime: captureTime &+ (times.presentationTime - time)))
        }
    }
}
