/// The master key and salt of one direction. Prints neither.
package struct SRTPMasterKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// ``SRTPProfile/keyLength`` bytes.
    package let key: [UInt8]
    /// ``SRTPProfile/saltLength`` bytes.
    package let salt: [UInt8]

    package init(key: [UInt8], salt: [UInt8]) {
        self.key = key
        self.salt = salt
    }

    /// Divides what DTLS exported, ``SRTPProfile/exportedLength`` bytes, into what the client and the server send with
    /// (RFC 5764 §4.2: both keys first, then both salts). Nil for another number of bytes.
    package static func pair(
        exported: [UInt8], profile: SRTPProfile
    ) -> (client: SRTPMasterKey, server: SRTPMasterKey)? {
        guard exported.count == profile.exportedLength else { return nil }
        let (key, salt) = (profile.keyLength, profile.saltLength)
        let salts = exported[(2 * key)...]
        return (
            client: SRTPMasterKey(key: Array(exported[..<key]), salt: Array(salts.prefix(salt))),
            server: SRTPMasterKey(key: Array(exported[key..<(2 * key)]), salt: Array(salts.suffix(salt)))
        )
    }

    package var description: String { "SRTPMasterKey(redacted)" }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
