import Codecs
import Net
import SFU
import WebRTC

/// A viewer's side of a stream: a subscription to each track that it plays, and its feedback.
final class ViewerSide {
    let stream: Stream
    var media: ViewerMedia
    /// What its media lines play, in their order.
    var lines: [ViewerLine]

    init(stream: Stream, media: ViewerMedia, lines: [ViewerLine]) {
        self.stream = stream
        self.media = media
        self.lines = lines
    }

    var deadline: Instant { media.deadline }
}

/// One media line of a viewer.
struct ViewerLine {
    /// What was negotiated for it.
    let plan: PlayedTrack
    /// What it plays.
    let track: Track
    /// Its subscription; nil until the viewer is connected.
    var subscription: UnsafeMutablePointer<Subscription>?
    /// The next sequence number of its retransmission stream (RFC 4588), extended.
    var retransmissionIndex: UInt64

    /// The viewer's payload types for what the publisher sends; nil when it has none.
    func payloadTypes(for codec: Codec?) -> NegotiatedCodec? {
        codec.flatMap { plan.codec(for: $0) }
    }
}
