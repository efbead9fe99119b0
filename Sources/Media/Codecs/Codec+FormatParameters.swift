extension Codec {
    /// The value of a format parameter, as it was written; nil when it is absent. Names compare without regard to case
    /// (RFC 6838 §4.3), and a name without a value, such as a telephone-event list, has none.
    package func formatParameter(_ name: String) -> String? {
        let wanted = name.lowercased()
        for parameter in formatParameters.split(separator: ";") {
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, Self.trimmed(parts[0]).lowercased() == wanted else { continue }
            return Self.trimmed(parts[1])
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        let end = text.lastIndex { !isBlank($0) }.map(text.index(after:)) ?? text.startIndex
        return String(text[..<end].drop(while: isBlank))
    }
}
