import Net
import SFU
import WebRTC

/// What the publishers of some paths sent a moment ago. A crowd that joins a stream asks its worker once in a while and
/// not viewer by viewer: each question costs two wake-ups of a thread.
///
/// A viewer who is answered from here is one who came that moment sooner: it is told of the tracks of then, and if another
/// publisher took over meanwhile, gets what every viewer of that one gets.
struct RecentTracks {
    private var entries: [StreamPath: (since: ContinuousClock.Instant, tracks: [StreamTrack])] = [:]

    /// The tracks of a path, or nil when they were not looked up lately.
    func tracks(of path: StreamPath, now: ContinuousClock.Instant = .now) -> [StreamTrack]? {
        guard let entry = entries[path], entry.since.duration(to: now) < Self.maximumAge else { return nil }
        return entry.tracks
    }

    mutating func note(_ tracks: [StreamTrack], of path: StreamPath, now: ContinuousClock.Instant = .now) {
        if entries.count >= Self.maximumCount { entries.removeAll(keepingCapacity: true) }
        entries[path] = (now, tracks)
    }

    /// Our choice: a publisher who comes back is connected no sooner.
    static let maximumAge = Duration.milliseconds(100)
    /// Paths that are remembered; then all are forgotten (our choice).
    static let maximumCount = 1_024
}
