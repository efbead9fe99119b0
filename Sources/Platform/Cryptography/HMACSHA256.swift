/// HMAC-SHA256 (RFC 2104, FIPS 198-1) in one call, as the digest handshake of RTMP asks for it.
package enum HMACSHA256 {
    /// Bytes of a digest.
    package static let length = 32

    /// The 32-byte code of `message`. Any key length is right, none included; a key over 64 bytes is hashed first.
    package static func authenticate(_ message: Span<UInt8>, key: [UInt8]) -> [UInt8] {
        HMACDigest.make(of: message, key: key, by: .sha256, length: length)
    }
}
