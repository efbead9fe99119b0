extension ConfigurationNode {
    /// The text of a scalar.
    func text(_ expected: String) throws(ConfigurationProblem) -> String {
        switch content {
        case .scalar(let text): return text
        case .empty: throw ConfigurationProblem(place: place, message: "there is no value; it must be \(expected)")
        case .list, .mapping: throw ConfigurationProblem(place: place, message: "must be \(expected)")
        }
    }

    /// The elements of a list.
    func elements(_ expected: String) throws(ConfigurationProblem) -> [ConfigurationNode] {
        switch content {
        case .list(let elements): return elements
        case .empty: throw ConfigurationProblem(place: place, message: "there is no value; it must be \(expected)")
        case .scalar, .mapping: throw ConfigurationProblem(place: place, message: "must be \(expected)")
        }
    }

    /// The entries of a mapping.
    func entries(_ expected: String) throws(ConfigurationProblem) -> [Entry] {
        switch content {
        case .mapping(let entries): return entries
        case .empty: throw ConfigurationProblem(place: place, message: "there is no value; it must be \(expected)")
        case .scalar, .list: throw ConfigurationProblem(place: place, message: "must be \(expected)")
        }
    }

    /// The values of a mapping that may hold `names` and nothing else.
    func fields(_ names: [String], _ expected: String) throws(ConfigurationProblem) -> [String: ConfigurationNode] {
        var values: [String: ConfigurationNode] = [:]
        for entry in try entries(expected) {
            guard names.contains(entry.key) else {
                throw ConfigurationProblem(place: entry.place, message: Self.unknown(entry.key, among: names))
            }
            values[entry.key] = entry.value
        }
        return values
    }

    /// What to say about a key that does not exist.
    static func unknown(_ key: String, among names: [String]) -> String {
        let nearest = nearestName(to: key, among: names).map { "; the nearest is \"\($0)\"" } ?? ""
        return "unknown key \"\(key)\"\(nearest)"
    }
}
