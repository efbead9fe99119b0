import Bytes
import Cryptography

/// A client's proof that it knows a password, without the password (RFC 7616 §3.4; RFC 2069 without `qop`).
package struct DigestResponse: Equatable, Sendable {
    package var user: String
    package var realm: String
    package var nonce: String
    /// Of the request, as the client wrote it.
    package var uri: String
    package var algorithm: DigestAlgorithm
    /// Hexadecimal digits.
    package var response: String
    /// Nil without `qop`.
    package var protection: Protection?

    /// What comes into the hash with `qop=auth`.
    package struct Protection: Equatable, Sendable {
        /// `nc`: eight hexadecimal digits that count the requests of a nonce.
        package var count: String
        /// `cnonce`: what the client made up.
        package var clientNonce: String
    }

    init(_ parameters: AuthenticationParameters) throws(RTSPError) {
        guard let user = parameters["username"], let realm = parameters["realm"], let nonce = parameters["nonce"],
            let uri = parameters["uri"], let response = parameters["response"]
        else { throw .malformed("a Digest misses a parameter") }
        guard let algorithm = parameters["algorithm"].map(DigestAlgorithm.init(reading:)) ?? .md5 else {
            throw .malformed("a Digest is of an unknown algorithm")
        }
        if let qop = parameters["qop"] {
            guard qop.equalsIgnoringCase("auth"), let count = parameters["nc"], let clientNonce = parameters["cnonce"]
            else { throw .malformed("a Digest is of an unknown qop") }
            guard (1...8).contains(count.utf8.count), count.utf8.allSatisfy(\.isHexadecimalDigit) else {
                throw .malformed("a Digest counts no requests")
            }
            protection = Protection(count: count, clientNonce: clientNonce)
        }
        self.user = user
        self.realm = realm
        self.nonce = nonce
        self.uri = uri
        self.algorithm = algorithm
        self.response = response
    }

    /// A client's response.
    init(
        _ credentials: RTSPCredentials, realm: String, nonce: String, algorithm: DigestAlgorithm,
        protection: Protection?, method: RTSPMethod, uri: String
    ) {
        self.user = credentials.user
        self.realm = realm
        self.nonce = nonce
        self.uri = uri
        self.algorithm = algorithm
        self.protection = protection
        response = ""
        let secret = DigestSecret(user: user, realm: realm, password: credentials.password)
        response = expected(secret, method: method)
    }

    /// Whether the client knows the password, for this method and ``uri``. Takes the same time wherever they differ.
    func isProof(of secret: DigestSecret, method: RTSPMethod) -> Bool {
        let expected = Array(expected(secret, method: method).utf8)
        let response = Array(response.lowercased().utf8)
        return constantTimeEquals(expected.span, response.span)
    }

    private func expected(_ secret: DigestSecret, method: RTSPMethod) -> String {
        let request = algorithm.hash(method.name, uri)
        guard let protection else { return algorithm.hash(secret.hash(algorithm), nonce, request) }
        return algorithm.hash(
            secret.hash(algorithm), nonce, protection.count, protection.clientNonce, "auth", request)
    }
}
