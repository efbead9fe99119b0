/// The session of a client: what its SETUPs made, until TEARDOWN (RFC 2326 appendix A.2).
struct RTSPServerSession: Sendable {
    let isRecording: Bool
    var state = State.ready
    /// In the order of their SETUPs; never empty between two requests.
    private(set) var tracks: [Track] = []

    enum State: Sendable {
        case ready
        case playing
        case recording
    }

    struct Track: Sendable {
        /// As SETUP had it, without slashes at its end.
        let url: Substring
        /// Of RTP and of RTCP, of interleaved packets; nil over UDP.
        let channels: ClosedRange<UInt8>?
    }

    init(isRecording: Bool) {
        self.isRecording = isRecording
    }

    mutating func add(url: String, channels: ClosedRange<UInt8>?) {
        tracks.append(Track(url: Self.key(url), channels: channels))
    }

    /// Removes the track with that URL. False, and nothing is done, when the URL is no track's, or the only track's:
    /// then it is the session that is meant.
    mutating func remove(url: String) -> Bool {
        guard tracks.count > 1, let index = tracks.firstIndex(where: { $0.url == Self.key(url) }) else { return false }
        tracks.remove(at: index)
        return true
    }

    func has(url: String) -> Bool { tracks.contains { $0.url == Self.key(url) } }

    /// Whether packets on that channel belong to the session.
    func has(channel: UInt8) -> Bool { tracks.contains { $0.channels?.contains(channel) == true } }

    /// Whether all media goes over the connection, whose end is the session's then.
    var isInterleaved: Bool { tracks.allSatisfy { $0.channels != nil } }

    private static func key(_ url: String) -> Substring { Substring(url).trimmingSlashes }

    /// Tracks of a session; our choice, as many as a description has media.
    static let maximumTracks = 64
}

extension Substring {
    /// Without slashes at its end, which clients add to URLs and leave out.
    fileprivate var trimmingSlashes: Substring {
        var bytes = utf8[...]
        while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        return Substring(bytes)
    }
}
