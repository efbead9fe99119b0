/// Why a packet or a key was refused.
package enum SRTPError: Error, Equatable, Sendable {
    /// Too short for its own header and trailer, or not version 2.
    case malformed
    /// The tag is wrong: forged, damaged, or protected with another key.
    case authenticationFailed
    /// Authentic, but received before, or older than the replay window.
    case replayed
    /// Authentic, but from one SSRC more than ``SRTPReceiver/maximumSources``.
    case tooManySources
    /// 2^31 RTCP packets were protected (RFC 3711 §9.2); only a new handshake helps.
    case keyExhausted
    /// A key or salt whose length is not the profile's, a cipher that OpenSSL's configuration denies, or RTCP that was
    /// sent unencrypted.
    case unsupported
}
