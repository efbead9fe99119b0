extension Codec {
    /// The value of a format parameter, as it was written; nil when it is absent. Names compare without regard to case
    /// (RFC 6838 §4.3), and a name without a value, such as a telephone-event list, has none.
    package func formatParameter(_ name: String) -> String? {
        FormatParameters.value(of: name, in: formatParameters)
    }
}

extension PacketFormat {
    /// The value of a format parameter, as it was written; nil when it is absent. Names compare without regard to case
    /// (RFC 6838 §4.3), and a name without a value, such as a telephone-event list, has none.
    package func formatParameter(_ name: String) -> String? {
        FormatParameters.value(of: name, in: formatParameters)
    }
}

/// What `a=fmtp` says behind the payload type: names and values between semicolons.
private enum FormatParameters {
    static func value(of name: String, in parameters: String) -> String? {
        // Read byte by byte: an offer lists thirty codecs, and each is asked several times.
        var rest = parameters.utf8[...]
        while !rest.isEmpty {
            let parameter = rest.prefix { $0 != UInt8(ascii: ";") }
            rest = rest[parameter.endIndex...].dropFirst()
            let key = parameter.prefix { $0 != UInt8(ascii: "=") }
            guard key.endIndex != parameter.endIndex, trimmed(key).equalsIgnoringCase(name.utf8) else { continue }
            return String(Substring(trimmed(parameter[key.endIndex...].dropFirst())))
        }
        return nil
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let end = text.lastIndex { !isBlank($0) }.map(text.index(after:)) ?? text.startIndex
        return text[..<end].drop(while: isBlank)
    }
}

extension Sequence<UInt8> {
    /// Whether both say the same in ASCII, be it in capitals or not.
    func equalsIgnoringCase(_ other: some Sequence<UInt8>) -> Bool {
        elementsEqual(other) { Self.lowered($0) == Self.lowered($1) }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
