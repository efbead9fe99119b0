package import Net

/// A server's challenge on one connection (RFC 7616 §3.3): the nonce, and whether a client's answer to it is one.
///
/// The nonce belongs to the connection, so that an answer overheard on another is worth nothing. Nonce and realm are
/// the same in all fields, as some clients take the nonce of one field and the algorithm of another, or of none.
package struct RTSPChallenge: Sendable {
    package let realm: String
    private let offersBasic: Bool
    private let nonce: String
    private let expiry: Instant

    /// What somebody shows, judged without knowing the password.
    package enum Verdict: Equatable, Sendable {
        /// It answers this challenge; whether the proof is right is asked of
        /// ``RTSPAuthorization/isProof(of:realm:method:)``.
        case current
        /// It answered this challenge, which has expired: challenge again, with `stale`.
        case stale
        /// It answers another challenge, or is for another request.
        case foreign
    }

    /// - Parameters:
    ///   - offersBasic: false where passwords must not be sent in the clear.
    ///   - now: the nonce lasts ``lifetime`` from here.
    package init(
        realm: String, offersBasic: Bool = true, now: Instant, using random: inout some RandomNumberGenerator
    ) {
        self.realm = realm
        self.offersBasic = offersBasic
        nonce = RandomToken.make(using: &random)
        expiry = now.advanced(by: Self.lifetime)
    }

    /// Values of `WWW-Authenticate` fields, best first: Digest with SHA-256, Digest with MD5, Basic.
    /// - Parameter isStale: whether the client knew the password, and its nonce had expired.
    package func fields(isStale: Bool = false) -> [String] {
        let realm = AuthenticationParameters.quoted(realm)
        let common = "Digest realm=\(realm), nonce=\"\(nonce)\""
        let stale = isStale ? ", stale=true" : ""
        // MD5 is as in RFC 2069, for cameras and players that never heard of qop.
        let digests = ["\(common), qop=\"auth\", algorithm=SHA-256\(stale)", "\(common)\(stale)"]
        return digests + (offersBasic ? ["Basic realm=\(realm)"] : [])
    }

    /// Whether an answer is to this challenge, and for this request (RFC 7616 §3.4.6).
    package func verdict(on authorization: RTSPAuthorization, for request: RTSPRequest, now: Instant) -> Verdict {
        guard case .digest(let digest) = authorization else { return offersBasic ? .current : .foreign }
        guard digest.nonce == nonce, digest.realm == realm, digest.covers(request) else { return .foreign }
        return now < expiry ? .current : .stale
    }

    /// How long a nonce is good for; our choice.
    package static let lifetime = Duration.seconds(600)
}

extension RTSPAuthorization {
    /// Whether the client knows the password. Takes the same time wherever it differs.
    package func isProof(of secret: DigestSecret, realm: String, method: RTSPMethod) -> Bool {
        switch self {
        case .basic(let credentials):
            secret.matches(
                DigestSecret(user: credentials.user, realm: realm, password: credentials.password))
        case .digest(let response): response.isProof(of: secret, method: method)
        }
    }
}

extension DigestResponse {
    /// Whether `uri` is the request's. VLC (live555) signs the URL of the whole also in the SETUP of a track, and some
    /// clients leave the slash at the end away.
    fileprivate func covers(_ request: RTSPRequest) -> Bool {
        let signed = Substring(uri).withoutLastSlash
        let url = Substring(request.url).withoutLastSlash
        if signed == url { return true }
        guard request.method == .setup, let slash = url.utf8.lastIndex(of: UInt8(ascii: "/")) else { return false }
        return Substring(url.utf8[..<slash]).withoutLastSlash == signed
    }
}

extension Substring {
    fileprivate var withoutLastSlash: Substring {
        utf8.last == UInt8(ascii: "/") ? Substring(utf8.dropLast()) : self
    }
}
