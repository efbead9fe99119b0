package import Bytes
package import Net
import STUN

/// A full agent in the controlling role, for peers that are lite or that leave the choice to us: it finds a remote
/// candidate that answers, nominates it, and keeps asking for consent (RFC 8445, RFC 7675).
///
/// Contract: hand every datagram that starts like STUN to ``receive(_:from:now:output:)`` and send what it wrote to
/// where the datagram came from; then, and whenever ``deadline`` has passed, call
/// ``handleTimeout(now:random:transmit:)``. Once ``isExpired(at:)``, the session is over.
///
/// Assumptions, and what is deliberately not done:
/// - One local socket, so a pair is a remote address. The candidate that answers first wins; priorities are not
///   compared.
/// - Nomination is regular (RFC 8445 §8.1.1): checks look for the pair, a further one with USE-CANDIDATE nominates
///   it. A single candidate leaves nothing to choose and is nominated at once.
/// - Every check is a transaction of its own, sent at a steady pace until the session times out; RFC 8489 §6.2.1
///   doubles the pause each time, which leaves five attempts in the ten seconds that a session has to connect.
/// - Consent checks carry USE-CANDIDATE, so that a lite peer follows when a NAT gives us another address.
/// - The role is never given up: a peer that claims it too gets 487, and a 487 from the peer changes nothing.
package struct ICEControllingAgent: Sendable {
    /// Where media goes; nil until the peer has confirmed a nomination.
    package private(set) var selected: SocketAddress?
    private var local: ICECredentials
    private var remote: ICECredentials
    private var phase: Phase
    /// The candidates under check; just the one that was chosen, from nomination on.
    private var paths: [Path]
    /// When the session is over unless the peer confirms a nomination or consent first.
    private var expiry: Instant
    /// Drawn ahead, since answers come without a generator at hand.
    private var pauseBeforeConsent: Duration
    private let tieBreaker: UInt64
    private let connectTimeout: Duration
    private let consentTimeout: Duration

    /// - Parameter candidates: where the peer may be reached, at best first; those over ``maximumCandidates`` are not
    ///   tried.
    package init(
        local: ICECredentials, remote: ICECredentials, candidates: [SocketAddress], now: Instant,
        random: inout some RandomNumberGenerator,
        connectTimeout: Duration = ICETiming.connectTimeout, consentTimeout: Duration = ICETiming.consentTimeout
    ) {
        self.local = local
        self.remote = remote
        (phase, paths) = Self.start(candidates, now: now)
        expiry = now.advanced(by: connectTimeout)
        pauseBeforeConsent = Self.randomPause(using: &random)
        tieBreaker = random.next()
        self.connectTimeout = connectTimeout
        self.consentTimeout = consentTimeout
    }

    /// Sends the checks that are due.
    package mutating func handleTimeout(
        now: Instant, random: inout some RandomNumberGenerator,
        transmit: (_ datagram: [UInt8], _ destination: SocketAddress) -> Void
    ) {
        guard !isExpired(at: now) else { return }
        for index in paths.indices where paths[index].nextCheck <= now {
            let transactionID = STUNTransactionID.random(using: &random)
            paths[index].recordCheck(transactionID, now: now, interval: pauseAfterCheck)
            transmit(check(transactionID), paths[index].remote)
            if phase == .connected { pauseBeforeConsent = Self.randomPause(using: &random) }
        }
    }

    /// Takes a STUN datagram: a response to a check of ours, or a check of the peer's, whose response is appended to
    /// `output`.
    package mutating func receive(
        _ datagram: Span<UInt8>, from source: SocketAddress, now: Instant, output: inout ByteWriter
    ) -> ICEVerdict {
        do throws(ICEDiscardReason) {
            guard !isExpired(at: now) else { throw .expired }
            let message = try STUNMessage(binding: datagram)
            switch message.class {
            case .request: return try answer(message, in: datagram, from: source, output: &output)
            case .success, .failure: return try take(message, in: datagram, from: source, now: now)
            case .indication: throw .notARequest
            }
        } catch {
            return .discarded(error)
        }
    }

    /// Starts a new generation (RFC 8445 §9). Media goes on where it went until the new nomination is confirmed, for
    /// which there is at least the connect time-out.
    package mutating func restart(
        local: ICECredentials, remote: ICECredentials, candidates: [SocketAddress], now: Instant
    ) {
        self.local = local
        self.remote = remote
        (phase, paths) = Self.start(candidates, now: now)
        expiry = max(expiry, now.advanced(by: connectTimeout))
    }

    /// When to call ``handleTimeout(now:random:transmit:)`` next, or when the session is over, if that comes first.
    package var deadline: Instant {
        paths.map(\.nextCheck).min().map { min($0, expiry) } ?? expiry
    }

    package func isExpired(at now: Instant) -> Bool {
        now >= expiry
    }

    private enum Phase: Sendable {
        /// Every candidate is asked whether it answers.
        case checking
        /// The one candidate left is told that it is the one.
        case nominating
        /// The peer has confirmed; it is asked for consent now and then.
        case connected
    }

    private static func start(_ candidates: [SocketAddress], now: Instant) -> (Phase, [Path]) {
        let paths = candidates.prefix(maximumCandidates).enumerated().map { index, candidate in
            Path(remote: candidate, nextCheck: now.advanced(by: ICETiming.pacing * index))
        }
        return (paths.count == 1 ? .nominating : .checking, paths)
    }

    private var pauseAfterCheck: Duration {
        phase == .connected
            ? pauseBeforeConsent : max(ICETiming.retransmissionTimeout, ICETiming.pacing * paths.count)
    }

    private static func randomPause(using random: inout some RandomNumberGenerator) -> Duration {
        ICETiming.consentInterval * Double.random(in: 0.8...1.2, using: &random)
    }

    /// A Binding request (RFC 8445 §7.2.4).
    private func check(_ transactionID: STUNTransactionID) -> [UInt8] {
        var request = STUNMessageWriter(.request, .binding, transactionID: transactionID)
        request.write(.username, "\(remote.ufrag):\(local.ufrag)")
        request.write(.priority, Self.peerReflexivePriority)
        request.write(.iceControlling, tieBreaker)
        if phase != .checking { request.write(.useCandidate) }
        var output = ByteWriter()
        request.finish(authenticatedBy: STUNIntegrityKey(password: remote.password), into: &output)
        return output.bytes
    }

    private func answer(
        _ request: STUNMessage, in datagram: Span<UInt8>, from source: SocketAddress, output: inout ByteWriter
    ) throws(ICEDiscardReason) -> ICEVerdict {
        let identity = try request.authenticated(for: [ICEIdentity(local: local, remote: remote)], in: datagram)
        do throws(ConnectivityCheck.Refusal) {
            _ = try ConnectivityCheck(
                answering: request, in: datagram, from: source, to: identity, as: .controlling, output: &output)
            return .checked(selected: selected, changed: false)
        } catch {
            return .answered(error.code)
        }
    }

    private mutating func take(
        _ response: STUNMessage, in datagram: Span<UInt8>, from source: SocketAddress, now: Instant
    ) throws(ICEDiscardReason) -> ICEVerdict {
        guard let index = paths.firstIndex(where: { $0.awaits(response.transactionID) }) else {
            throw .unknownTransaction
        }
        guard response.hasIntegrity else { throw .unauthenticated }
        guard response.isAuthentic(under: STUNIntegrityKey(password: remote.password), in: datagram)
        else { throw .wrongIntegrity }
        guard paths[index].remote == source else { throw .asymmetric }
        guard response.class == .success else { throw .refusedByPeer }

        let before = selected
        switch phase {
        case .checking:
            phase = .nominating
            paths = [Path(remote: source, nextCheck: now)]
        case .nominating:
            phase = .connected
            selected = source
            expiry = now.advanced(by: consentTimeout)
            paths = [Path(remote: source, nextCheck: now.advanced(by: pauseBeforeConsent))]
        case .connected:
            expiry = now.advanced(by: consentTimeout)
            paths[index].forgetChecks()
        }
        return .checked(selected: selected, changed: selected != before)
    }

    /// Our limit.
    package static let maximumCandidates = 16

    /// RFC 8445 §5.1.2.1: type preference 110 for peer-reflexive, the only local address, component 1.
    private static let peerReflexivePriority: UInt32 = 110 << 24 | 65_535 << 8 | (256 - 1)
}

/// A remote address under check.
private struct Path: Sendable {
    let remote: SocketAddress
    private(set) var nextCheck: Instant
    /// Checks without a response yet, oldest first. A response may be slower than the pace of the checks.
    private var outstanding: [STUNTransactionID] = []

    init(remote: SocketAddress, nextCheck: Instant) {
        self.remote = remote
        self.nextCheck = nextCheck
    }

    /// The next check keeps the pace of the ones before, unless that moment has passed too.
    mutating func recordCheck(_ transactionID: STUNTransactionID, now: Instant, interval: Duration) {
        if outstanding.count == Self.maximumOutstanding { outstanding.removeFirst() }
        outstanding.append(transactionID)
        let onPace = nextCheck.advanced(by: interval)
        nextCheck = onPace > now ? onPace : now.advanced(by: interval)
    }

    mutating func forgetChecks() {
        outstanding.removeAll()
    }

    func awaits(_ transactionID: STUNTransactionID) -> Bool {
        outstanding.contains(transactionID)
    }

    /// Ours: all consent checks of 30 s, or all checks of 4 s while connecting.
    private static let maximumOutstanding = 8
}
