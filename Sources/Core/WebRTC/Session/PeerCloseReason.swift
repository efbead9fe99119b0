package import DTLS
package import SRTP

/// Why a session ended.
package enum PeerCloseReason: Error, Equatable {
    /// No authentic ICE check came in time.
    case neverConnected
    /// ICE found a path, but the DTLS handshake did not come to its end.
    case handshakeTimeout
    /// The peer stopped confirming that it wants our packets (RFC 7675).
    case consentExpired
    case dtls(DTLSCloseReason)
    case srtp(SRTPError)
    /// Its owner ended it: DELETE.
    case deleted
    /// Another publisher took its path.
    case replaced
    /// Another publisher of its path was connected sooner, and the path refuses a second one.
    case pathTaken
    /// The stream it played ended.
    case streamEnded
    case serverStopping

    /// For the session's owner.
    package var sentence: String { "This session is over: \(words)." }

    /// For logs and for the peer.
    package var words: String {
        switch self {
        case .neverConnected:
            "no ICE check reached the server in time; a firewall or a wrong candidate address is likely"
        case .handshakeTimeout: "the DTLS handshake was not finished in 15 seconds"
        case .consentExpired: "the peer went silent for 30 seconds"
        case .dtls(let reason): "DTLS ended: \(reason)"
        case .srtp(let error): "SRTP failed: \(error)"
        case .deleted: "ended by its owner"
        case .replaced: "another publisher took over this path"
        case .pathTaken: "another publisher of this path was faster"
        case .streamEnded: "the stream ended"
        case .serverStopping: "the server is stopping"
        }
    }
}
