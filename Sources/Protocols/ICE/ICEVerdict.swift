package import Net
package import STUN

/// What an agent made of a datagram.
package enum ICEVerdict: Sendable, Equatable {
    /// Nothing is sent and nothing has changed: the datagram proves no knowledge of the session's secrets, or asks
    /// nothing.
    case discarded(ICEDiscardReason)
    /// An authenticated request was refused; the error response is in the output. Nothing else has changed.
    case answered(STUNErrorCode)
    /// An authenticated check succeeded; the success response is in the output if the datagram was a request.
    /// `selected` is where media goes from now on, nil before a nomination; `changed` says whether this check changed
    /// it.
    case checked(selected: SocketAddress?, changed: Bool)
}

/// Why a datagram was discarded, for counters.
package enum ICEDiscardReason: Error, Sendable, CaseIterable {
    /// No STUN message, or one with broken attributes.
    case malformed
    /// FINGERPRINT does not match.
    case wrongFingerprint
    /// Another method than Binding, an indication (keep-alives are such), or a response to an agent that asks
    /// nothing.
    case notARequest
    /// A request without USERNAME or MESSAGE-INTEGRITY, or a response without the latter.
    case unauthenticated
    /// USERNAME names other ufrags.
    case wrongUsername
    /// MESSAGE-INTEGRITY was made with another password, or the message was changed on its way.
    case wrongIntegrity
    /// The session had timed out before; only a restart revives it.
    case expired
    /// A response to no check that is under way.
    case unknownTransaction
    /// A response from another address than the check went to (RFC 8445 §7.2.5.2.1).
    case asymmetric
    /// The peer refused our check. It is sent again until the session times out.
    case refusedByPeer
}
