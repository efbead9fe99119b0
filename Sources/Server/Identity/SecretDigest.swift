import Cryptography

/// The SHA-256 of a secret. Secrets themselves are not kept: what is compared has always 32 bytes, and what is
/// printed by mistake helps nobody.
package struct SecretDigest: Hashable, Sendable {
    private let bytes: [UInt8]

    package init(of secret: String) {
        bytes = SHA256.hash(Array(secret.utf8).span)
    }

    /// In constant time.
    package func matches(_ other: SecretDigest) -> Bool {
        constantTimeEquals(bytes.span, other.bytes.span)
    }
}

extension SecretDigest: CustomStringConvertible {
    package var description: String { "(secret)" }
}
