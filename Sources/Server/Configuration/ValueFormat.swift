/// How a value is written: reads it from a node, strictly, and prints it again.
struct ValueFormat<Value: Sendable>: Sendable {
    /// What a value must be, to be put after "must be".
    let expected: String
    let shape: ValueShape
    let read: @Sendable (ConfigurationNode) throws(ConfigurationProblem) -> Value
    /// The value as YAML on one line.
    let show: @Sendable (Value) -> String
}

/// How the text of an environment variable is understood.
enum ValueShape: Sendable {
    /// As it stands.
    case scalar
    /// Values with commas between them, or a YAML list in brackets.
    case list
    /// YAML.
    case structure
}

extension ValueFormat {
    /// A value in a single word or line. `parse` answers nil for what is no such value.
    static func scalar(
        _ expected: String, show: @escaping @Sendable (Value) -> String, parse: @escaping @Sendable (String) -> Value?
    ) -> ValueFormat {
        ValueFormat(
            expected: expected, shape: .scalar,
            read: { (node) throws(ConfigurationProblem) in
                let text = try node.text(expected)
                guard let value = parse(text) else {
                    throw ConfigurationProblem(place: node.place, message: "\"\(text)\" is not \(expected)")
                }
                return value
            }, show: show)
    }

    /// A list of values that are one word each.
    static func list<Element: Sendable>(
        of element: ValueFormat<Element>, plural expected: String
    ) -> ValueFormat where Value == [Element] {
        ValueFormat(
            expected: expected, shape: .list,
            read: { (node) throws(ConfigurationProblem) in
                var values: [Element] = []
                for item in try node.elements(expected) { values.append(try element.read(item)) }
                return values
            },
            show: { "[\($0.map(element.show).joined(separator: ", "))]" })
    }

    /// One word out of a few.
    static func choice() -> ValueFormat where Value: CaseIterable & RawRepresentable<String> {
        let words = Value.allCases.map(\.rawValue)
        let expected = "one of \(words.joined(separator: ", "))"
        return ValueFormat(
            expected: expected, shape: .scalar,
            read: { (node) throws(ConfigurationProblem) in
                let text = try node.text(expected)
                guard let value = Value(rawValue: text) else {
                    let nearest = nearestName(to: text, among: words) ?? ""
                    throw ConfigurationProblem(
                        place: node.place, message: "\"\(text)\" is not \(expected); the nearest is \"\(nearest)\"")
                }
                return value
            }, show: \.rawValue)
    }
}

extension ValueFormat<Bool> {
    static let boolean = scalar("true or false", show: { "\($0)" }) { ["true": true, "false": false][$0] }
}

extension ValueFormat<Int> {
    static func integer(_ range: ClosedRange<Int>) -> ValueFormat {
        scalar("a whole number, \(range.lowerBound)...\(range.upperBound)", show: { "\($0)" }) { text in
            guard text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
            return Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension ValueFormat<String> {
    /// Any text without control characters; may be empty.
    static func text(_ expected: String) -> ValueFormat {
        scalar(expected, show: { "\"\($0)\"" }) { text in
            text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } ? text : nil
        }
    }
}

extension ValueFormat<Duration> {
    /// A whole number and its unit: `200ms`, `10s`, `5m`, `1h`.
    static func duration(_ range: ClosedRange<Duration>) -> ValueFormat {
        let expected =
            "a time with its unit like 200ms, 10s, 5m or 1h, \(text(range.lowerBound))...\(text(range.upperBound))"
        return scalar(expected, show: text) { written in
            let digits = written.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int64(digits), number < 1_000_000_000,
                let unit = units.first(where: { $0.name == written.dropFirst(digits.count) })
            else { return nil }
            let duration = Duration.milliseconds(number * unit.milliseconds)
            return range.contains(duration) ? duration : nil
        }
    }

    /// In the largest unit that leaves no rest; whole milliseconds at the least.
    private static func text(_ duration: Duration) -> String {
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        let fitting = units.first { milliseconds >= $0.milliseconds && milliseconds % $0.milliseconds == 0 }
        guard let unit = fitting else { return "0s" }
        return "\(milliseconds / unit.milliseconds)\(unit.name)"
    }

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]
}
