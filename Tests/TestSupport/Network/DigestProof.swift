import Cryptography
import Foundation

/// What a client answers to a server's Digest challenge with (RFC 2617 §3.2.2, without `qop`, by MD5).
package func digestProof(
    user: String, secret: String, challenge: String, method: String, url: String
) -> String {
    let hash = { (parts: String...) in
        MD5.hash(Array(parts.joined(separator: ":").utf8).span).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
    let parameter = { (name: String) in
        challenge.components(separatedBy: name + "=\"").dropFirst().first.map { String($0.prefix { $0 != "\"" }) } ?? ""
    }
    let (realm, nonce) = (parameter("realm"), parameter("nonce"))
    let response = hash(hash(user, realm, secret), nonce, hash(method, url))
    return """
        Digest username="\(user)", realm="\(realm)", nonce="\(nonce)", uri="\(url)", response="\(response)"
        """
}
