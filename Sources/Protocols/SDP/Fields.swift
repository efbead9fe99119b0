/// The words of one value, taken from the left. Works on UTF-8 bytes: `Character` would join a CR and a LF, or a space and
/// a combining mark.
struct Fields {
    private var rest: Substring

    init(_ text: Substring) {
        rest = text
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// What is left, as it stands.
    var remainder: Substring { rest }

    /// The next word, up to a space or the end; nil at the end. Runs of spaces count as one.
    mutating func word() -> Substring? {
        rest = rest.trimmingSpaces()
        guard !rest.isEmpty else { return nil }
        let (word, after) = rest.cut(at: UInt8(ascii: " "))
        rest = after ?? ""
        return word
    }

    /// The next word as a decimal number without sign.
    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number? {
        word().flatMap { Number(decimal: $0) }
    }

    /// The next word, if it is a token.
    mutating func token() -> String? {
        word().flatMap { String(token: $0) }
    }
}

extension Substring {
    /// The parts before and after the first `separator`; the second is nil when there is none.
    func cut(at separator: UInt8) -> (Substring, Substring?) {
        guard let index = utf8.firstIndex(of: separator) else { return (self, nil) }
        return (Substring(utf8[..<index]), Substring(utf8[utf8.index(after: index)...]))
    }

    /// All parts between separators, empty ones included.
    func parts(separatedBy separator: UInt8) -> [Substring] {
        utf8.split(separator: separator, omittingEmptySubsequences: false).map { Substring($0) }
    }

    /// Without spaces at the ends.
    func trimmingSpaces() -> Substring {
        var bytes = utf8[...]
        while bytes.first == UInt8(ascii: " ") { bytes = bytes.dropFirst() }
        while bytes.last == UInt8(ascii: " ") { bytes = bytes.dropLast() }
        return Substring(bytes)
    }
}

extension FixedWidthInteger {
    /// Decimal digits alone: `Int("+1")` would be taken by the standard library.
    init?(decimal text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        self.init(text)
    }
}

extension String {
    /// A token of RFC 8866 §9, of 1 to ``SDPLimits/tokenBytes`` bytes; nil for anything else.
    init?(token text: Substring) {
        guard (1...SDPLimits.tokenBytes).contains(text.utf8.count), text.utf8.allSatisfy(\.isTokenCharacter) else {
            return nil
        }
        self.init(text)
    }

    /// Visible ASCII without spaces, in the given number of bytes; nil for anything else.
    init?(visible text: Substring, bytes: ClosedRange<Int>) {
        guard bytes.contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        self.init(text)
    }
}

extension UInt8 {
    /// Visible ASCII but for `"` `(` `)` `,` `/` `:` `;` `<` `=` `>` `?` `@` `[` `\` `]` (RFC 8866 §9, `token-char`).
    fileprivate var isTokenCharacter: Bool {
        switch self {
        case 0x21, 0x23...0x27, 0x2A...0x2B, 0x2D...0x2E, 0x30...0x39, 0x41...0x5A, 0x5E...0x7E: true
        default: false
        }
    }
}
