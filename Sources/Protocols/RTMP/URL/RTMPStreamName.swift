/// Where a client of ours wants to publish or play, and who it says it is.
package struct RTMPStreamName: Equatable, Sendable {
    /// Application and key as one path, e.g. `live/bbb`; not validated, can be empty.
    package var path: String
    package var credentials: RTMPCredentials?

    /// Joins what a client said in `connect` and what it said in `publish` or `play`.
    package init(_ connect: RTMPConnectRequest, name: String) {
        path = ""
        credentials = nil
    }
}

/// What somebody shows to be let in.
package enum RTMPCredentials: Hashable, Sendable {
    case password(user: String, password: String)
    case token(String)
}
