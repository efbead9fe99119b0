/// Names that cannot be guessed.
enum RandomToken {
    /// 22 characters of `A-Za-z0-9-_`: 132 random bits.
    static func make(using generator: inout some RandomNumberGenerator) -> String {
        var token = ""
        for _ in 0..<length { token.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]) }
        return token
    }

    private static let length = 22
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
}
