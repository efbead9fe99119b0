import COpenSSL

/// Which side of the handshake we are: `a=setup:passive` is the server, `a=setup:active` the client (RFC 5763 §5).
package enum DTLSRole: Sendable {
    case server, client
}

/// One DTLS 1.2 connection that agrees on SRTP keys (RFC 6347, RFC 5764): OpenSSL with memory in place of a socket.
///
/// The contract: call one of ``start()``, ``receive(_:)``, ``handleTimeout()`` or ``close()``, then send what
/// ``takeDatagrams(_:)`` yields and read ``timeout`` again. Time and randomness are OpenSSL's own; nothing else is
/// read. Confined to one thread at a time.
///
/// Assumptions and what is deliberately not done:
/// - There is no cookie exchange: the caller hands over datagrams only from addresses that ICE has authenticated.
/// - Application data (SCTP) is decrypted and ignored.
/// - The caller limits the time of the whole handshake; here only a flight without an answer has a limit.
/// - OpenSSL 3.0 keeps its timers in wall-clock time: a step back during a handshake delays retransmission by as much.
package final class DTLSEndpoint {
    package let role: DTLSRole
    private let ssl: OpaquePointer
    private var phase = Phase.handshaking
    private var filter = RecordFilter()

    private let remoteFingerprints: [DTLSFingerprint]
    /// Why we refused the peer's certificate message, when we did.
    private var refusal: DTLSCloseReason?
    private var alertSent: DTLSAlert?
    private var alertReceived: DTLSAlert?

    private enum Phase {
        case handshaking, connected, closed
    }

    /// - Parameters:
    ///   - remoteFingerprints: what the peer's SDP announced. At least one.
    ///   - profiles: SRTP profiles by number (see ``DTLSKeys/profile``), the preferred one first. As a server we
    ///     choose by our order, whatever the client's is.
    package init(
        identity: DTLSIdentity, role: DTLSRole, remoteFingerprints: [DTLSFingerprint],
        profiles: [UInt16] = DTLSKeys.preferredProfiles
    ) throws(DTLSError) {
        guard !remoteFingerprints.isEmpty else { throw .noFingerprint }
        let known = profiles.compactMap(SRTPProfile.init(rawValue:))
        guard !known.isEmpty, known.count == profiles.count else { throw .unsupportedProfile }
        defer { ERR_clear_error() }
        guard let ssl = makeConnection(identity, role: role, profiles: known) else { throw .openSSL }
        self.role = role
        self.ssl = ssl
        self.remoteFingerprints = remoteFingerprints
        copenssl_ssl_set_app_data(ssl, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        SSL_free(ssl)
    }

    /// As a client, makes the first flight pending; a server waits for it.
    package func start() {
        guard role == .client, phase == .handshaking else { return }
        withCleanErrors { _ = continueHandshake() }
    }

    /// Takes in one datagram that ``isDTLS(firstByte:)`` says is for us. What is malformed, unknown, forged or too
    /// much is dropped; only what a peer may legally say, and says wrongly, ends the connection. When a datagram both
    /// connects and closes, the closing is what is told.
    package func receive(_ datagram: Span<UInt8>) -> DTLSEvent {
        withCleanErrors {
            var outcome = DTLSEvent.nothing
            var offset = 0
            while phase != .closed, let record = Record(at: offset, in: datagram) {
                offset = record.range.upperBound
                guard filter.admits(record, in: datagram, readState) else { continue }
                let event = receiveRecord(datagram.extracting(record.range))
                if case .nothing = event { continue }
                outcome = event
            }
            releaseBuffersWhenIdle()
            return outcome
        }
    }

    /// Hands over every pending datagram, each at most ``maximumDatagramLength`` bytes, in order. Each span is valid
    /// during the call of `transmit`, which must not call this endpoint.
    package func takeDatagrams(_ transmit: (Span<UInt8>) -> Void) {
        let output = SSL_get_wbio(ssl)
        var start: UnsafePointer<UInt8>?
        let count = copenssl_bio_contents(output, &start)
        guard count > 0 else { return }
        packRecords(UnsafeBufferPointer(start: start, count: count).span, limit: Self.maximumDatagramLength, transmit)
        copenssl_bio_reset(output)
    }

    /// How long until ``handleTimeout()`` should be called; zero when it is due, nil when no flight awaits an answer.
    package var timeout: Duration? {
        guard phase == .handshaking else { return nil }
        let microseconds = copenssl_dtls_timeout(ssl)
        return microseconds < 0 ? nil : .microseconds(microseconds)
    }

    /// Retransmits the last flight when its time has come. Calling too early does nothing.
    package func handleTimeout() -> DTLSEvent {
        guard phase == .handshaking else { return .nothing }
        return withCleanErrors {
            copenssl_dtls_handle_timeout(ssl) < 0 ? fail() : .nothing
        }
    }

    /// Ends the connection: a close_notify becomes pending when there is a peer to tell, and no event comes any more.
    package func close() {
        withCleanErrors { shutDown() }
    }

    /// What a flight's datagrams are packed into: safe on every path that carries the media of libwebrtc, which counts
    /// on as much. In bytes of UDP payload.
    package static let maximumDatagramLength = 1_200

    /// OpenSSL's limit (DTLS1_TMO_READ_COUNT). With our timer the last one is sent 9.5 s after the flight.
    package static let maximumRetransmissions = 12
}

// MARK: - Driving OpenSSL

extension DTLSEndpoint {
    /// OpenSSL keeps errors in a queue per thread: what one connection leaves there, the next would take for its own.
    private func withCleanErrors<Result>(_ body: () -> Result) -> Result {
        ERR_clear_error()
        defer { ERR_clear_error() }
        return body()
    }

    private var readState: RecordFilter.ReadState {
        switch phase {
        case .connected, .closed: .connected
        case .handshaking:
            switch SSL_get_state(ssl) {
            case TLS_ST_SR_CERT_VRFY, TLS_ST_CW_FINISHED: .cipherChangeAwaited
            case TLS_ST_SR_CHANGE, TLS_ST_CR_CHANGE: .cipherChanged
            default: .plaintext
            }
        }
    }

    /// Records go to OpenSSL one by one: it stops at some in the middle of a datagram and would leave the rest there.
    private func receiveRecord(_ record: Span<UInt8>) -> DTLSEvent {
        let input = SSL_get_rbio(ssl)
        let written = record.withUnsafeBufferPointer { BIO_write(input, $0.baseAddress, Int32($0.count)) }
        guard written == record.count else { return fail() }
        defer { copenssl_bio_reset(input) }
        return phase == .handshaking ? continueHandshake() : discardApplicationData()
    }

    private func continueHandshake() -> DTLSEvent {
        let result = SSL_do_handshake(ssl)
        guard result == 1 else { return outcome(of: result) }
        guard let keys = DTLSKeys(of: ssl, role: role) else { return fail() }
        phase = .connected
        filter = RecordFilter()
        // What came too early to be read may lie behind the Finished: a close_notify, for one.
        if case .closed(let reason) = discardApplicationData() { return .closed(reason) }
        return .connected(keys)
    }

    /// Reads until nothing is left. This is also how OpenSSL sees alerts and a repeated Finished, which it answers by
    /// sending its last flight again.
    private func discardApplicationData() -> DTLSEvent {
        withUnsafeTemporaryAllocation(byteCount: 2_048, alignment: 1) { scratch in
            var result: Int32
            repeat { result = SSL_read(ssl, scratch.baseAddress, Int32(scratch.count)) } while result > 0
            return outcome(of: result)
        }
    }

    /// What a call to OpenSSL that returned `result` means, when that is no success.
    private func outcome(of result: Int32) -> DTLSEvent {
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_ZERO_RETURN:
            shutDown()
            return .closed(.closeNotify)
        case SSL_ERROR_SSL:
            return fail()
        default:
            return .nothing
        }
    }

    private func fail() -> DTLSEvent {
        phase = .closed
        return .closed(failureReason)
    }

    private var failureReason: DTLSCloseReason {
        if let refusal { return refusal }
        if let alertReceived { return .alert(alertReceived) }
        if ERR_GET_REASON(ERR_peek_last_error()) == SSL_R_READ_TIMEOUT_EXPIRED { return .timeout }
        if let alertSent { return .refused(alertSent) }
        return .internalFailure
    }

    private func shutDown() {
        // OpenSSL dereferences the write buffer that `releaseBuffersWhenIdle` gave back.
        if phase == .connected, SSL_alloc_buffers(ssl) == 1 { _ = SSL_shutdown(ssl) }
        phase = .closed
    }

    /// An idle connection needs no read and write buffers, 18 KiB; SSL_MODE_RELEASE_BUFFERS does not cover DTLS.
    private func releaseBuffersWhenIdle() {
        if phase != .handshaking { _ = SSL_free_buffers(ssl) }
    }
}

