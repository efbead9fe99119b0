import GatewaySupport
import RTSP

/// What a request's URL names: a stream, maybe one of its tracks, and maybe who asks.
///
/// Players put a track's name behind the URL that they were given, also behind its query (``RTSPURL/control(below:)``); the
/// names of our tracks are known, so they are found in either place.
struct RequestTarget: Equatable {
    /// The path without its first and last slash, e.g. `live/bbb`.
    var name: String
    /// The number behind `trackID=`; nil where the URL names the whole.
    var track: Int?
    /// The value of `token=` in the query.
    var token: String?
    /// The URL of the whole as the client wrote it, without its query and with a slash at its end: what tracks' names are
    /// relative to. GStreamer resolves them by RFC 3986, others append them; to this, both come to the same.
    var base: String

    /// Nil when it is no URL of RTSP.
    init?(_ text: String) {
        guard var url = RTSPURL(text) else { return nil }
        if let query = url.query, let (rest, track) = Self.withoutTrack(query) {
            url.query = rest
            self.track = track
        } else if let (rest, track) = Self.withoutTrack(url.path) {
            url.path = rest
            self.track = track
        }
        guard let path = url.decodedPath else { return nil }
        name = String(path.drop { $0 == "/" })
        while name.hasSuffix("/") { name.removeLast() }
        token = url.query.flatMap(Self.token)
        url.query = nil
        let whole = url.text
        base = whole.hasSuffix("/") ? whole : whole + "/"
    }

    /// Cuts `/trackID=1` off the end.
    private static func withoutTrack(_ text: String) -> (String, Int)? {
        let trimmed = text.hasSuffix("/") ? text.dropLast() : text[...]
        guard let slash = trimmed.lastIndex(of: "/") else { return nil }
        let last = trimmed[trimmed.index(after: slash)...]
        guard last.hasPrefix(trackPrefix), let number = Int(last.dropFirst(trackPrefix.count)), number >= 0 else {
            return nil
        }
        return (String(trimmed[..<slash]), number)
    }

    private static func token(in query: String) -> String? {
        for part in query.split(separator: "&") where part.hasPrefix("token=") {
            return String(part.dropFirst("token=".count))
        }
        return nil
    }

    private static let trackPrefix = "\(StreamDescription.ControlForm.trackID.rawValue)="
}
