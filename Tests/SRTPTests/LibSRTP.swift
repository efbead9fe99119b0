import CLibSRTP
import SRTP

/// One direction of a session of libsrtp2, the reference implementation.
final class LibSRTP {
    private let session: srtp_t

    enum Direction {
        case outbound, inbound
    }

    struct Failure: Error, Equatable {
        let status: UInt32
    }

    init(_ direction: Direction, profile: SRTPProfile, masterKey: SRTPMasterKey) throws {
        _ = Self.initialized
        var policy = srtp_policy_t()
        policy.ssrc.type = direction == .outbound ? ssrc_any_outbound : ssrc_any_inbound
        switch profile {
        case .aes128CMHMACSHA1_80:
            srtp_crypto_policy_set_rtp_default(&policy.rtp)
            srtp_crypto_policy_set_rtcp_default(&policy.rtcp)
        case .aeadAES128GCM:
            srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp)
            srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp)
        case .aeadAES256GCM:
            srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy.rtp)
            srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy.rtcp)
        }
        policy.window_size = UInt(ReplayWindow.size)
        // It copies the key: length of the key, then of the salt.
        var key = masterKey.key + masterKey.salt
        session = try key.withUnsafeMutableBufferPointer { key in
            policy.key = key.baseAddress
            var session: srtp_t?
            try Self.check(srtp_create(&session, &policy))
            guard let session else { throw Failure(status: .max) }
            return session
        }
    }

    deinit {
        srtp_dealloc(session)
    }

    func protectRTP(_ packet: [UInt8]) throws -> [UInt8] { try transform(packet, srtp_protect) }

    func unprotectRTP(_ packet: [UInt8]) throws -> [UInt8] { try transform(packet, srtp_unprotect) }

    func protectRTCP(_ packet: [UInt8]) throws -> [UInt8] { try transform(packet, srtp_protect_rtcp) }

    func unprotectRTCP(_ packet: [UInt8]) throws -> [UInt8] { try transform(packet, srtp_unprotect_rtcp) }

    /// Runs a function that changes a packet in place and its length with it.
    private func transform(
        _ packet: [UInt8],
        _ function: (srtp_t?, UnsafeMutableRawPointer?, UnsafeMutablePointer<Int32>?) -> srtp_err_status_t
    ) throws -> [UInt8] {
        var buffer = packet + [UInt8](repeating: 0, count: Int(SRTP_MAX_TAG_LEN) + 4)
        var length = Int32(packet.count)
        let status = buffer.withUnsafeMutableBytes { function(session, $0.baseAddress, &length) }
        try Self.check(status)
        return Array(buffer.prefix(Int(length)))
    }

    private static func check(_ status: srtp_err_status_t) throws {
        guard status == srtp_err_status_ok else { throw Failure(status: status.rawValue) }
    }

    /// The library is initialized once a process.
    private static let initialized: Bool = srtp_init() == srtp_err_status_ok
}
