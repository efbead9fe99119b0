import COpenSSL

/// HMAC-SHA1 (RFC 2104) with one key for many messages.
///
/// The key's two blocks are hashed once, at init; each code then starts from a copy of those states, without
/// allocating.
package struct KeyedHMACSHA1: ~Copyable {
    /// Two states, owned by this value: after the inner key block, and after the outer one.
    private let states: UnsafeMutablePointer<SHA_CTX>

    /// A key longer than 64 bytes would have to be hashed first; ours has 20.
    package init(key: [UInt8]) {
        precondition(key.count <= Self.blockLength, "the key fits a block")
        states = .allocate(capacity: 2)
        states.initialize(repeating: SHA_CTX(), count: 2)
        for (state, mask) in [(states, 0x36 as UInt8), (states + 1, 0x5c)] {
            let padding = repeatElement(0 as UInt8, count: Self.blockLength - key.count)
            let block = (key + padding).map { $0 ^ mask }
            _ = copenssl_sha1_init(state)
            _ = copenssl_sha1_update(state, block, block.count)
        }
    }

    deinit {
        // The states stand for the key.
        OPENSSL_cleanse(states, 2 * MemoryLayout<SHA_CTX>.size)
        states.deallocate()
    }

    /// Writes the 20-byte code of `message` followed by `suffix`.
    package func authenticate(
        message: UnsafePointer<UInt8>, count: Int, suffix: UnsafePointer<UInt8>, suffixCount: Int,
        code: UnsafeMutablePointer<UInt8>
    ) {
        // These functions cannot fail: they work on the struct alone.
        var state = states[0]
        _ = copenssl_sha1_update(&state, message, count)
        _ = copenssl_sha1_update(&state, suffix, suffixCount)
        _ = copenssl_sha1_final(code, &state)
        state = states[1]
        _ = copenssl_sha1_update(&state, code, Self.codeLength)
        _ = copenssl_sha1_final(code, &state)
    }

    package static let codeLength = 20
    /// SHA-1's block (FIPS 180-4).
    private static let blockLength = 64
}
