import HTTPTypes
import Hummingbird
import SFU

extension Route {
    /// What may be done with it, beside OPTIONS.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .endpoint, .keyedEndpoint: [.post]
        case .session: [.patch, .delete]
        case .links: [.get, .head, .post]
        case .link: [.get, .head, .delete]
        case .frontPage, .player, .publisher, .asset, .streams, .stream, .rtspSessions, .metrics, .health,
            .readiness:
            [.get, .head]
        }
    }

    /// The stream it speaks of.
    var streamPath: StreamPath? {
        switch self {
        case .player(let path), .publisher(let path), .endpoint(_, let path), .session(_, let path, _),
            .stream(let path), .links(_, let path), .link(_, let path, _):
            path
        case .frontPage, .asset, .keyedEndpoint, .streams, .rtspSessions, .metrics, .health, .readiness:
            nil
        }
    }

    /// Whether pages of other origins may use it. None of it looks at cookies, and a foreign `Origin` ends the trust
    /// in loopback, so a foreign page can do no more than a foreign machine.
    var isSharedAcrossOrigins: Bool {
        switch self {
        case .endpoint, .keyedEndpoint, .session, .streams, .stream, .rtspSessions, .links, .link: true
        case .frontPage, .player, .publisher, .asset, .metrics, .health, .readiness: false
        }
    }

    /// The answer to OPTIONS, which asks nobody for credentials: a browser's preflight carries none.
    var optionsResponse: Response {
        let list = (methods + [.options]).map(\.rawValue).joined(separator: ", ")
        var response = Response(status: .noContent, headers: [.allow: list])
        switch self {
        case .endpoint, .keyedEndpoint: response.headers[.acceptPost] = SDPMediaType.offer
        case .links: response.headers[.acceptPost] = "application/json"
        case .session: response.headers[.acceptPatch] = SDPMediaType.fragment
        default: break
        }
        if isSharedAcrossOrigins {
            response.headers[.accessControlAllowMethods] = list
            response.headers[.accessControlAllowHeaders] = "Authorization, Content-Type, If-Match"
            response.headers[.accessControlMaxAge] = "86400"
        }
        return response
    }
}

/// Cross-origin resource sharing, as the Fetch standard has it.
enum CrossOrigin {
    /// On every answer that pages of other origins may read.
    static let fields: HTTPFields = [
        .accessControlAllowOrigin: "*",
        .accessControlExposeHeaders: "Location, ETag, Link, Accept-Post, Accept-Patch, Retry-After, WWW-Authenticate",
    ]
}

enum SDPMediaType {
    /// RFC 8866 §8.1.
    static let offer = "application/sdp"
    /// RFC 8840 §9.
    static let fragment = "application/trickle-ice-sdpfrag"
}
