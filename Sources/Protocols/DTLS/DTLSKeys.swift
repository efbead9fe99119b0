import COpenSSL

/// What a handshake agreed on for SRTP (RFC 5764 §4.2). Secret: it prints without its keys.
package struct DTLSKeys: Sendable {
    /// The protection profile: 1 is AES128_CM_HMAC_SHA1_80 (RFC 5764 §4.1.2), 7 and 8 are AEAD_AES_128_GCM and
    /// AEAD_AES_256_GCM (RFC 7714 §14.2).
    package let profile: UInt16
    /// Master key for what we send: 16 bytes, 32 for profile 8.
    package let localKey: [UInt8]
    /// Master salt for what we send: 14 bytes for profile 1, otherwise 12.
    package let localSalt: [UInt8]
    /// Master key for what we receive, as long as ``localKey``.
    package let remoteKey: [UInt8]
    /// Master salt for what we receive, as long as ``localSalt``.
    package let remoteSalt: [UInt8]

    /// Every profile we know, the one we like most first: GCM costs a third of what SHA-1 costs.
    package static let preferredProfiles: [UInt16] = SRTPProfile.allCases.map(\.rawValue)
}

extension DTLSKeys: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "DTLSKeys(profile: \(profile), keys redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["profile": profile]) }
}

extension DTLSKeys {
    /// Exports the keys after a complete handshake; nil when no profile was agreed on or OpenSSL fails.
    init?(of ssl: OpaquePointer, role: DTLSRole) {
        guard let profile = SRTPProfile(agreedOn: ssl) else { return nil }
        let (key, salt) = (profile.keyLength, profile.saltLength)
        var material = [UInt8](repeating: 0, count: 2 * (key + salt))
        guard
            SSL_export_keying_material(
                ssl, &material, material.count, Self.exporterLabel, Self.exporterLabel.utf8.count, nil, 0, 0) == 1
        else { return nil }
        let clientKey = Array(material[..<key])
        let serverKey = Array(material[key..<(2 * key)])
        let clientSalt = Array(material[(2 * key)..<(2 * key + salt)])
        let serverSalt = Array(material[(2 * key + salt)...])
        self.profile = profile.rawValue
        switch role {
        case .client: (localKey, localSalt, remoteKey, remoteSalt) = (clientKey, clientSalt, serverKey, serverSalt)
        case .server: (localKey, localSalt, remoteKey, remoteSalt) = (serverKey, serverSalt, clientKey, clientSalt)
        }
    }

    /// RFC 5764 §4.2.
    private static let exporterLabel = "EXTRACTOR-dtls_srtp"
}

/// An SRTP protection profile by its number on the wire, in our order of preference.
enum SRTPProfile: UInt16, CaseIterable {
    case aes128GCM = 7
    case aes256GCM = 8
    case aes128CounterSHA1 = 1

    /// The profile that the two hellos of a connection agreed on; nil when there is none yet, or none at all.
    init?(agreedOn ssl: OpaquePointer) {
        guard let selected = SSL_get_selected_srtp_profile(ssl), let number = UInt16(exactly: selected.pointee.id)
        else { return nil }
        self.init(rawValue: number)
    }

    /// What OpenSSL calls it.
    var name: String {
        switch self {
        case .aes128GCM: "SRTP_AEAD_AES_128_GCM"
        case .aes256GCM: "SRTP_AEAD_AES_256_GCM"
        case .aes128CounterSHA1: "SRTP_AES128_CM_SHA1_80"
        }
    }

    var keyLength: Int { self == .aes256GCM ? 32 : 16 }
    var saltLength: Int { self == .aes128CounterSHA1 ? 14 : 12 }
}
