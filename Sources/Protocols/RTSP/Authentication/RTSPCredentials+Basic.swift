import Bytes

extension RTSPCredentials {
    /// `user:password` in Base64 (RFC 7617 §2). Nil when it is no Base64 of UTF-8 with a colon in it, or holds a
    /// control character.
    init?(basic token: Substring) {
        guard let bytes = Base64.bytes(token), bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
            let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let (user, password) = Substring(text).cut(at: ":")
        guard let password else { return nil }
        self.init(user: String(user), password: String(password))
    }

    /// The user's name must hold no colon; one that does cannot be sent this way, and ends at it.
    var basic: String { Base64.string("\(user):\(password)".utf8) }
}
