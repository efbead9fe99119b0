/// The protection profiles that are offered and accepted, with their numbers in DTLS (RFC 5764 §4.1.2, RFC 7714 §14.2).
package enum SRTPProfile: UInt16, Sendable, CaseIterable {
    case aes128CMHMACSHA1_80 = 0x0001
    case aeadAES128GCM = 0x0007
    case aeadAES256GCM = 0x0008

    /// The name in the registry of DTLS-SRTP protection profiles.
    package var name: String {
        switch self {
        case .aes128CMHMACSHA1_80: "SRTP_AES128_CM_HMAC_SHA1_80"
        case .aeadAES128GCM: "SRTP_AEAD_AES_128_GCM"
        case .aeadAES256GCM: "SRTP_AEAD_AES_256_GCM"
        }
    }

    /// Bytes of the master key, and of the session keys that encrypt.
    package var keyLength: Int {
        switch self {
        case .aes128CMHMACSHA1_80, .aeadAES128GCM: 16
        case .aeadAES256GCM: 32
        }
    }

    /// Bytes of the master salt, and of the session salts.
    package var saltLength: Int {
        switch self {
        case .aes128CMHMACSHA1_80: 14
        case .aeadAES128GCM, .aeadAES256GCM: 12
        }
    }

    /// By how many bytes an RTP packet grows.
    package var rtpTagLength: Int {
        switch self {
        case .aes128CMHMACSHA1_80: CounterModeTransform.tagLength
        case .aeadAES128GCM, .aeadAES256GCM: GCMTransform.tagLength
        }
    }

    /// By how many bytes an RTCP packet grows: the tag, and the word of the E flag and the SRTCP index.
    package var rtcpTrailerLength: Int { rtpTagLength + RTCPIndexWord.length }
}
