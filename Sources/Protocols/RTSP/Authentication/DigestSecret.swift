import Cryptography

/// What a server keeps of a user to check Digest authentication: the hashes of `user:realm:password` (`HA1`, RFC 7616
/// §3.4.2), as good as the password for this realm.
package struct DigestSecret: Hashable, Sendable {
    /// Hexadecimal digits in lower case.
    let md5: String
    let sha256: String

    package init(user: String, realm: String, password: String) {
        md5 = DigestAlgorithm.md5.hash(user, realm, password)
        sha256 = DigestAlgorithm.sha256.hash(user, realm, password)
    }

    /// - Parameters:
    ///   - md5: 32 hexadecimal digits, in either case of letters.
    ///   - sha256: 64 of them.
    /// - Returns: nil for something else.
    package init?(md5: String, sha256: String) {
        guard md5.utf8.count == 32, sha256.utf8.count == 64, (md5 + sha256).utf8.allSatisfy(\.isHexadecimalDigit) else {
            return nil
        }
        self.md5 = md5.lowercased()
        self.sha256 = sha256.lowercased()
    }

    /// Takes the same time wherever they differ.
    func matches(_ other: DigestSecret) -> Bool {
        let own = Array(sha256.utf8)
        let others = Array(other.sha256.utf8)
        return constantTimeEquals(own.span, others.span)
    }

    func hash(_ algorithm: DigestAlgorithm) -> String {
        switch algorithm {
        case .md5: md5
        case .sha256: sha256
        }
    }
}

extension DigestSecret: CustomStringConvertible {
    /// Nothing of it, so that no log has it.
    package var description: String { "***" }
}
