package import RTMP
package import SFU

/// What a client, or a publisher, asks to be allowed.
package struct RTMPAuthorizationRequest: Sendable {
    package var action: RTMPSessionRole
    package var path: StreamPath
    /// What the client showed in the URL, the query or the key.
    package var credentials: RTMPCredentials?
    /// Where it is, e.g. `192.0.2.1:50000`.
    package var remote: String
}

/// What somebody who knows the users says about a request.
package enum RTMPVerdict: Sendable, Equatable {
    case allowed
    /// With a sentence for the client.
    case refused(String)
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
