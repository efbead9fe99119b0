package import Codecs
package import Net

/// What one publisher sends under a path, and what outlives it for a while, so that a publisher who returns finds its
/// viewers waiting. Belongs to one worker.
package final class Stream {
    package let identity: StreamIdentity
    package private(set) var tracks: [Track] = []
    /// The session that publishes now; nil within the grace time after it left.
    package private(set) var publisher: PublisherID?
    /// When the first publisher connected.
    package let began: Instant
    /// When the stream ends unless a publisher returns; nil while there is one.
    package private(set) var graceDeadline: Instant?

    /// Other workers that have viewers of this stream, and so get its packets, too.
    package private(set) var relays: [Int] = []

    package init(_ identity: StreamIdentity, now: Instant) {
        self.identity = identity
        began = now
    }

    package var path: StreamPath { identity.path }

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
                track = append(offer.codec.kind)
            }
            track.publish(rids: offer.layers, codec: offer.codec)
            return track
        }
        for track in free { track.unpublish() }
        return taken
    }

    private func append(_ kind: MediaKind) -> Track {
        let track = Track(kind: kind, address: TrackAddress(stream: identity, index: tracks.count))
        track.relays = relays
        tracks.append(track)
        return track
    }

    /// Becomes what the stream of this identity is on its home worker, track by track.
    /// - Returns: the track; nil when `index` is beyond the next new one.
    package func mirror(_ description: TrackDescription, at index: Int) -> Track? {
        guard index <= tracks.count, index < Self.maximumTracks else { return nil }
        let track = index < tracks.count ? tracks[index] : append(description.kind)
        track.mirror(description)
        return track
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

    /// Lets another worker have the packets of all tracks.
    package func addRelay(_ worker: Int) {
        guard !relays.contains(worker) else { return }
        relays.append(worker)
        for track in tracks { track.relays = relays }
    }

    package func removeRelay(_ worker: Int) {
        relays.removeAll { $0 == worker }
        for track in tracks { track.relays = relays }
    }

    package func hasExpired(at now: Instant) -> Bool {
        graceDeadline.map { now >= $0 } ?? false
    }

    /// More than any offer may have.
    private static let maximumTracks = 256
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
