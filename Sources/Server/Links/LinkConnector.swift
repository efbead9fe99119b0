package import SFU

/// What takes a stream to another server or fetches it from there, in the protocols that it speaks. Each method connects once
/// and returns when the stream is over, here or there; cancelling its task closes the connection. Redirects to other hosts are
/// not followed.
package protocol LinkConnector: Sendable {
    var schemes: Set<LinkScheme> { get }

    /// Publishes our stream there.
    /// - Parameter progress: called when media begins to flow, and about once a second while it does; must not wait.
    func push(
        _ path: StreamPath, to target: LinkTarget, progress: @escaping @Sendable (LinkProgress) -> Void
    ) async throws(LinkFailure)

    /// Plays that stream and publishes it here, unless somebody else publishes the path.
    /// - Parameter progress: as for a push.
    func pull(
        _ path: StreamPath, from target: LinkTarget, progress: @escaping @Sendable (LinkProgress) -> Void
    ) async throws(LinkFailure)
}

/// How far a connection of a link is.
package struct LinkProgress: Equatable, Sendable {
    /// The session's id in logs and in the API.
    package var session: String
    /// Bytes of media since this connection began.
    package var bytes: UInt64

    package init(session: String, bytes: UInt64) {
        self.session = session
        self.bytes = bytes
    }
}

/// Why a connection of a link came to nothing, or ended before its stream.
package enum LinkFailure: Error, Equatable, Sendable {
    /// Nobody publishes the path that is to be pushed.
    case nothingLive
    /// With a sentence that holds no credentials.
    case failed(String)
}
