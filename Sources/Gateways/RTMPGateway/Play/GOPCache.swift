import NIOCore

/// The muxed bytes of a stream since its last keyframe: what a player that joins is sent at once. Of a stream without video,
/// the last half second.
struct GOPCache {
    /// Counts the places where a player may begin.
    private(set) var generation = 0
    /// Metadata and decoder configurations.
    private(set) var headers = ByteBuffer()
    private var parts: [Part] = []
    private(set) var bytes = 0
    private(set) var frames = 0
    /// Whether all since the last keyframe is there. A cache that grew beyond its limits is of no use until the next one.
    private(set) var isWhole = false

    private struct Part {
        var bytes: ByteBuffer
        var frames: Int
        var time: Int64
    }

    /// Takes a batch in, beginning anew where a decoder can begin.
    /// - Parameter hasVideo: whether the stream has video; without, everything but the last half second is forgotten.
    mutating func add(_ batch: MuxedBatch, hasVideo: Bool) {
        if let start = batch.start {
            generation += 1
            headers = start.headers
            isWhole = true
            empty()
            let rest = batch.bytes.getSlice(
                at: batch.bytes.readerIndex + start.offset, length: batch.bytes.readableBytes - start.offset)
            append(Part(bytes: rest ?? ByteBuffer(), frames: start.frames, time: batch.time))
        } else if isWhole {
            append(Part(bytes: batch.bytes, frames: batch.frames, time: batch.time))
        }
        if !hasVideo { forget(before: batch.time - Self.audioOnlyMilliseconds) }
        if bytes > Self.mostBytes || frames > Self.mostFrames {
            empty()
            isWhole = false
        }
    }

    /// What a player that begins now is sent, in order.
    var content: [ByteBuffer] { [headers] + parts.map(\.bytes) }

    private mutating func append(_ part: Part) {
        guard part.bytes.readableBytes > 0 else { return }
        parts.append(part)
        bytes += part.bytes.readableBytes
        frames += part.frames
    }

    private mutating func forget(before time: Int64) {
        guard let first = parts.firstIndex(where: { $0.time > time }), first > 0 else { return }
        for part in parts[..<first] {
            bytes -= part.bytes.readableBytes
            frames -= part.frames
        }
        parts.removeFirst(first)
    }

    private mutating func empty() {
        parts = []
        bytes = 0
        frames = 0
    }

    /// Bytes that are kept (our choice): a long picture group of 20 Mbit/s.
    static let mostBytes = 8 << 20
    /// Frames that are kept; SRS has the same since a stream without keyframes filled its memory.
    static let mostFrames = 2_500
    /// Kept of a stream without video (our choice): enough for a player's first buffer.
    static let audioOnlyMilliseconds: Int64 = 500
}
