package import Net
package import SDP

/// What our side of a session says of itself in an answer. We are an ICE lite agent (RFC 8445 §2.5).
package struct LocalTransport: Hashable, Sendable {
    /// 4...256 characters of `A-Za-z0-9+/`.
    package var ufrag: String
    /// 22...256 characters of `A-Za-z0-9+/`.
    package var password: String
    /// Of our DTLS certificate, e.g. `sha-256 AB:CD:...`.
    package var fingerprint: String
    /// UDP addresses where peers reach us, the best first.
    package var candidates: [SocketAddress]

    package init(ufrag: String, password: String, fingerprint: String, candidates: [SocketAddress]) {
        self.ufrag = ufrag
        self.password = password
        self.fingerprint = fingerprint
        self.candidates = candidates
    }

    /// What answers a peer that restarts ICE by PATCH (RFC 9725 §4.3.3); the credentials must be new.
    /// - Parameter mid: The first accepted section's, as the peer named it.
    package func restartFragment(mid: String?) -> TrickleFragment {
        TrickleFragment(
            ufrag: ufrag, password: password, candidates: hostCandidates, endOfCandidates: true, mid: mid, isLite: true)
    }

    var hostCandidates: [Candidate] {
        candidates.enumerated().map { Candidate(host: $0.element, index: $0.offset) }
    }
}

/// What the peer says of itself in its offer.
package struct RemoteTransport: Hashable, Sendable {
    package var ufrag: String
    package var password: String
    /// One or more, by hash functions that are not broken, e.g. `sha-256 AB:CD:...` in upper case. The certificate must
    /// have one of these.
    package var fingerprints: [String]
    /// ``Setup/actpass``, ``Setup/active`` or ``Setup/passive``.
    package var setup: Setup
    /// Whether candidates may follow by PATCH (RFC 8838).
    package var isTrickle: Bool
    package var candidates: [Candidate]

    package init(
        ufrag: String, password: String, fingerprints: [String], setup: Setup, isTrickle: Bool, candidates: [Candidate]
    ) {
        self.ufrag = ufrag
        self.password = password
        self.fingerprints = fingerprints
        self.setup = setup
        self.isTrickle = isTrickle
        self.candidates = candidates
    }

    /// Our role: the server wherever the offer leaves us the choice, since then we choose the SRTP profile.
    package var localRole: LocalDTLSRole { setup == .passive ? .client : .server }
}

/// Which side of the DTLS handshake is ours.
package enum LocalDTLSRole: Sendable {
    /// The peer sends the first flight; we answer `a=setup:passive`.
    case server
    /// We send the first flight; we answer `a=setup:active`.
    case client
}
