package import RTSP
package import SFU

/// A stream's way to or from another server, which Turnout is a client of.
package struct RTSPLink: Sendable, Hashable {
    package var direction: Direction
    /// The stream's path here.
    package var path: StreamPath
    package var url: RTSPURL
    package var transport: Preference
    /// Whether the server of an `rtsps:` URL has to show a certificate that the system trusts.
    package var verifiesCertificate = true

    package init(_ direction: Direction, _ path: StreamPath, url: RTSPURL, transport: Preference = .auto) {
        self.direction = direction
        self.path = path
        self.url = url
        self.transport = transport
    }

    package enum Direction: Sendable {
        /// The stream is published there.
        case push
        /// The stream is played there and published here.
        case pull
    }

    /// What media is to go over.
    package enum Preference: Sendable, CaseIterable {
        /// UDP, and TCP when the server refuses that or nothing comes; with TLS, TCP alone.
        case auto
        case tcp
        case udp
    }
}

/// How far a link is.
package struct RTSPLinkProgress: Sendable, Equatable {
    /// Its session's id.
    package var session: String
    /// Payloads of RTP packets that went through, and packets.
    package var bytes: UInt64
    package var packets: UInt64

    package init(session: String, bytes: UInt64 = 0, packets: UInt64 = 0) {
        self.session = session
        self.bytes = bytes
        self.packets = packets
    }
}

/// Why a link is over before its stream is.
package enum RTSPLinkError: Error, Sendable, Equatable {
    /// Nobody publishes the path that is to be pushed.
    case nothingLive
    /// Nothing was there to talk to, or TLS failed; as the system says it.
    case unreachable(String)
    /// The status and reason with which the server refused, e.g. `404 Stream Not Found`.
    case refused(String)
    /// The server wants credentials, or others than the URL's.
    case unauthorized
    /// Our side cannot publish or read the path; with a sentence.
    case unavailable(String)
    /// The server's bytes make no sense.
    case faulty(RTSPError)
    /// The server's description has nothing that can be played; with a sentence.
    case unusable(String)
    case timedOut
    /// No media came, over whatever transport.
    case silent
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

extension RTSPLinkError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nothingLive: "Nobody publishes the path now."
        case .unreachable(let reason): "The server cannot be reached: \(reason)."
        case .refused(let answer): "The server refused: \(answer)."
        case .unauthorized: "The server wants a user and a password, or others than the URL has."
        case .unavailable(let sentence), .unusable(let sentence), .ended(let sentence): sentence
        case .faulty(let error): "The server's answer makes no sense: \(error)."
        case .timedOut: "The server did not answer in time."
        case .silent: "The server sends no media."
        case .disconnected: "The server closed the connection."
        case .tooSlow: "The server is too slow for the stream."
        case .redirected: "The server redirects to another host, or for ever."
        case .cancelled: "It was cancelled."
        }
    }
}
