package import Bytes
package import Net
import STUN

/// The lite side of ICE (RFC 8445): answers the peer's checks and sends none of its own.
///
/// Contract: hand every datagram that starts like STUN to ``receive(_:from:now:output:)`` and send what it wrote, if
/// anything, to where the datagram came from and from the address it came to. When ``deadline`` has passed, the
/// session is over.
///
/// Assumptions, and what is deliberately not done:
/// - Only datagrams that prove knowledge of our password are answered or change anything, so that nobody can be
///   flooded through us: even the 400 and 401 that RFC 8489 §9.1.3 sends to strangers are left out.
/// - FINGERPRINT must be right if present. A check without one passes: MESSAGE-INTEGRITY proves more.
/// - A lite agent is the controlled one and has no tie-breaker. A peer that also claims to be controlled is full,
///   since it sends checks, so it always gets 487 and becomes the controlling one (RFC 8445 §7.2.5.1), whatever its
///   tie-breaker. Between two lite agents no check is ever sent: such a session ends at the connect time-out.
/// - The newest authenticated USE-CANDIDATE decides where media goes; priorities are not compared. An address change,
///   such as a NAT that forgot, is thus followed by the first nominating check from the new address, and by nothing
///   less.
/// - Remote candidates, trickled or not, need not be told to this agent: it would only send checks to them.
/// - The 30 s of RFC 7675 are counted from the peer's last authenticated check: a peer that checks us takes part in
///   the session.
package struct ICELiteAgent: Sendable {
    /// Where media goes; nil until the peer has nominated.
    package private(set) var selected: SocketAddress?
    /// When the session is over unless an authenticated check comes first.
    package private(set) var deadline: Instant
    private var current: ICEIdentity
    /// The generation that was in use before a restart, until the first check of the new one.
    private var previous: ICEIdentity?
    /// Whether ``current`` has authenticated a check.
    private var isCurrentProven = false
    /// Where authenticated checks came from, the one heard of last at the end; at most ``maximumValidatedAddresses``.
    private var validated: [SocketAddress] = []
    private let connectTimeout: Duration
    private let consentTimeout: Duration

    /// - Parameter remote: the peer's credentials; nil while its description has not come, and then any ufrag of its
    ///   side is taken.
    package init(
        local: ICECredentials, remote: ICECredentials?, now: Instant,
        connectTimeout: Duration = ICETiming.connectTimeout, consentTimeout: Duration = ICETiming.consentTimeout
    ) {
        current = ICEIdentity(local: local, remote: remote)
        deadline = now.advanced(by: connectTimeout)
        self.connectTimeout = connectTimeout
        self.consentTimeout = consentTimeout
    }

    /// Takes a STUN datagram; the response, if there is one, is appended to `output`.
    package mutating func receive(
        _ datagram: Span<UInt8>, from source: SocketAddress, now: Instant, output: inout ByteWriter
    ) -> ICEVerdict {
        let request: STUNMessage
        let identity: ICEIdentity
        do throws(ICEDiscardReason) {
            guard !isExpired(at: now) else { throw .expired }
            request = try STUNMessage(binding: datagram)
            guard request.class == .request else { throw .notARequest }
            identity = try request.authenticated(for: [current] + (previous.map { [$0] } ?? []), in: datagram)
        } catch {
            return .discarded(error)
        }
        let check: ConnectivityCheck
        do throws(ConnectivityCheck.Refusal) {
            check = try ConnectivityCheck(
                answering: request, in: datagram, from: source, to: identity, as: .controlled, output: &output)
        } catch {
            return .answered(error.code)
        }
        if identity.local == current.local {
            isCurrentProven = true
            previous = nil
        }
        deadline = now.advanced(by: consentTimeout)
        let changed = check.nominates && selected != source
        if changed { selected = source }
        validate(source)
        return .checked(selected: selected, changed: changed)
    }

    /// Starts a new generation (RFC 8445 §9). Media goes on where it went until the peer nominates anew; requests
    /// under the old credentials are taken until the first under the new ones. The peer has at least the connect
    /// time-out to show up, even where consent had expired before.
    package mutating func restart(local: ICECredentials, remote: ICECredentials?, now: Instant) {
        if isCurrentProven { previous = current }
        current = ICEIdentity(local: local, remote: remote)
        isCurrentProven = false
        deadline = max(deadline, now.advanced(by: connectTimeout))
    }

    /// What we gave out for the present generation.
    package var local: ICECredentials { current.local }

    /// Whether an authenticated check came from the address, so that DTLS may. Of more than
    /// ``maximumValidatedAddresses`` the one that was silent longest is forgotten, but never the selected one.
    package func isValidated(_ address: SocketAddress) -> Bool {
        validated.contains(address)
    }

    package func isExpired(at now: Instant) -> Bool {
        now >= deadline
    }

    private mutating func validate(_ address: SocketAddress) {
        validated.removeAll { $0 == address }
        validated.append(address)
        guard validated.count > Self.maximumValidatedAddresses,
            let oldest = validated.firstIndex(where: { $0 != selected })
        else { return }
        validated.remove(at: oldest)
    }

    /// Our limit.
    package static let maximumValidatedAddresses = 16
}
