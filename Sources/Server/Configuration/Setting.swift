/// One row of the table of settings: a name, where its value goes, and what a value looks like.
///
/// The YAML keys, the environment variables, the strictness, the documentation and the test of the sample file all
/// come from this table. A new setting is a property with its default and a row in its section's file.
package struct Setting: Sendable {
    /// `section.name`, or a name alone at the top level of the file.
    package let key: String
    /// One sentence without its full stop.
    package let summary: String
    /// What a value must be, e.g. `a whole number, 0...65535`.
    package let expected: String
    let shape: ValueShape
    let apply: @Sendable (ConfigurationNode, inout Configuration) throws(ConfigurationProblem) -> Void
    /// The value in a configuration, as it would be written in YAML.
    package let show: @Sendable (Configuration) -> String

    init<Value: Sendable>(
        _ key: String, _ property: any WritableKeyPath<Configuration, Value> & Sendable, _ format: ValueFormat<Value>,
        _ summary: String
    ) {
        self.key = key
        self.summary = summary
        expected = format.expected
        shape = format.shape
        apply = { (node, configuration) throws(ConfigurationProblem) in
            configuration[keyPath: property] = try format.read(node)
        }
        show = { format.show($0[keyPath: property]) }
    }

    /// The environment variable that overrides the file, e.g. `TURNOUT_HTTP_PORT`.
    package var environmentName: String {
        Self.environmentPrefix + key.uppercased().replacing(".", with: "_")
    }

    /// The part of the key before the dot; nil at the top level.
    package var section: String? {
        key.firstIndex(of: ".").map { String(key[..<$0]) }
    }

    package static let environmentPrefix = "TURNOUT_"

    /// Every setting there is, in the order of the documentation.
    package static let all: [Setting] =
        HTTPSettings.table + WebRTCSettings.table + RTMPListenerSettings.table + RTSPListenerSettings.table
        + StreamSettings.table + PathSettings.table + StateSettings.table + User.table + LimitSettings.table
        + LogSettings.table

    /// All settings as a Markdown table: key, environment variable, built-in default, meaning.
    package static var documentation: String {
        let rows = all.map { setting in
            let value = setting.show(Configuration())
            return
                "| `\(setting.key)` | `\(setting.environmentName)` | `\(value)` | \(setting.summary) "
                + "(\(setting.expected)) |"
        }
        return (["| setting | environment | default | meaning |", "|---|---|---|---|"] + rows).joined(separator: "\n")
    }
}
