import COpenSSL

/// MD5 (RFC 1321) of a whole message at once. It is broken as a hash; Digest authentication (RFC 7616) and STUN's
/// long-term credentials still ask for it.
package enum MD5 {
    /// The 16 bytes of the message's digest.
    package static func hash(_ message: Span<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: digestLength) { digest, count in
            let isDone = message.withUnsafeBufferPointer { message in
                // A message of no bytes may have no address.
                withUnsafePointer(to: 0 as UInt8) { nothing in
                    EVP_Digest(
                        message.baseAddress ?? nothing, message.count, digest.baseAddress, nil, EVP_md5(), nil)
                }
            }
            precondition(isDone == 1, "this OpenSSL has no MD5")
            count = digestLength
        }
    }

    package static let digestLength = 16
}
