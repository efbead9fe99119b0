package import Codecs
package import Net

/// What one publisher sends under a path, and what outlives it for a while, so that a publisher who returns finds its
/// viewers waiting. Belongs to one worker.
package final class Stream {
    package let path: StreamPath
    package private(set) var tracks: [Track] = []
    /// The session that publishes now; nil within the grace time after it left.
    package private(set) var publisher: PublisherID?
    /// When the first publisher connected.
    package let began: Instant
    /// When the stream ends unless a publisher returns; nil while there is one.
    package private(set) var graceDeadline: Instant?

    package init(path: StreamPath, now: Instant) {
        self.path = path
        began = now
    }

    /// A publisher connected. Its tracks take the places of the former publisher's, kind by kind and in order; a track
    /// that is new is appended, one that is gone stays silent.
    /// - Parameter offered: what it will send, in the order of its offer.
    /// - Returns: the stream's track for each of `offered`.
    package func begin(_ publisher: PublisherID, _ offered: [OfferedTrack]) -> [Track] {
        self.publisher = publisher
        graceDeadline = nil
        var free = tracks
        let taken = offered.map { offer in
            let track: Track
            if let index = free.firstIndex(where: { $0.kind == offer.codec.kind }) {
                track = free.remove(at: index)
            } else {
                track = Track(kind: offer.codec.kind)
                tracks.append(track)
            }
            track.publish(rids: offer.layers, codec: offer.codec)
            return track
        }
        for track in free { track.unpublish() }
        return taken
    }

    /// The publisher left. Nothing happens when another one has taken its place already.
    /// - Parameter grace: how long its viewers are kept.
    /// - Returns: whether the stream has no publisher now.
    @discardableResult
    package func end(_ publisher: PublisherID, now: Instant, grace: Duration) -> Bool {
        guard self.publisher == publisher else { return false }
        self.publisher = nil
        graceDeadline = now.advanced(by: grace)
        return true
    }

    package func hasExpired(at now: Instant) -> Bool {
        graceDeadline.map { now >= $0 } ?? false
    }
}

/// Who publishes: unique among all publishers of a worker.
package struct PublisherID: Hashable, Sendable {
    package var number: UInt64

    package init(number: UInt64) {
        self.number = number
    }
}

/// A track that a publisher is going to send.
package struct OfferedTrack: Sendable {
    /// Its preferred codec.
    package var codec: Codec
    /// Its simulcast encodings by their RTP stream ids, nil for one without; a single one without simulcast.
    package var layers: [String?]

    package init(codec: Codec, layers: [String?] = [nil]) {
        self.codec = codec
        self.layers = layers
    }
}