// MARK: - Called by OpenSSL

extension DTLSEndpoint {
    /// Takes the place of OpenSSL's check of the chain: any certificate will do whose fingerprint was announced. That
    /// the peer has the key to it is checked afterwards by OpenSSL, from its CertificateVerify or ServerKeyExchange.
    static let verifyPeer: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Int32 = { store, _ in
        guard let ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()).map(OpaquePointer.init),
            let endpoint = endpoint(of: ssl),
            let certificate = X509_STORE_CTX_get0_cert(store)
        else { return 0 }
        if !endpoint.remoteFingerprints.match(certificate) {
            endpoint.refusal = .fingerprintMismatch
            X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED)  // the alert bad_certificate
        } else if SRTPProfile(agreedOn: ssl) == nil {
            endpoint.refusal = .noSharedProfile
            X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION)  // the alert handshake_failure
        } else {
            X509_STORE_CTX_set_error(store, X509_V_OK)
            return 1
        }
        return 0
    }

    /// Remembers the fatal alert that ends a connection, whoever sent it.
    static let noteAlert: @convention(c) (OpaquePointer?, Int32, Int32) -> Void = { ssl, event, value in
        guard let ssl, let endpoint = endpoint(of: ssl), value >> 8 == SSL3_AL_FATAL else { return }
        let alert = DTLSAlert(rawValue: UInt8(truncatingIfNeeded: value))
        if event & SSL_CB_ALERT == 0 { return }
        if event & SSL_CB_READ != 0 { endpoint.alertReceived = alert } else { endpoint.alertSent = alert }
    }

    private static func endpoint(of ssl: OpaquePointer) -> DTLSEndpoint? {
        copenssl_ssl_app_data(ssl).map { Unmanaged.fromOpaque($0).takeUnretainedValue() }
    }
}

