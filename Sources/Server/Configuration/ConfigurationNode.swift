import Foundation
import Yams

/// A YAML value that knows where it was written.
struct ConfigurationNode: Sendable {
    enum Content: Sendable {
        /// Nothing after the colon, or `null`, or `~`.
        case empty
        case scalar(String)
        case list([ConfigurationNode])
        case mapping([Entry])
    }

    struct Entry: Sendable {
        var key: String
        var place: Place
        var value: ConfigurationNode
    }

    var content: Content
    var place: Place
}

extension ConfigurationNode {
    /// The text of a configuration file.
    /// - Throws: when there is no such file, when it cannot be read, and when it is not UTF-8.
    static func contents(of file: String) throws(ConfigurationError) -> String {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            let reason = FileManager.default.fileExists(atPath: file) ? "cannot be read" : "there is no such file"
            throw ConfigurationError(problems: [ConfigurationProblem(place: .file(file), message: reason)])
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError(problems: [ConfigurationProblem(place: .file(file), message: "is not UTF-8 text")])
        }
        return text
    }

    /// Reads one YAML document.
    /// - Parameter place: what to call a line, given its number from 1.
    /// - Returns: nil for a document without any value, e.g. one of comments alone.
    /// - Throws: a problem at the line where the text stops being YAML.
    init?(yaml: String, place: (Int) -> Place) throws(ConfigurationProblem) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw Self.problem(for: error, place: place)
        }
        guard let root else { return nil }
        self = try Self.convert(root, place: place)
    }

    private static func convert(_ node: Node, place: (Int) -> Place) throws(ConfigurationProblem) -> ConfigurationNode {
        let here = place(node.mark?.line ?? 1)
        switch node {
        case .scalar(let scalar):
            let isEmpty = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
            return ConfigurationNode(content: isEmpty ? .empty : .scalar(scalar.string), place: here)
        case .sequence(let sequence):
            var elements: [ConfigurationNode] = []
            for element in sequence { elements.append(try convert(element, place: place)) }
            return ConfigurationNode(content: .list(elements), place: here)
        case .mapping(let mapping):
            var entries: [Entry] = []
            for (key, value) in mapping {
                let keyPlace = place(key.mark?.line ?? 1)
                guard case .scalar(let name) = key else {
                    throw ConfigurationProblem(place: keyPlace, message: "a key must be a word")
                }
                entries.append(Entry(key: name.string, place: keyPlace, value: try convert(value, place: place)))
            }
            return ConfigurationNode(content: .mapping(entries), place: here)
        case .alias:
            throw ConfigurationProblem(
                place: here, message: "this refers to nothing; a value that begins with * needs quotes around it")
        }
    }

    private static func problem(for error: any Error, place: (Int) -> Place) -> ConfigurationProblem {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let hint =
                problem.contains("alphabetic or numeric") ? "; a value that begins with * needs quotes around it" : ""
            return ConfigurationProblem(place: place(mark.line), message: "not YAML: \(problem)\(hint)")
        case .duplicatedKeysInMapping(let keys, let context):
            return ConfigurationProblem(
                place: place(context.mark.line),
                message: "the key \"\(keys.joined(separator: "\", \""))\" stands here more than once")
        default:
            return ConfigurationProblem(place: place(1), message: "not YAML: \(error)")
        }
    }
}
