import NIOCore

/// What gathered of a stream between two writes, as the bytes that every player gets.
struct MuxedBatch {
    var bytes: ByteBuffer
    /// Media frames in it.
    var frames: Int
    /// Where a player may begin or go on after a gap.
    var start: Start?
    /// The time of the last frame in it, in milliseconds of the players' timeline.
    var time: Int64

    /// A place where decoding can begin.
    struct Start {
        /// Where in the bytes it is.
        var offset: Int
        /// Frames from there on.
        var frames: Int
        /// Metadata and decoder configurations, for whoever begins there.
        var headers: ByteBuffer
    }
}
