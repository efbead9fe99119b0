import Codecs
import Net
import Transcoding

/// A sink on a stream, and what it gets of it.
struct Attachment {
    let sink: any FrameSink
    let wants: SinkWants
    /// Whether it gets frames now. One that does not is told what the tracks are all the same.
    var isActive: Bool
    /// Where each track that it should have comes from.
    var planned: [TrackReference] = []
    /// What ``planned`` was, as far as it was known then; of packets, what the sink need not be told does not count.
    var plannedTracks: [SinkTrack] = []
    /// Where each track that it was told of comes from: ``planned``, or as much of it as had come in time.
    var sources: [TrackReference] = []
    /// Why it does not get the tracks that it does not get.
    var refusals: [String] = []
    /// Whether it knows its tracks, and so gets frames.
    var isDescribed = false
    /// The tracks of which it got everything before the frame ``waitsFrom``.
    var served: Set<TrackReference> = []
    /// The number of the first frame that it did not get while it waits to be told its tracks.
    var waitsFrom: UInt64 = 0
    /// Since when it waits.
    var waitsSince: Instant

    /// How long a sink waits for all formats before it begins without those that are missing.
    static let longestWait = Duration.seconds(2)
}

/// A track of a stream.
enum TrackReference: Hashable, Sendable {
    /// The publisher's, by its index, as frames.
    case source(Int)
    /// The publisher's, by its index, as its packets.
    case packets(Int)
    case derived(DerivedID)
}

/// A derived track: there is at most one of each kind of each of the publisher's tracks.
struct DerivedID: Hashable, Sendable {
    /// Index of the publisher's track.
    var source: Int
    var target: TranscodingTarget
    /// Distinguishes it from former ones.
    var number: UInt64
}
