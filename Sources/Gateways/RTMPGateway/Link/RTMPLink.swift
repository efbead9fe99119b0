package import RTMP
package import SFU

/// A stream's way to or from another server, which Turnout is a client of.
package struct RTMPLink: Sendable, Equatable {
    package var direction: Direction
    /// The stream's path here.
    package var path: StreamPath
    package var url: RTMPURL
    /// Whether the server of an `rtmps:` URL has to show a certificate that the system trusts.
    package var verifiesCertificate = true

    package init(_ direction: Direction, _ path: StreamPath, url: RTMPURL) {
        self.direction = direction
        self.path = path
        self.url = url
    }

    package enum Direction: Sendable {
        /// The stream is published there.
        case push
        /// The stream is played there and published here.
        case pull
    }
}

/// How far a link is.
package struct RTMPLinkProgress: Sendable, Equatable {
    /// Its session's id.
    package var session: String
    /// Media bytes that went through, and frames or messages.
    package var bytes: UInt64 = 0
    package var frames: UInt64 = 0
}

/// Why a link is over before its stream is.
package enum RTMPLinkError: Error, Sendable, Equatable {
    /// Nobody publishes the path that is to be pushed.
    case nothingLive
    /// Nothing was there to talk to, or TLS failed; as the system says it.
    case unreachable(String)
    /// What the server said when it refused or ended it.
    case refused(String)
    /// Our side cannot publish or read the path; with a sentence.
    case unavailable(String)
    /// The server's bytes make no sense.
    case faulty(RTMPError)
    case timedOut
    /// The server closed the connection without a word.
    case disconnected
    /// The server took too little.
    case tooSlow
    /// The server sends us elsewhere: to another host, or a second time.
    case redirected
    /// Somebody else took the path here, or ended the session; with a sentence.
    case ended(String)
    case cancelled
}

extension RTMPLinkError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nothingLive: "Nobody publishes the path now."
        case .unreachable(let reason): "The server cannot be reached: \(reason)."
        case .refused(let sentence): "The server refused: \(sentence)"
        case .unavailable(let sentence), .ended(let sentence): sentence
        case .faulty(let error): "\(error)"
        case .timedOut: "The server did not answer in time."
        case .disconnected: "The server closed the connection."
        case .tooSlow: "The server is too slow for the stream."
        case .redirected: "The server redirects to another host, or for ever."
        case .cancelled: "It was cancelled."
        }
    }
}
