import Codecs
import Net

/// A track that can be read: one of the publisher's, or a derived one.
struct BufferedTrack {
    /// nil as long as nothing says it.
    private(set) var format: TrackFormat?
    /// What its packets are, where its publisher sends packets.
    private(set) var packetFormat: PacketFormat?
    private(set) var cache = FrameCache()
    private(set) var recentPackets = RecentPackets()
    private(set) var frames: UInt64 = 0
    private(set) var packets: UInt64 = 0
    private(set) var bytes: UInt64 = 0
    /// Whether frames were seen that are shown in another order than they are decoded in, or the format says so.
    private(set) var isReordered = false
    /// When the latest frame is to be decoded.
    private(set) var latestDecode: MediaTime?
    /// What its times mean, where its publisher says it: nil for those that share the stream's clock.
    var clock: StreamClock?
    /// The latest moment that any frame since the last keyframe is shown at.
    private var latestPresentation: MediaTime?

    init(_ track: SourceTrack = SourceTrack()) {
        format = track.format
        packetFormat = track.packets
        isReordered = format?.reordersFrames ?? false
    }

    /// nil of formats that are only carried, and of a derived track that has not begun.
    var codec: CodecName? { format?.codec ?? packetFormat?.codec }
    var isVideo: Bool { codec.map { $0.kind == .video } ?? (packetFormat?.media == .video) }
    /// As its publisher would describe it.
    var source: SourceTrack { SourceTrack(format: format, packets: packetFormat) }

    /// What follows is of another format.
    mutating func change(to track: SourceTrack) {
        guard track != source else { return }
        // What packets have shown holds, whatever becomes known of what is in them.
        let isShown = track.packets != nil && track.packets == packetFormat && isReordered
        isReordered = isShown || track.format?.reordersFrames ?? false
        if track.packets != packetFormat {
            packetFormat = track.packets
            recentPackets.removeAll()
        }
        guard track.format != format else { return }
        format = track.format
        latestPresentation = nil
        latestDecode = nil
        cache.removeAll()
    }

    /// Takes a frame in.
    /// - Parameter number: counts all frames of the stream.
    /// - Returns: whether it was the first to show that frames are reordered.
    mutating func append(_ frame: Frame, number: UInt64, arrival: Instant) -> Bool {
        guard let format else { return false }
        frames += 1
        if packetFormat == nil { bytes += UInt64(frame.bytes.count) }
        cache.append(FrameCache.Entry(frame: frame, arrival: arrival, number: number), kind: format.kind)
        defer { latestDecode = frame.decodeTime }
        return format.kind == .video && noteOrder(of: frame)
    }

    /// Takes packets in.
    mutating func append(_ batch: PacketBatch, number: UInt64) {
        packets += UInt64(batch.packets.count)
        bytes += UInt64(batch.bytes.count)
        recentPackets.append(RecentPackets.Entry(batch: batch, number: number), isVideo: isVideo)
    }

    /// Its packets show that frames are reordered.
    /// - Returns: whether that is news.
    mutating func noteReordering() -> Bool {
        defer { isReordered = true }
        return !isReordered
    }

    private mutating func noteOrder(of frame: Frame) -> Bool {
        let latest = latestPresentation ?? frame.presentationTime
        let isClockBack = latestDecode.map { frame.decodeTime < $0 } ?? false
        // A clock that was set back shows nothing of the order.
        guard !frame.isKeyframe, !isClockBack else {
            latestPresentation = frame.presentationTime
            return false
        }
        latestPresentation = max(latest, frame.presentationTime)
        guard !isReordered, frame.presentationTime < latest else { return false }
        isReordered = true
        return true
    }

    /// Forgets what is decoded before `time`.
    mutating func trim(before time: MediaTime) {
        cache.trim(before: time)
    }

    /// Forgets packets that came in before `time`.
    mutating func trimPackets(before time: Instant) {
        recentPackets.trim(before: time)
    }

    /// Nobody reads its frames any more.
    mutating func forgetFrames() {
        cache.removeAll()
        latestDecode = nil
        latestPresentation = nil
    }
}
