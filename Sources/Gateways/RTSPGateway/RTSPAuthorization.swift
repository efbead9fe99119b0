package import RTSP
package import SFU

/// What a client asks to be allowed.
package struct RTSPAuthorizationRequest: Sendable {
    package var action: RTSPAction
    /// The path in the URL, as `RTSPURL.decodedPath` gives it, e.g. `live/bbb`; it need not be the name of a stream.
    package var name: String
    /// What the client showed.
    package var credentials: RTSPClientCredentials
    /// Where it is, e.g. `192.0.2.1:50000`.
    package var remote: String

    package init(action: RTSPAction, name: String, credentials: RTSPClientCredentials, remote: String) {
        self.action = action
        self.name = name
        self.credentials = credentials
        self.remote = remote
    }
}

/// What clients come for: ANNOUNCE publishes, DESCRIBE plays.
package enum RTSPAction: String, Sendable, CaseIterable {
    case publish
    case play
}

/// What a client shows to be known by.
package enum RTSPClientCredentials: Sendable {
    case none
    /// RFC 7617; a stream key may stand as the password.
    case basic(name: String, password: String)
    /// `?token=` in the URL: a user's secret, or a stream key.
    case token(String)
    /// RFC 7616.
    case digest(RTSPDigestProof)
    /// An `Authorization` field that cannot be read, whose nonce is none of ours, or that was made for another request.
    case unusable
}

/// A client's proof that it knows a secret, which it does not show.
package struct RTSPDigestProof: Sendable {
    package var userName: String
    /// Whether it is the proof of whoever has this secret, with ``RTSPAuthentication/realm`` as the realm. The gateway, which
    /// knows the request, says so: `RTSPAuthorization.isProof(of:realm:method:)`.
    package var isMade: @Sendable (_ secret: DigestSecret) -> Bool

    package init(userName: String, isMade: @escaping @Sendable (_ secret: DigestSecret) -> Bool) {
        self.userName = userName
        self.isMade = isMade
    }
}

/// What clients are told of authentication here.
package enum RTSPAuthentication {
    /// For whom names and secrets are (RFC 7616 §3.3).
    package static let realm = "Turnout"
}

/// What somebody who knows the users says about a request.
package enum RTSPVerdict: Sendable, Equatable {
    /// To publish or play this path.
    case allowed(StreamPath)
    /// 401: who this is, is not known; credentials are asked for. With a sentence for the log.
    case unauthenticated(String)
    /// 403: who this is, is known, and may not do it. With a sentence for the client.
    case forbidden(String)
    /// 404: the request's name is that of no stream. With a sentence for the client.
    case unknownName(String)
}
