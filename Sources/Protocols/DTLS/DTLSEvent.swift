/// What a call to a ``DTLSEndpoint`` brought about.
package enum DTLSEvent: Sendable {
    case nothing
    /// The handshake is complete, and the peer is the one whose fingerprint was announced. Comes at most once.
    case connected(DTLSKeys)
    /// The connection is over. Comes at most once, and nothing comes after it.
    case closed(DTLSCloseReason)
}

package enum DTLSCloseReason: Hashable, Sendable {
    /// The peer said goodbye (RFC 5246 §7.2.1).
    case closeNotify
    /// The peer ended the connection, and this is why.
    case alert(DTLSAlert)
    /// We ended the connection for what the peer did or could not do, and told it so with this alert: no shared cipher
    /// suite, no certificate, a wrong signature, a malformed message.
    case refused(DTLSAlert)
    /// The peer's certificate is not the one announced in the SDP (RFC 8122 §6.2; the peer was told `bad_certificate`).
    case fingerprintMismatch
    /// The peer knows no SRTP protection profile of ours (the peer was told `handshake_failure`).
    case noSharedProfile
    /// The last flight was sent ``DTLSEndpoint/maximumRetransmissions`` times more, and nothing came back.
    case timeout
    /// OpenSSL failed: out of memory, for one.
    case internalFailure
}

/// A fatal alert's description, by its number (RFC 5246 §7.2).
package struct DTLSAlert: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The name that the RFC gives it.
    package var description: String {
        Self.names[rawValue] ?? "alert \(rawValue)"
    }

    package static let handshakeFailure = DTLSAlert(rawValue: 40)
    package static let badCertificate = DTLSAlert(rawValue: 42)
    package static let decodeError = DTLSAlert(rawValue: 50)
    package static let decryptError = DTLSAlert(rawValue: 51)
    package static let protocolVersion = DTLSAlert(rawValue: 70)

    private static let names: [UInt8: String] = [
        10: "unexpected_message", 20: "bad_record_mac", 22: "record_overflow", 30: "decompression_failure",
        40: "handshake_failure", 42: "bad_certificate", 43: "unsupported_certificate", 44: "certificate_revoked",
        45: "certificate_expired", 46: "certificate_unknown", 47: "illegal_parameter", 48: "unknown_ca",
        49: "access_denied", 50: "decode_error", 51: "decrypt_error", 70: "protocol_version",
        71: "insufficient_security", 80: "internal_error", 90: "user_canceled", 110: "unsupported_extension",
    ]
}

package enum DTLSError: Error, Equatable, Sendable {
    /// Misuse: there must be a fingerprint to check the peer against.
    case noFingerprint
    /// Misuse: there must be an SRTP profile to offer, and each must be one of ``DTLSKeys/preferredProfiles``.
    case unsupportedProfile
    /// OpenSSL has no memory or no randomness, or lacks what DTLS-SRTP needs.
    case openSSL
}
