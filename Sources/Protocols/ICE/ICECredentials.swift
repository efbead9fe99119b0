/// Why text from a session description is no ICE credential (RFC 8839 §5.4).
package enum ICEError: Error, Hashable, Sendable {
    /// Not 4...256 letters, digits, `+` or `/`.
    case invalidUfrag
    /// Not 22...256 letters, digits, `+` or `/`.
    case invalidPassword
}

/// The user name fragment and the password that one side gave out for one ICE generation (RFC 8445 §5.3).
package struct ICECredentials: Sendable, Equatable {
    /// 4...256 characters, each a letter, a digit, `+` or `/`.
    package let ufrag: String
    /// 22...256 characters of the same kind. A secret.
    package let password: String

    package init(ufrag: String, password: String) throws(ICEError) {
        guard (4...256).contains(ufrag.utf8.count), Self.isICEText(ufrag) else { throw .invalidUfrag }
        guard (22...256).contains(password.utf8.count), Self.isICEText(password) else { throw .invalidPassword }
        self.ufrag = ufrag
        self.password = password
    }

    /// New credentials: 48 bits in the ufrag and 144 in the password, where RFC 8445 §5.3 asks for 24 and 128.
    ///
    /// - Parameter ufragPrefix: what the ufrag starts with, so that a datagram's worker can be read from it; at most
    ///   248 characters of ICE's, anything else is a mistake of ours.
    package static func random(
        ufragPrefix: String = "", using generator: inout some RandomNumberGenerator
    ) -> ICECredentials {
        precondition(
            ufragPrefix.utf8.count <= 248 && isICEText(ufragPrefix),
            "a ufrag prefix is short and made of ICE characters")
        return ICECredentials(
            trustedUfrag: ufragPrefix + text(of: 8, using: &generator), password: text(of: 24, using: &generator))
    }

    private init(trustedUfrag ufrag: String, password: String) {
        self.ufrag = ufrag
        self.password = password
    }

    private static func isICEText(_ text: String) -> Bool {
        text.utf8.allSatisfy(alphabet.contains)
    }

    private static func text(of length: Int, using generator: inout some RandomNumberGenerator) -> String {
        let characters = (0..<length).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The 64 characters of `ice-char`; each is worth six bits.
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}

extension ICECredentials: CustomStringConvertible, CustomReflectable {
    package var description: String { "ICECredentials(ufrag: \(ufrag), password redacted)" }
    package var customMirror: Mirror { Mirror(self, children: ["ufrag": ufrag]) }
}
