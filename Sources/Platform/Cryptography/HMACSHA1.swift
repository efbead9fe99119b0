/// HMAC-SHA1 (RFC 2104, FIPS 198-1) in one call, as STUN's MESSAGE-INTEGRITY asks for it.
package enum HMACSHA1 {
    /// Bytes of a digest.
    package static let length = 20

    /// The 20-byte code of `message`. Any key length is right, none included; a key over 64 bytes is hashed first.
    package static func authenticate(_ message: Span<UInt8>, key: [UInt8]) -> [UInt8] {
        HMACDigest.make(of: message, key: key, by: .sha1, length: length)
    }
}
