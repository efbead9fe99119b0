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

    package var description: String { "SRTPMasterKey(redacted)" }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
