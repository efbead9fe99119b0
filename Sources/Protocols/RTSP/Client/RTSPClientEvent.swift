/// What a server did to a client of ours.
package enum RTSPClientEvent: Equatable, Sendable {
    /// A question: what the server has to play. Answer with ``RTSPClientConnection/setUp(_:control:now:)``.
    /// - Parameters:
    ///   - contentBase: the URL that those of tracks are relative to, see ``RTSPURL/control(_:base:)``.
    ///   - description: SDP; not empty.
    case described(contentBase: String, description: [UInt8])
    /// A question: the server takes what we announced. Answer with ``RTSPClientConnection/setUp(_:control:now:)``;
    /// those of tracks are relative to this URL.
    case announced(contentBase: String)
    /// A track is set up, the one at this place of those that were asked for: what was offered, with what the server
    /// adds to it or wants otherwise, such as channels and ports.
    case setUp(track: Int, TransportSpecification)
    /// The server plays.
    /// - Parameters:
    ///   - range: nil where it does not say.
    ///   - information: nil where it does not say, or nothing that can be read.
    case playing(range: RangeHeader?, information: RTPInfoHeader?)
    /// The server takes media from here on.
    case recording
    /// An interleaved packet on a channel that was agreed on: where it stands in ``RTSPClientConnection/buffer`` until
    /// the next call that takes bytes.
    case media(channel: UInt8, Range<Int>)
    /// The connection is of no use any more.
    case failed(RTSPClientFailure)
    /// The server wants us elsewhere; the connection is of no use any more. The caller decides whether it follows.
    /// - Parameter url: as the server wrote it.
    case redirected(url: String)
    /// The server ended the session; the connection is of no use any more.
    case ended
}

/// What a client wants of a server.
package enum RTSPClientPlan: Equatable, Sendable {
    case play
    /// With the SDP to announce.
    case publish(description: [UInt8])
}

/// A track that a client sets up.
package struct RTSPClientTrack: Equatable, Sendable {
    package var url: String
    /// With ports or channels, and without a mode, which the plan says.
    package var transport: TransportSpecification

    package init(url: String, transport: TransportSpecification) {
        self.url = url
        self.transport = transport
    }
}

/// Why a connection of a client is of no use.
package enum RTSPClientFailure: Error, Equatable, Sendable {
    /// The server wants somebody to log in, and there is no password, or one that it does not take.
    case unauthorized(hasCredentials: Bool)
    /// The server does not serve the transport that was offered; another may do.
    case transportRefused
    /// The server has forgotten the session.
    case sessionLost
    case refused(RTSPMethod, RTSPStatus, reason: String)
    /// The answer to a request lacks what it has to have.
    case unusableAnswer(RTSPMethod)
    /// There was no answer in ``RTSPTiming/answerLimit``.
    case noAnswer(RTSPMethod)
}

extension RTSPClientFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unauthorized(true): "The server does not accept the user or the password."
        case .unauthorized(false): "The server wants a user and a password, or a way to log in that is not known here."
        case .transportRefused: "The server does not serve this transport."
        case .sessionLost: "The server has ended the session."
        case .refused(let method, let status, let reason):
            "The server refuses \(method.name): \(status.code) \(reason.isEmpty ? status.reason : reason)."
        case .unusableAnswer(let method): "The server's answer to \(method.name) lacks what it has to have."
        case .noAnswer(let method):
            "The server did not answer \(method.name) in \(RTSPTiming.answerLimit.components.seconds) s."
        }
    }
}
