import Net
import SFU
import WebRTC

/// A publisher's side of its stream: what it sends goes into tracks, what it should know goes back as feedback.
final class PublisherSide {
    let id: PublisherID
    var media: PublisherMedia
    /// What it offered, in the order of its media lines.
    let offered: [OfferedTrack]
    /// Whether it gives way to a publisher that is there when it connects.
    let refusesWhenPublished: Bool
    /// The stream's track for each of `offered`; empty until connected.
    var tracks: [Track] = []
    /// The stream it feeds; nil before it is connected and after another publisher took its place.
    var stream: Stream?

    init(id: PublisherID, media: PublisherMedia, offered: [OfferedTrack], refusesWhenPublished: Bool) {
        self.id = id
        self.media = media
        self.offered = offered
        self.refusesWhenPublished = refusesWhenPublished
    }

    /// When feedback or a keyframe request is due.
    var deadline: Instant {
        var earliest = media.deadline
        for track in tracks { earliest = min(earliest, track.keyframes.deadline ?? .distantFuture) }
        return earliest
    }
}
