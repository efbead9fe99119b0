import Codecs
import Net
import Transcoding

/// A sink on a stream, and what it gets of it.
struct Attachment {
    let sink: any FrameSink
    let wants: SinkWants
    /// Whether it gets frames now. One that does not is told what the tracks are all the same.
    var isActive: Bool
    /// Where each of its tracks comes from.
    var sources: [TrackReference] = []
    /// The formats of ``sources`` when they were planned.
    var describedFormats: [TrackFormat?] = []
    /// Why it does not get the tracks that it does not get.
    var refusals: [String] = []
    /// Whether it knows its tracks, and so gets frames.
    var isDescribed = false
    /// The tracks of which it got everything up to ``waitsSince``.
    var served: Set<TrackReference> = []
    /// Since when it waits to be told its tracks.
    var waitsSince: Instant

    /// How long a sink waits for all formats before it begins without those that are missing.
    static let longestWait = Duration.seconds(2)
}

/// A track of a stream.
enum TrackReference: Hashable, Sendable {
    /// The publisher's, by its index.
    case source(Int)
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
