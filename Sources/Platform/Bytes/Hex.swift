package enum Hex {
    /// Lower-case hexadecimal digits without separators.
    package static func string(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }

    /// The bytes that hexadecimal text stands for; white space and colons between digits are ignored.
    /// Nil when another character stands in the text or when a digit is left over.
    package static func bytes(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        var high: UInt8?
        for character in text where !character.isWhitespace && character != ":" {
            guard let digit = character.hexDigitValue.map(UInt8.init) else { return nil }
            if let first = high {
                result.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return high == nil ? result : nil
    }

    private static let digits = Array("0123456789abcdef")
}
