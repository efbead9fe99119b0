import Net

/// A client's answers to one challenge, one for each request.
package struct RTSPClientAuthentication: Sendable {
    private let credentials: RTSPCredentials
    private let method: Method
    /// Requests answered, which is `nc`.
    private var count: UInt32 = 0

    fileprivate enum Method: Sendable {
        case basic
        case digest(DigestAlgorithm, realm: String, nonce: String, hasProtection: Bool)

        /// The better one is above.
        var strength: Int {
            switch self {
            case .basic: 0
            case .digest(.md5, _, _, _): 1
            case .digest(.sha256, _, _, _): 2
            }
        }
    }

    /// Chooses the strongest of a server's challenges: Digest with SHA-256, Digest with MD5, Basic; of equals the
    /// first. Nil when there is none that can be answered.
    /// - Parameter challenges: values of `WWW-Authenticate` fields. Those that cannot be read are left out.
    package init?(_ challenges: [String], credentials: RTSPCredentials) {
        var best: Method?
        for challenge in challenges.prefix(Self.maximumChallenges) {
            guard let method = Method(challenge), method.strength > best?.strength ?? -1 else { continue }
            best = method
        }
        guard let best else { return nil }
        self.credentials = credentials
        method = best
    }

    /// The value of a request's `Authorization` field.
    /// - Parameter url: of the request line, as it is sent.
    package mutating func authorization(
        for method: RTSPMethod, url: String, using random: inout some RandomNumberGenerator
    ) -> String {
        switch self.method {
        case .basic: return RTSPAuthorization.basic(credentials).text
        case .digest(let algorithm, let realm, let nonce, let hasProtection):
            var protection: DigestResponse.Protection?
            if hasProtection {
                count &+= 1
                protection = DigestResponse.Protection(
                    count: count.hexadecimal.lowercased(), clientNonce: RandomToken.make(using: &random))
            }
            let response = DigestResponse(
                credentials, realm: realm, nonce: nonce, algorithm: algorithm, protection: protection, method: method,
                uri: url)
            return RTSPAuthorization.digest(response).text
        }
    }

    /// Our choice; servers send one to three.
    private static let maximumChallenges = 16
}

extension RTSPClientAuthentication.Method {
    fileprivate init?(_ challenge: String) {
        guard let parameters = try? AuthenticationParameters(parsing: challenge) else { return nil }
        if parameters.scheme.equalsIgnoringCase("Basic") {
            self = .basic
            return
        }
        guard parameters.scheme.equalsIgnoringCase("Digest"), let realm = parameters["realm"],
            let nonce = parameters["nonce"],
            let algorithm = parameters["algorithm"].map(DigestAlgorithm.init(reading:)) ?? .md5
        else { return nil }
        // A server that wants nothing but qop=auth-int is not understood.
        let qop = parameters["qop"].map { Substring($0).parts(separatedBy: ",", limit: 8) } ?? []
        let hasProtection = qop.contains { $0.equalsIgnoringCase("auth") }
        guard qop.isEmpty || hasProtection else { return nil }
        self = .digest(algorithm, realm: realm, nonce: nonce, hasProtection: hasProtection)
    }
}
