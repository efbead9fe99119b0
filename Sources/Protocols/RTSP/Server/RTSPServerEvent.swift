/// What a client of ours did. Those with an ``RTSPQuestion`` are questions: until one is answered, the connection keeps
/// what came behind it.
package enum RTSPServerEvent: Equatable, Sendable {
    /// A question: answer with ``RTSPServerConnection/acceptDescribe(_:contentBase:)``.
    case describe(RTSPQuestion)
    /// A question: answer with ``RTSPServerConnection/accept()``. The content type is that of the header, which may be
    /// missing or have parameters behind it.
    case announce(RTSPQuestion, contentType: String?, body: [UInt8])
    /// A question: answer with ``RTSPServerConnection/acceptSetup(_:)``, or with
    /// ``RTSPServerConnection/refuseTransport()``.
    case setup(RTSPQuestion, RTSPSetupRequest)
    /// A question: answer with ``RTSPServerConnection/acceptPlay(range:information:)``. While it plays, a client asks
    /// again to be elsewhere in a file, or for no reason.
    case play(RTSPQuestion, RTSPPlayRequest)
    /// A question: answer with ``RTSPServerConnection/accept()``. Media may come right behind it.
    case record(RTSPQuestion)
    /// A question: GET_PARAMETER or SET_PARAMETER of somebody without a session, for whom alone it matters who they
    /// are. Answer with ``RTSPServerConnection/accept()``; what becomes of the parameters, the connection knows.
    case parameters(RTSPQuestion)
    /// The player, or the publisher, stops for a while. The answer is on its way.
    case paused
    /// The track with this URL, as its SETUP had it, is over; with nil the whole session. The answer is on its way.
    case teardown(url: String?)
    /// An interleaved packet of the session on a channel that was agreed on: where it stands in
    /// ``RTSPServerConnection/buffer`` until the next call that takes bytes.
    case media(channel: UInt8, Range<Int>)
    /// The client sent a request for no other reason than to keep its session.
    case keptAlive
}

/// What all questions have in common. Any of them can also be answered with
/// ``RTSPServerConnection/refuse(_:reason:)`` or ``RTSPServerConnection/challenge(now:using:)``.
package struct RTSPQuestion: Equatable, Sendable {
    package var method: RTSPMethod
    /// As it stands in the request line: a URL of a path or of a track, or `*`; not validated.
    package var url: String
    /// What people are told that they log in to.
    package var realm: String
    /// What the client shows to be let in, in answer to this connection's challenge and for this request. Nil where it
    /// shows nothing of the kind.
    package var authorization: RTSPAuthorization?
    /// Whether it shows something that is no answer to it: unreadable, with another connection's nonce, or for another
    /// request. That is to be refused, also where nothing needs to be shown.
    package var isForeign = false
    /// What program the client says it is.
    package var userAgent: String?

    /// Whether the client shows that it knows a password. Takes the same time wherever it differs.
    package func isProof(of secret: DigestSecret) -> Bool {
        authorization?.isProof(of: secret, realm: realm, method: method) ?? false
    }
}

/// What a SETUP asks for (RFC 2326 §10.4).
package struct RTSPSetupRequest: Equatable, Sendable {
    /// What the client can take, best first; at least one.
    package var transports: [TransportSpecification]
    /// Whether it is a publisher's: an ANNOUNCE was accepted.
    package var isRecording: Bool
    /// Whether it is the session's first.
    package var isFirst: Bool
}

/// What a PLAY asks for (RFC 2326 §10.5).
package struct RTSPPlayRequest: Equatable, Sendable {
    /// From where to where; nil to begin where it is, or to go on where it paused.
    package var range: RangeHeader?
    /// Whether it plays already: then a range is a seek, and no range a sign of life.
    package var isPlaying: Bool
}
