/// Names that cannot be guessed.
package enum RandomToken {
    /// 22 characters of `A-Za-z0-9-_`: 132 random bits.
    package static func make(using generator: inout some RandomNumberGenerator) -> String {
        var token = ""
        for _ in 0..<22 { token.append(alphabet[Int.random(in: 0..<64, using: &generator)]) }
        return token
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
}
