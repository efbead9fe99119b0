/// A user's name and password.
package struct RTSPCredentials: Hashable, Sendable {
    package var user: String
    package var password: String

    package init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    /// `user:password`, percent-encoded, as it stands in front of a URL's host. Nil when it is empty.
    init?(userInformation: Substring) {
        guard !userInformation.isEmpty else { return nil }
        let (user, password) = userInformation.cut(at: ":")
        // Passwords of cameras stand in URLs as they are, so what is no encoding is taken as it is written.
        self.user = user.percentDecoded ?? String(user)
        self.password = password.map { $0.percentDecoded ?? String($0) } ?? ""
    }
}

extension RTSPCredentials: CustomStringConvertible {
    /// Without the password, so that no log has it.
    package var description: String { "\(user):***" }
}

extension Substring {
    /// The text with each `%` and two hexadecimal digits replaced by their byte (RFC 3986 §2.1). Nil where that gives
    /// no UTF-8. A `%` without digits stays.
    var percentDecoded: String? {
        let text = Array(utf8)
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "%"), index + 2 < text.count, let high = text[index + 1].hexadecimalValue,
                let low = text[index + 2].hexadecimalValue
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(text[index])
                index += 1
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }
}
