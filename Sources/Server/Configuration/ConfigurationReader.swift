/// Applies a file and the environment to the built-in defaults by the table of settings, and collects what is wrong.
struct ConfigurationReader {
    private var configuration = Configuration()
    private var problems: [ConfigurationProblem] = []
    /// Where each setting that is not a default was written, by key.
    private var places: [String: Place] = [:]

    mutating func read(yaml: String, named file: String) {
        do throws(ConfigurationProblem) {
            guard let root = try ConfigurationNode(yaml: yaml, place: { .line($0, file: file) }) else { return }
            for entry in try root.entries("a mapping of settings") { read(entry) }
        } catch {
            problems.append(error)
        }
    }

    /// Variables are read in the order of their names, so that messages come in the same order every time.
    mutating func read(environment: [String: String]) {
        let names = Setting.all.map(\.environmentName)
        for (name, text) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix(Setting.environmentPrefix)
        {
            let place = Place.environment(variable: name)
            guard let setting = Setting.all.first(where: { $0.environmentName == name }) else {
                let nearest = nearestName(to: name, among: names).map { "; the nearest is \($0)" } ?? ""
                problems.append(ConfigurationProblem(place: place, message: "there is no such setting\(nearest)"))
                continue
            }
            do throws(ConfigurationProblem) {
                apply(setting, try Self.node(for: text, shape: setting.shape, place: place), writtenAt: place)
            } catch {
                problems.append(error)
            }
        }
    }

    /// The configuration, when all of it was right.
    consuming func finish() throws(ConfigurationError) -> Configuration {
        var problems = problems
        if problems.isEmpty {
            problems = ConfigurationRules(configuration: configuration, places: places).problems
        }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return configuration
    }

    /// An entry at the top level: a setting without a section, or a section.
    private mutating func read(_ entry: ConfigurationNode.Entry) {
        if let setting = Setting.all.first(where: { $0.key == entry.key }) {
            apply(setting, entry.value, writtenAt: entry.place)
        } else if Setting.all.contains(where: { $0.section == entry.key }) {
            readSection(entry)
        } else {
            var names: [String] = []
            for name in Setting.all.map({ $0.section ?? $0.key }) where !names.contains(name) { names.append(name) }
            problems.append(
                ConfigurationProblem(place: entry.place, message: ConfigurationNode.unknown(entry.key, among: names)))
        }
    }

    private mutating func readSection(_ section: ConfigurationNode.Entry) {
        // A section whose lines are all comments is empty, and so says nothing.
        if case .empty = section.value.content { return }
        do throws(ConfigurationProblem) {
            for entry in try section.value.entries("a mapping of settings") {
                guard let setting = Setting.all.first(where: { $0.key == "\(section.key).\(entry.key)" }) else {
                    problems.append(unknown(entry, in: section.key))
                    continue
                }
                apply(setting, entry.value, writtenAt: entry.place)
            }
        } catch {
            problems.append(error)
        }
    }

    private func unknown(_ entry: ConfigurationNode.Entry, in section: String) -> ConfigurationProblem {
        let siblings = Setting.all.filter { $0.section == section }.map { String($0.key.dropFirst(section.count + 1)) }
        let nearest = nearestName(to: entry.key, among: siblings) ?? ""
        return ConfigurationProblem(
            place: entry.place, message: "unknown key \"\(entry.key)\" in \"\(section)\"; the nearest is \"\(nearest)\""
        )
    }

    private mutating func apply(_ setting: Setting, _ node: ConfigurationNode, writtenAt place: Place) {
        do throws(ConfigurationProblem) {
            try setting.apply(node, &configuration)
            places[setting.key] = place
        } catch {
            problems.append(ConfigurationProblem(place: error.place, message: "\(setting.key): \(error.message)"))
        }
    }

    private static func node(
        for text: String, shape: ValueShape, place: Place
    ) throws(ConfigurationProblem) -> ConfigurationNode {
        switch shape {
        case .list where text.first != "[":
            let parts = text.split(separator: ",").map { part in
                ConfigurationNode(content: .scalar(String(part.trimming(while: \.isWhitespace))), place: place)
            }
            return ConfigurationNode(content: .list(parts), place: place)
        case .list, .structure:
            return try ConfigurationNode(yaml: text, place: { _ in place })
                ?? ConfigurationNode(content: .empty, place: place)
        case .scalar:
            return ConfigurationNode(content: .scalar(text), place: place)
        }
    }
}

extension Substring {
    /// Without the characters at both ends that the predicate holds for.
    func trimming(while predicate: (Character) -> Bool) -> Substring {
        var rest = drop(while: predicate)
        while let last = rest.last, predicate(last) { rest.removeLast() }
        return rest
    }
}
