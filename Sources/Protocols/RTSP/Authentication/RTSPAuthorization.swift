/// `Authorization`: what a client shows to be let in.
package enum RTSPAuthorization: Equatable, Sendable {
    /// The password itself (RFC 7617).
    case basic(RTSPCredentials)
    case digest(DigestResponse)

    /// Reads a field's value.
    /// - Throws: for another scheme, or a value that is not of its form; the answer is a challenge, as to none.
    package init(parsing text: some StringProtocol) throws(RTSPError) {
        let (scheme, token) = Substring(text).trimmed.cut(at: " ")
        if scheme.equalsIgnoringCase("Basic") {
            guard let credentials = RTSPCredentials(basic: (token ?? "").trimmed) else {
                throw .malformed("a Basic authorization is none")
            }
            self = .basic(credentials)
        } else if scheme.equalsIgnoringCase("Digest") {
            self = .digest(try DigestResponse(AuthenticationParameters(parsing: text)))
        } else {
            throw .malformed("an authorization is neither Basic nor Digest")
        }
    }

    /// Who it says it is.
    package var user: String {
        switch self {
        case .basic(let credentials): credentials.user
        case .digest(let response): response.user
        }
    }

    /// The field's value.
    package var text: String {
        switch self {
        case .basic(let credentials): return "Basic \(credentials.basic)"
        case .digest(let response):
            func quoted(_ name: String, _ value: String) -> String {
                "\(name)=\(AuthenticationParameters.quoted(value))"
            }
            var parts = [
                quoted("username", response.user), quoted("realm", response.realm), quoted("nonce", response.nonce),
                quoted("uri", response.uri), quoted("response", response.response),
            ]
            // MD5 goes without saying, and old cameras know the parameter in no other way.
            if response.algorithm != .md5 { parts.append("algorithm=\(response.algorithm.rawValue)") }
            if let protection = response.protection {
                parts += ["qop=auth", "nc=\(protection.count)", quoted("cnonce", protection.clientNonce)]
            }
            return "Digest " + parts.joined(separator: ", ")
        }
    }
}

extension RTSPAuthorization: CustomStringConvertible {
    /// Without the proof, so that no log has it.
    package var description: String { "\(user):***" }
}
