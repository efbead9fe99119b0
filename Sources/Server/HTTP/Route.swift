import HTTPTypes
import SFU
import WebRTCGateway

/// What a URL's path names. The query plays no part.
///
/// Paths are compared as they are written: no character of a stream's name ever needs percent-encoding, so one that
/// is encoded names nothing, and no decoder can be tricked.
enum Route: Equatable {
    case frontPage
    case player(StreamPath)
    case publisher(StreamPath)
    case asset(String)
    /// Where sessions are opened: `/<path>/whip`, `/<path>/whep`.
    case endpoint(SessionRole, StreamPath)
    /// Where sessions are opened by a stream key alone: `/v1/whip`, `/v1/whep`.
    case keyedEndpoint(SessionRole)
    /// `/<path>/whip/<id>`, `/<path>/whep/<id>`.
    case session(SessionRole, StreamPath, SessionID)
    case streams
    case stream(StreamPath)
    /// A stream's links to other servers: `/v1/streams/<path>/push`, `/v1/streams/<path>/pull`.
    case links(LinkDirection, StreamPath)
    /// `/v1/streams/<path>/push/<id>`, `/v1/streams/<path>/pull/<id>`.
    case link(LinkDirection, StreamPath, LinkID)
    /// Who publishes and plays by RTSP: `/v1/rtsp/sessions`.
    case rtspSessions
    case metrics
    case health
    case readiness

    /// - Parameter path: what a request line holds before any `?`.
    /// - Throws: 404 with the reason why nothing can have this name.
    init(_ path: some StringProtocol) throws(Problem) {
        guard path.first == "/" else { throw Problem(.badRequest, "The request's target must begin with a slash.") }
        let segments = String(path).dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch segments.first {
        case "" where segments.count == 1: self = .frontPage
        case "metrics" where segments.count == 1: self = .metrics
        case "healthz" where segments.count == 1: self = .health
        case "readyz" where segments.count == 1: self = .readiness
        case "assets" where segments.count == 2: self = .asset(segments[1])
        case "v1": self = try Self.versioned(segments.dropFirst())
        default: self = try Self.ofStream(segments)
        }
    }

    /// What stands below `/v1/`.
    private static func versioned(_ segments: ArraySlice<String>) throws(Problem) -> Route {
        switch segments.first {
        case "whip" where segments.count == 1: return .keyedEndpoint(.publisher)
        case "whep" where segments.count == 1: return .keyedEndpoint(.subscriber)
        case "streams" where segments.count == 1: return .streams
        case "rtsp" where segments.elementsEqual(["rtsp", "sessions"]): return .rtspSessions
        case "streams": return try ofLiveStream(segments.dropFirst())
        default: throw Problem(.notFound, "There is no such thing in the API.")
        }
    }

    /// What stands below `/v1/streams/`.
    private static func ofLiveStream(_ segments: ArraySlice<String>) throws(Problem) -> Route {
        if segments.count >= 2, let direction = segments.last.flatMap(LinkDirection.init) {
            return .links(direction, try streamPath(segments.dropLast()))
        }
        // Also the name of a stream may hold such a word, though not with what looks like a link's name behind it.
        if segments.count >= 3, let direction = LinkDirection(rawValue: segments[segments.endIndex - 2]),
            let id = segments.last.flatMap(LinkID.init(checking:))
        {
            return .link(direction, try streamPath(segments.dropLast(2)), id)
        }
        return .stream(try streamPath(segments))
    }

    /// What begins with the name of a stream: its last segments say what of it.
    private static func ofStream(_ segments: [String]) throws(Problem) -> Route {
        let last = segments[segments.count - 1]
        if segments.count >= 3, let role = role(segments[segments.count - 2]) {
            guard (22...64).contains(last.utf8.count), last.utf8.allSatisfy(\.isIdentifierCharacter) else {
                throw Problem(.notFound, "There is no such session.")
            }
            return .session(role, try streamPath(segments.dropLast(2)), SessionID(text: last))
        }
        if segments.count >= 2, let role = role(last) { return .endpoint(role, try streamPath(segments.dropLast())) }
        if segments.count >= 2, last == "publish" { return .publisher(try streamPath(segments.dropLast())) }
        return .player(try streamPath(segments[...]))
    }

    private static func role(_ segment: String) -> SessionRole? {
        switch segment {
        case "whip": .publisher
        case "whep": .subscriber
        default: nil
        }
    }

    private static func streamPath(_ segments: ArraySlice<String>) throws(Problem) -> StreamPath {
        do throws(StreamPathError) {
            return try StreamPath(segments.joined(separator: "/"))
        } catch {
            throw Problem(.notFound, "\(error)")
        }
    }
}

extension UInt8 {
    /// Whether names of sessions and links may hold it.
    var isIdentifierCharacter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension SessionRole {
    /// The word in URLs.
    var protocolName: String {
        switch self {
        case .publisher: "whip"
        case .subscriber: "whep"
        }
    }

    /// The right it takes to open such a session, and to change or end it.
    var action: Action {
        switch self {
        case .publisher: .publish
        case .subscriber: .play
        }
    }
}