/// A fresh OpenSSL connection between two memory BIOs, or nil when OpenSSL fails.
private func makeConnection(_ identity: DTLSIdentity, role: DTLSRole, profiles: [SRTPProfile]) -> OpaquePointer? {
    guard let ssl = SSL_new(identity.context) else { return nil }
    guard let input = BIO_new(BIO_s_mem()) else {
        SSL_free(ssl)
        return nil
    }
    SSL_set0_rbio(ssl, input)
    guard let output = BIO_new(BIO_s_mem()) else {
        SSL_free(ssl)
        return nil
    }
    SSL_set0_wbio(ssl, output)
    // This function returns zero when it succeeds.
    guard SSL_set_tlsext_use_srtp(ssl, profiles.map(\.name).joined(separator: ":")) == 0 else {
        SSL_free(ssl)
        return nil
    }
    copenssl_ssl_set_mtu(ssl, DTLSEndpoint.maximumDatagramLength)
    copenssl_ssl_set_max_send_fragment(ssl, DTLSEndpoint.maximumDatagramLength)
    DTLS_set_timer_cb(ssl) { _, previous in nextRetransmissionInterval(after: previous) }
    switch role {
    case .server: SSL_set_accept_state(ssl)
    case .client: SSL_set_connect_state(ssl)
    }
    return ssl
}

/// The timer of a flight and of each retransmission after it, in microseconds: it doubles from 100 ms to a second. RFC
/// 6347 §4.2.4.1 would start at a second and allows less; calls are set up over shorter paths, and people wait for
/// them. `previous` is 0 for a new flight.
private func nextRetransmissionInterval(after previous: UInt32) -> UInt32 {
    previous == 0 ? 100_000 : min(previous, 500_000) * 2
}
