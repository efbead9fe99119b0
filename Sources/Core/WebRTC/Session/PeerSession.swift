import Bytes
package import Cryptography
package import DTLS
package import ICE
package import Net
package import SRTP

/// The transport of one WebRTC peer: ICE finds and keeps the path, DTLS proves who is at its end and agrees on keys, SRTP
/// protects what flows. Sans-IO: bytes and the time in; datagrams in an ``Outbox``, events and the next deadline out.
///
/// Calling contract: after each mutating call empty the outbox and look at ``deadline`` again. Media passes by: once
/// ``phase`` is `connected`, the owner uses ``sender`` and ``receiver`` itself, batch by batch.
///
/// Nothing acts on a datagram before it is authenticated: DTLS is taken only from addresses that passed an ICE check,
/// media only with the keys that DTLS agreed on.
package final class PeerSession {
    package private(set) var phase = Phase.checking
    /// Protects what goes to the peer; nil until connected.
    package private(set) var sender: SRTPSender?
    /// Opens what comes from the peer; nil until connected.
    package private(set) var receiver: SRTPReceiver?

    /// How media is protected; nil until connected.
    package private(set) var profile: SRTPProfile?

    private var ice: ICELiteAgent
    private let dtls: DTLSEndpoint
    private let cipherEngine: CipherEngine
    /// When the handshake is given up; nil before the first check and once connected.
    private var handshakeLimit: Instant?
    /// When the DTLS timer runs out. OpenSSL says how long from now, so that its clock never mixes with ours.
    private var dtlsDeadline: Instant?
    private var isHandshakeBegun = false
    /// The last address that passed a check: where DTLS goes until a pair is nominated.
    private var validated: SocketAddress?

    /// - Parameter cipherEngine: what encrypts and decrypts media.
    /// - Throws: what OpenSSL had against a new connection.
    package init(
        _ configuration: PeerConfiguration, identity: DTLSIdentity, cipherEngine: CipherEngine = .preferred,
        now: Instant
    ) throws(DTLSError) {
        self.cipherEngine = cipherEngine
        ice = ICELiteAgent(local: configuration.localICE, remote: configuration.remoteICE, now: now)
        dtls = try DTLSEndpoint(
            identity: identity, role: configuration.dtlsRole, remoteFingerprints: configuration.remoteFingerprints)
    }

    // MARK: Reads

    /// How far the connection has come.
    package enum Phase: Equatable {
        /// No check has passed yet.
        case checking
        /// A path is there, keys are being agreed on.
        case handshaking
        case connected
        case closed(PeerCloseReason)

        /// For the API and for metrics.
        package var word: String {
            switch self {
            case .checking: "checking"
            case .handshaking: "handshaking"
            case .connected: "connected"
            case .closed: "closed"
            }
        }
    }

    package var isConnected: Bool { phase == .connected }

    package var isClosed: Bool {
        if case .closed = phase { true } else { false }
    }

    /// Where media goes: the nominated address, or before a nomination the one that passed a check.
    package var remote: SocketAddress? { ice.selected ?? validated }

    /// When ``handleTimeout(now:outbox:)`` wants to be called next.
    package var deadline: Instant {
        isClosed ? .distantFuture : min(ice.deadline, dtlsDeadline ?? .distantFuture, handshakeLimit ?? .distantFuture)
    }

    // MARK: Input

    /// A STUN datagram whose user name names this session.
    /// - Returns: whether it was authentic: only then may its sender's address be remembered.
    package func receiveSTUN(
        _ datagram: Span<UInt8>, from remote: SocketAddress, now: Instant, outbox: inout Outbox
    ) -> Bool {
        guard !isClosed else { return false }
        var response = ByteWriter()
        let verdict = ice.receive(datagram, from: remote, now: now, output: &response)
        if response.count > 0 { outbox.send(response.bytes, to: remote) }
        switch verdict {
        case .discarded: return false
        case .answered: return true
        case .checked:
            validated = remote
            if phase == .checking {
                phase = .handshaking
                handshakeLimit = now.advanced(by: Self.handshakeTimeout)
            }
            beginHandshakeIfClient(now: now, outbox: &outbox)
            return true
        }
    }

    /// A DTLS datagram from an address that belongs to this session.
    package func receiveDTLS(
        _ datagram: Span<UInt8>, from remote: SocketAddress, now: Instant, outbox: inout Outbox
    ) {
        guard !isClosed, ice.isValidated(remote) else { return }
        isHandshakeBegun = true
        handle(dtls.receive(datagram))
        transmit(to: remote, now: now, outbox: &outbox)
    }

    package func handleTimeout(now: Instant, outbox: inout Outbox) {
        guard !isClosed else { return }
        if ice.isExpired(at: now) {
            phase = .closed(phase == .checking ? .neverConnected : .consentExpired)
            return
        }
        if let handshakeLimit, now >= handshakeLimit {
            close(.handshakeTimeout, now: now, outbox: &outbox)
            return
        }
        if let dtlsDeadline, now >= dtlsDeadline, let remote {
            handle(dtls.handleTimeout())
            transmit(to: remote, now: now, outbox: &outbox)
        }
    }

    /// Restarts ICE: media flows on over the old path until a check with the new credentials passes (RFC 8445 §2.4).
    package func restartICE(local: ICECredentials, remote: ICECredentials, now: Instant) {
        guard !isClosed else { return }
        ice.restart(local: local, remote: remote, now: now)
    }

    /// Says goodbye by DTLS and ends.
    package func close(_ reason: PeerCloseReason, now: Instant, outbox: inout Outbox) {
        guard !isClosed else { return }
        if isHandshakeBegun, let remote {
            dtls.close()
            transmit(to: remote, now: now, outbox: &outbox)
        }
        phase = .closed(reason)
    }

    // MARK: Handshake

    private func beginHandshakeIfClient(now: Instant, outbox: inout Outbox) {
        guard dtls.role == .client, !isHandshakeBegun, let remote else { return }
        isHandshakeBegun = true
        dtls.start()
        transmit(to: remote, now: now, outbox: &outbox)
    }

    private func handle(_ event: DTLSEvent) {
        switch event {
        case .nothing: break
        case .connected(let keys): connect(keys)
        case .closed(let reason): phase = .closed(.dtls(reason))
        }
    }

    private func connect(_ keys: DTLSKeys) {
        do throws(SRTPError) {
            guard let profile = SRTPProfile(rawValue: keys.profile) else { throw .unsupported }
            sender = try SRTPSender(
                profile: profile, masterKey: SRTPMasterKey(key: keys.localKey, salt: keys.localSalt),
                engine: cipherEngine)
            receiver = try SRTPReceiver(
                profile: profile, masterKey: SRTPMasterKey(key: keys.remoteKey, salt: keys.remoteSalt),
                engine: cipherEngine)
            self.profile = profile
            handshakeLimit = nil
            phase = .connected
        } catch {
            phase = .closed(.srtp(error))
        }
    }

    private func transmit(to remote: SocketAddress, now: Instant, outbox: inout Outbox) {
        dtls.takeDatagrams { datagram in
            outbox.send(datagram, to: remote)
        }
        dtlsDeadline = isClosed ? nil : dtls.timeout.map { now.advanced(by: $0) }
    }

    /// From the first check to the keys: three times what a path with half of its packets lost takes (our choice).
    package static let handshakeTimeout = Duration.seconds(15)
}

/// What both sides agreed on by offer and answer.
package struct PeerConfiguration: Sendable {
    package var localICE: ICECredentials
    package var remoteICE: ICECredentials
    package var dtlsRole: DTLSRole
    /// Any one of them identifies the peer (RFC 8122 §5).
    package var remoteFingerprints: [DTLSFingerprint]

    package init(
        localICE: ICECredentials, remoteICE: ICECredentials, dtlsRole: DTLSRole, remoteFingerprints: [DTLSFingerprint]
    ) {
        self.localICE = localICE
        self.remoteICE = remoteICE
        self.dtlsRole = dtlsRole
        self.remoteFingerprints = remoteFingerprints
    }
}
