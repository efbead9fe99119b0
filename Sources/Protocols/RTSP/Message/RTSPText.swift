extension StringProtocol {
    /// Whether both are the same but for the case of ASCII letters.
    func equalsIgnoringCase(_ other: some StringProtocol) -> Bool {
        utf8.count == other.utf8.count && zip(utf8, other.utf8).allSatisfy { $0.lowercased == $1.lowercased }
    }
}

/// Text of peers is cut at bytes: `Character` would join a CR and a LF, or a space and a combining mark.
extension Substring {
    /// The parts before and after the first `separator`; the second is nil when there is none.
    func cut(at separator: Unicode.Scalar) -> (Substring, Substring?) {
        guard let index = utf8.firstIndex(where: { UInt32($0) == separator.value }) else { return (self, nil) }
        return (Substring(utf8[..<index]), Substring(utf8[utf8.index(after: index)...]))
    }

    /// At most `limit` parts between separators, none of them empty, without white space at their ends.
    func parts(separatedBy separator: Unicode.Scalar, limit: Int) -> [Substring] {
        utf8.split(maxSplits: limit) { UInt32($0) == separator.value }.prefix(limit)
            .map { Substring($0).trimmed }.filter { !$0.isEmpty }
    }

    /// Without spaces and tabs at the ends.
    var trimmed: Substring {
        var bytes = utf8[...]
        while let first = bytes.first, first.isWhiteSpace { bytes.removeFirst() }
        while let last = bytes.last, last.isWhiteSpace { bytes.removeLast() }
        return Substring(bytes)
    }

    /// Without white space at the ends, and then without a pair of quotation marks around the rest.
    var unquoted: Substring {
        let text = trimmed
        guard text.utf8.count >= 2, text.utf8.first == UInt8(ascii: "\""), text.utf8.last == UInt8(ascii: "\"") else {
            return text
        }
        return Substring(text.utf8.dropFirst().dropLast())
    }
}

extension FixedWidthInteger {
    /// Decimal digits alone: the standard library would take a sign.
    init?(decimal text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.allSatisfy(\.isDigit) else { return nil }
        self.init(text)
    }
}

extension UInt32 {
    /// Eight digits in upper case.
    var hexadecimal: String {
        let digits = String(self, radix: 16, uppercase: true)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }
}

extension [UInt8] {
    /// Appends text that is to stay on one line: CR, LF and NUL become spaces.
    mutating func append(line text: String) {
        for byte in text.utf8 { append(byte.endsLine ? UInt8(ascii: " ") : byte) }
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isWhiteSpace: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
    /// CR, LF, or NUL, at which text ends for somebody.
    var endsLine: Bool { self == 13 || self == 10 || self == 0 }
    var isHexadecimalDigit: Bool { hexadecimalValue != nil }
    var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
    var lowercased: UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self }

    /// A character of a token (RFC 9110 §5.6.2): visible, and no separator.
    var isTokenCharacter: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(self)
        }
    }
}
