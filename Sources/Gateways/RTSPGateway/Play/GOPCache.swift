import NIOCore
import Net

/// The packets of a stream since its last keyframe: what a player that joins is sent at once. Of a stream without video, the
/// last half second.
struct GOPCache {
    private(set) var parts: [StampedBatch] = []
    private var bytes = 0
    private var packets = 0
    /// Whether all since the last keyframe is there. A cache that grew beyond its limits is of no use until the next one.
    private(set) var isWhole = false

    /// Takes a batch in, beginning anew where a decoder can begin.
    /// - Parameter lead: the track whose keyframes that is; nil without video.
    mutating func add(_ batch: StampedBatch, lead: Int?) {
        guard let lead else {
            isWhole = true
            append(batch)
            forget(before: batch.time.advanced(by: .zero - Self.kept))
            // Of sound alone the latest is as good as all of it.
            if isTooLarge { removeAll() }
            return
        }
        if let keyframe = batch.lastKeyframe(ofTrack: lead) {
            removeAll()
            isWhole = true
            append(batch.dropFirst(keyframe))
        } else if isWhole {
            append(batch)
        }
        if isTooLarge {
            removeAll()
            isWhole = false
        }
    }

    mutating func removeAll() {
        parts = []
        bytes = 0
        packets = 0
    }

    /// Nothing of it is of use any more.
    mutating func invalidate() {
        removeAll()
        isWhole = false
    }

    /// The first packet of a track that a player is sent of it.
    func first(ofTrack track: Int) -> StampedPacket? {
        for part in parts {
            if let packet = part.packets.first(where: { $0.track == track }) { return packet }
        }
        return nil
    }

    /// Packets of these tracks.
    func packets(ofTracks tracks: Set<Int>) -> Int {
        parts.reduce(0) { sum, part in sum + part.packets.count { tracks.contains($0.track) } }
    }

    private var isTooLarge: Bool { bytes > Self.mostBytes || packets > Self.mostPackets }

    private mutating func append(_ batch: StampedBatch) {
        parts.append(batch)
        bytes += batch.bytes.readableBytes
        packets += batch.packets.count
    }

    private mutating func forget(before time: Instant) {
        let count = parts.prefix { $0.time < time }.count
        for part in parts.prefix(count) {
            bytes -= part.bytes.readableBytes
            packets -= part.packets.count
        }
        parts.removeFirst(count)
    }

    /// Bytes that are kept (our choice): a long picture group of 20 Mbit/s.
    static let mostBytes = 8 << 20
    /// Packets that are kept (our choice): as many as ``mostBytes`` holds of the usual size.
    static let mostPackets = 8_192
    /// Kept of a stream without video (our choice): enough for a player's first buffer.
    static let kept = Duration.milliseconds(500)
}
