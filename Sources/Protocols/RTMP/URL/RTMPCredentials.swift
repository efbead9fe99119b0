/// What somebody shows to be let in.
package enum RTMPCredentials: Hashable, Sendable {
    case password(user: String, password: String)
    case token(String)

    /// Reads a query: `user` (or `username`) and `pass` (or `password`), or `token`; the first of each counts, and a user
    /// goes before a token. Nil when there is neither.
    package init?(query: some StringProtocol) {
        var values: [Substring: String] = [:]
        for parameter in query.split(separator: "&", maxSplits: Self.maximumParameters) {
            let parts = Substring(parameter).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first, values[name] == nil else { continue }
            values[name] = (parts.count > 1 ? parts[1] : "").percentDecoded
        }
        if let user = values["user"] ?? values["username"], !user.isEmpty {
            self = .password(user: user, password: values["pass"] ?? values["password"] ?? "")
        } else if let token = values["token"], !token.isEmpty {
            self = .token(token)
        } else {
            return nil
        }
    }

    /// `user:pass`, percent-encoded, as it stands in front of a URL's host. Nil when it is empty.
    init?(userInformation: Substring) {
        guard !userInformation.isEmpty else { return nil }
        let parts = userInformation.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        self = .password(
            user: (parts.first ?? "").percentDecoded, password: (parts.count > 1 ? parts[1] : "").percentDecoded)
    }

    /// Parameters of a query that are looked at; our choice.
    private static let maximumParameters = 64
}

extension RTMPCredentials: CustomStringConvertible {
    /// Without the secret, so that no log has it.
    package var description: String {
        switch self {
        case .password(let user, _): "\(user):***"
        case .token: "***"
        }
    }
}

extension Substring {
    /// The text with each `%` and two hexadecimal digits replaced by their byte (RFC 3986, §2.1); the text as it is where that
    /// gives no UTF-8. A `%` without digits stays.
    fileprivate var percentDecoded: String {
        let text = Array(utf8)
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "%"), index + 2 < text.count, let high = text[index + 1].hexadecimalDigit,
                let low = text[index + 2].hexadecimalDigit
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(text[index])
                index += 1
            }
        }
        return String(validating: decoded, as: UTF8.self) ?? String(self)
    }
}

extension UInt8 {
    fileprivate var hexadecimalDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
