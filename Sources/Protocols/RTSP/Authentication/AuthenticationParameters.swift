/// The parts of a `WWW-Authenticate` or `Authorization` value (RFC 9110 §11.4): a scheme, and `name=value` with commas
/// between, where a value can be in quotation marks, with backslashes before characters.
struct AuthenticationParameters: Sendable {
    let scheme: Substring
    /// Names in lower case; the first of each counts.
    private var values: [String: String] = [:]

    init(parsing text: some StringProtocol) throws(RTSPError) {
        if text.utf8.contains(where: \.endsLine) { throw .malformed("a control character stands in an authentication") }
        let (scheme, rest) = Substring(text).trimmed.cut(at: " ")
        guard !scheme.isEmpty, scheme.utf8.allSatisfy(\.isTokenCharacter) else {
            throw .malformed("an authentication header names no scheme")
        }
        self.scheme = scheme
        var bytes = (rest ?? "").utf8[...]
        while true {
            bytes = bytes.drop { $0.isWhiteSpace || $0 == UInt8(ascii: ",") }
            guard !bytes.isEmpty else { return }
            guard values.count < Self.maximumParameters else { throw .tooLarge("number of parameters") }
            let name = Substring(bytes.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ",") })
            bytes = bytes.dropFirst(name.utf8.count)
            guard bytes.first == UInt8(ascii: "="), !name.trimmed.isEmpty else {
                throw .malformed("an authentication parameter has no value")
            }
            bytes = bytes.dropFirst().drop(while: \.isWhiteSpace)
            let value = try Self.value(&bytes)
            let key = name.trimmed.lowercased()
            if values[key] == nil { values[key] = value }
        }
    }

    subscript(name: String) -> String? { values[name] }

    /// A value in quotation marks with the marks, and a backslash before those inside. What ends a line becomes a
    /// space.
    static func quoted(_ text: String) -> String {
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { quoted.append(UInt8(ascii: "\\")) }
            quoted.append(byte.endsLine ? UInt8(ascii: " ") : byte)
        }
        quoted.append(UInt8(ascii: "\""))
        return String(decoding: quoted, as: UTF8.self)
    }

    /// Takes one value; `bytes` then begins behind it.
    private static func value(_ bytes: inout Substring.UTF8View.SubSequence) throws(RTSPError) -> String {
        guard bytes.first == UInt8(ascii: "\"") else {
            let value = Substring(bytes.prefix { $0 != UInt8(ascii: ",") })
            bytes = bytes.dropFirst(value.utf8.count)
            return String(value.trimmed)
        }
        bytes = bytes.dropFirst()
        var value: [UInt8] = []
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "\"") { return String(decoding: value, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\") else {
                value.append(byte)
                continue
            }
            guard let escaped = bytes.popFirst() else { break }
            value.append(escaped)
        }
        throw .malformed("a quotation mark is missing")
    }

    /// Our choice; Digest has eleven.
    private static let maximumParameters = 32
}
