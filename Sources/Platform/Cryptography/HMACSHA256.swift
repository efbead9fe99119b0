import COpenSSL

/// HMAC-SHA256 (RFC 2104, FIPS 198-1) in one call, as the digest handshake of RTMP asks for it.
package enum HMACSHA256 {
    /// Bytes of a digest.
    package static let length = 32

    /// The 32-byte code of `message`. Any key length is right, none included; a key over 64 bytes is hashed first.
    package static func authenticate(_ message: Span<UInt8>, key: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length) { digest, count in
            let written = message.withUnsafeBufferPointer { message in
                key.withUnsafeBufferPointer { key in
                    // A null key means "the key of the call before" to HMAC(), and an empty array may have no address.
                    withUnsafePointer(to: 0 as UInt8) { nothing in
                        HMAC(
                            EVP_sha256(), key.baseAddress ?? nothing, Int32(key.count),
                            message.baseAddress ?? nothing, message.count, digest.baseAddress, nil)
                    }
                }
            }
            precondition(written != nil, "this OpenSSL has no HMAC-SHA256")
            count = length
        }
    }
}
