import COpenSSL

/// The handshake of one connection: OpenSSL between two memory BIOs in place of a socket. It is of no use any more once it
/// has completed or ended.
final class Handshake {
    private let role: DTLSRole
    private let ssl: OpaquePointer
    private var filter = RecordFilter()

    private let remoteFingerprints: [DTLSFingerprint]
    /// Why we refused the peer's certificate message, when we did.
    private var refusal: DTLSCloseReason?
    private var alertSent: DTLSAlert?
    private var alertReceived: DTLSAlert?

    init(
        _ identity: DTLSIdentity, role: DTLSRole, remoteFingerprints: [DTLSFingerprint], profiles: [SRTPProfile]
    ) throws(DTLSError) {
        defer { ERR_clear_error() }
        guard let ssl = makeConnection(identity, role: role, profiles: profiles) else { throw .openSSL }
        self.role = role
        self.ssl = ssl
        self.remoteFingerprints = remoteFingerprints
        copenssl_ssl_set_app_data(ssl, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        SSL_free(ssl)
    }

    /// How far it has come.
    enum Progress {
        case unfinished
        /// With what goes on in place of this handshake.
        case completed(DTLSKeys, EstablishedConnection)
        case ended(DTLSCloseReason)
    }

    /// As a client, writes the first flight to `output`.
    func start(_ output: inout [UInt8]) -> Progress {
        call(&output) { proceed(&$0) }
    }

    /// Takes in one record, and writes what answers it to `output`.
    func receive(_ record: Record, in datagram: Span<UInt8>, _ output: inout [UInt8]) -> Progress {
        guard filter.admits(record, in: datagram, readState) else { return .unfinished }
        return call(&output) { output in
            // Records go to OpenSSL one by one: it stops at some in the middle of a datagram and would leave the rest.
            let input = SSL_get_rbio(ssl)
            let bytes = datagram.extracting(record.range)
            let written = bytes.withUnsafeBufferPointer { BIO_write(input, $0.baseAddress, Int32($0.count)) }
            guard written == bytes.count else { return fail() }
            defer { copenssl_bio_reset(input) }
            return proceed(with: record, &output)
        }
    }

    /// How long until ``handleTimeout(_:)`` should be called; nil when no flight awaits an answer.
    var timeout: Duration? {
        let microseconds = copenssl_dtls_timeout(ssl)
        return microseconds < 0 ? nil : .microseconds(microseconds)
    }

    /// Writes the last flight to `output` again when its time has come.
    func handleTimeout(_ output: inout [UInt8]) -> Progress {
        call(&output) { _ in copenssl_dtls_handle_timeout(ssl) < 0 ? fail() : .unfinished }
    }
}

// MARK: - Driving OpenSSL

extension Handshake {
    /// Calls OpenSSL and moves what it wrote to `output`. OpenSSL keeps errors in a queue per thread: what one connection
    /// leaves there, the next would take for its own.
    private func call(_ output: inout [UInt8], _ body: (inout [UInt8]) -> Progress) -> Progress {
        ERR_clear_error()
        defer { ERR_clear_error() }
        let progress = body(&output)
        output += takeOutput()
        return progress
    }

    private var readState: RecordFilter.ReadState {
        switch SSL_get_state(ssl) {
        case TLS_ST_SR_CERT_VRFY, TLS_ST_CW_FINISHED: .cipherChangeAwaited
        case TLS_ST_SR_CHANGE, TLS_ST_CR_CHANGE: .cipherChanged
        default: .plaintext
        }
    }

    /// Goes as far as OpenSSL gets with what it has, after `record` came, if one did.
    private func proceed(with record: Record? = nil, _ output: inout [UInt8]) -> Progress {
        let result = SSL_do_handshake(ssl)
        guard result == 1 else { return outcome(of: result) }
        guard let keys = DTLSKeys(of: ssl, role: role),
            let protection = RecordProtection(of: ssl, sender: role.opposite)
        else { return fail() }
        let finalFlight = takeOutput()
        output += finalFlight
        // What came too early to be read may lie behind the Finished: a close_notify, for one.
        if case .ended(let reason) = discardApplicationData() { return .ended(reason) }
        SSL_shutdown(ssl)
        return .completed(
            keys,
            EstablishedConnection(
                protection: protection, lastRecord: record, finalFlight: role == .server ? finalFlight : [],
                goodbye: takeOutput()))
    }

    /// Reads until nothing is left.
    private func discardApplicationData() -> Progress {
        withUnsafeTemporaryAllocation(byteCount: 2_048, alignment: 1) { scratch in
            var result: Int32
            repeat { result = SSL_read(ssl, scratch.baseAddress, Int32(scratch.count)) } while result > 0
            return outcome(of: result)
        }
    }

    /// What a call to OpenSSL that returned `result` means, when that is no success.
    private func outcome(of result: Int32) -> Progress {
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_ZERO_RETURN:
            SSL_shutdown(ssl)
            return .ended(.closeNotify)
        case SSL_ERROR_SSL:
            return fail()
        default:
            return .unfinished
        }
    }

    private func fail() -> Progress {
        if let refusal { return .ended(refusal) }
        if let alertReceived { return .ended(.alert(alertReceived)) }
        if ERR_GET_REASON(ERR_peek_last_error()) == SSL_R_READ_TIMEOUT_EXPIRED { return .ended(.timeout) }
        if let alertSent { return .ended(.refused(alertSent)) }
        return .ended(.internalFailure)
    }

    /// What OpenSSL wrote since it was last asked.
    private func takeOutput() -> [UInt8] {
        let output = SSL_get_wbio(ssl)
        defer { copenssl_bio_reset(output) }
        var start: UnsafePointer<UInt8>?
        let count = copenssl_bio_contents(output, &start)
        return Array(UnsafeBufferPointer(start: start, count: max(count, 0)))
    }
}

// MARK: - Called by OpenSSL

extension Handshake {
    /// Takes the place of OpenSSL's check of the chain: any certificate will do whose fingerprint was announced. That
    /// the peer has the key to it is checked afterwards by OpenSSL, from its CertificateVerify or ServerKeyExchange.
    static let verifyPeer: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Int32 = { store, _ in
        guard let ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()).map(OpaquePointer.init),
            let handshake = handshake(of: ssl),
            let certificate = X509_STORE_CTX_get0_cert(store)
        else { return 0 }
        if !handshake.remoteFingerprints.match(certificate) {
            handshake.refusal = .fingerprintMismatch
            X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED)  // the alert bad_certificate
        } else if SRTPProfile(agreedOn: ssl) == nil {
            handshake.refusal = .noSharedProfile
            X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION)  // the alert handshake_failure
        } else {
            X509_STORE_CTX_set_error(store, X509_V_OK)
            return 1
        }
        return 0
    }

    /// Remembers the fatal alert that ends a connection, whoever sent it.
    static let noteAlert: @convention(c) (OpaquePointer?, Int32, Int32) -> Void = { ssl, event, value in
        guard let ssl, let handshake = handshake(of: ssl), value >> 8 == SSL3_AL_FATAL else { return }
        let alert = DTLSAlert(rawValue: UInt8(truncatingIfNeeded: value))
        if event & SSL_CB_ALERT == 0 { return }
        if event & SSL_CB_READ != 0 { handshake.alertReceived = alert } else { handshake.alertSent = alert }
    }

    private static func handshake(of ssl: OpaquePointer) -> Handshake? {
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
