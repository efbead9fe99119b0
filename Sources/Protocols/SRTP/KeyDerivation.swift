import Cryptography

/// The keys that packets of one kind, RTP or RTCP, are protected with in one direction.
package struct SRTPSessionKeys: Sendable, CustomStringConvertible, CustomReflectable {
    /// AES key, ``SRTPProfile/keyLength`` bytes.
    package let encryption: [UInt8]
    /// HMAC-SHA1 key, 20 bytes; of no use with GCM, which authenticates by its encryption key.
    package let authentication: [UInt8]
    /// ``SRTPProfile/saltLength`` bytes.
    package let salt: [UInt8]

    package init(encryption: [UInt8], authentication: [UInt8], salt: [UInt8]) {
        self.encryption = encryption
        self.authentication = authentication
        self.salt = salt
    }

    package var description: String { "SRTPSessionKeys(redacted)" }

    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Derives session keys from a master key (RFC 3711 §4.3) with a key derivation rate of zero: once, for good.
///
/// The derivation runs AES in counter mode with keys of the master key's size (RFC 3711 §4.3.3, RFC 7714 §11).
package struct KeyDerivation: ~Copyable {
    private let profile: SRTPProfile
    private let masterSalt: [UInt8]
    private let generator: AESCounterMode

    /// Throws `unsupported` when a length is not the profile's.
    package init(profile: SRTPProfile, masterKey: SRTPMasterKey) throws(SRTPError) {
        guard masterKey.key.count == profile.keyLength, masterKey.salt.count == profile.saltLength,
            let generator = AESCounterMode(key: masterKey.key)
        else { throw .unsupported }
        self.profile = profile
        self.masterSalt = masterKey.salt
        self.generator = generator
    }

    package func rtpKeys() -> SRTPSessionKeys {
        keys(encryption: .rtpEncryption, authentication: .rtpAuthentication, salt: .rtpSalt)
    }

    package func rtcpKeys() -> SRTPSessionKeys {
        keys(encryption: .rtcpEncryption, authentication: .rtcpAuthentication, salt: .rtcpSalt)
    }

    private func keys(encryption: Label, authentication: Label, salt: Label) -> SRTPSessionKeys {
        SRTPSessionKeys(
            encryption: derive(encryption, count: profile.keyLength),
            authentication: derive(authentication, count: KeyedHMACSHA1.codeLength),
            salt: derive(salt, count: profile.saltLength))
    }

    /// The first `count` bytes of the keystream whose counter block is (label * 2^48 XOR salt) * 2^16. A salt of 12
    /// bytes stands at the left, as if it had two more of zero.
    package func derive(_ label: Label, count: Int) -> [UInt8] {
        var counter = masterSalt + repeatElement(0, count: Self.blockLength - masterSalt.count)
        counter[7] ^= label.rawValue
        let zeros = [UInt8](repeating: 0, count: count)
        return [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            // The buffer has room for `count` bytes, at most 32, and `apply` writes them all.
            if let base = output.baseAddress {
                generator.apply(counter: counter, input: zeros, count: Int32(count), output: base)
                initialized = count
            }
        }
    }

    /// What a derived key is for (RFC 3711 §4.3.1 and §4.3.2).
    package enum Label: UInt8, Sendable {
        case rtpEncryption = 0
        case rtpAuthentication = 1
        case rtpSalt = 2
        case rtcpEncryption = 3
        case rtcpAuthentication = 4
        case rtcpSalt = 5
    }

    private static let blockLength = 16
}
