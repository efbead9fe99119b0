package import RTMP
package import SFU

/// What a client, or a publisher, asks to be allowed.
package struct RTMPAuthorizationRequest: Sendable {
    package var action: RTMPSessionRole
    /// Application and key as one path, e.g. `live/bbb`; as the client wrote it, so it need not be the name of a stream.
    package var name: String
    /// What the client showed in the URL, the query or the key.
    package var credentials: RTMPCredentials?
    /// Where it is, e.g. `192.0.2.1:50000`.
    package var remote: String

    package init(action: RTMPSessionRole, name: String, credentials: RTMPCredentials?, remote: String) {
        self.action = action
        self.name = name
        self.credentials = credentials
        self.remote = remote
    }
}

/// What somebody who knows the users says about a request.
package enum RTMPVerdict: Sendable, Equatable {
    /// To publish or play this path: that of the request's name, or of the key that it was.
    case allowed(StreamPath)
    /// With a sentence for the client.
    case refused(String)
    /// The request's name is none; with a sentence for the client.
    case unknownName(String)
}

/// What a session does with its stream, as the gateway sees it.
package enum RTMPSessionRole: String, Sendable, CaseIterable {
    case publisher
    case player
    /// A client of ours, which publishes a stream elsewhere.
    case push
    /// A client of ours, which fetches a stream from elsewhere.
    case pull
}
