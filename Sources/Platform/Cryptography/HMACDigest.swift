import COpenSSL

/// HMAC by OpenSSL, over any of its hashes.
enum HMACDigest {
    enum Hash {
        case sha1
        case sha256
    }

    /// - Parameter length: bytes of the hash.
    static func make(of message: Span<UInt8>, key: [UInt8], by hash: Hash, length: Int) -> [UInt8] {
        let function = hash == .sha1 ? EVP_sha1() : EVP_sha256()
        return [UInt8](unsafeUninitializedCapacity: length) { digest, count in
            let written = message.withUnsafeBufferPointer { message in
                key.withUnsafeBufferPointer { key in
                    // A null key means "the key of the call before" to HMAC(), and an empty array may have no address.
                    withUnsafePointer(to: 0 as UInt8) { nothing in
                        HMAC(
                            function, key.baseAddress ?? nothing, Int32(key.count), message.baseAddress ?? nothing,
                            message.count, digest.baseAddress, nil)
                    }
                }
            }
            precondition(written != nil, "this OpenSSL has no HMAC of this hash")
            count = length
        }
    }
}
