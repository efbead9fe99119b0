import SFU

extension User {
    static let table: [Setting] = [
        Setting("users", \.users, .users, "Who may publish, play and use the API, and on which paths"),
        Setting(
            "stream_keys", \.streamKeys, .streamKeys,
            "Bearer tokens for /v1/whip and /v1/whep, and keys of RTMP, each with the path it publishes and plays"),
        Setting(
            "trust_loopback", \.trustLoopback, .boolean,
            "Let this machine itself publish, play, use the API and read metrics without credentials"),
    ]
}

extension ValueFormat<[User]> {
    static let users = ValueFormat(
        expected: "a list of {name, secret, may}", shape: .structure,
        read: { (node) throws(ConfigurationProblem) in
            var users: [User] = []
            for element in try node.elements("a list of {name, secret, may}") { users.append(try User(element)) }
            return users
        },
        show: { "[\($0.map { "{name: \($0.name), ...}" }.joined(separator: ", "))]" })
}

extension ValueFormat<[StreamKey]> {
    static let streamKeys = ValueFormat(
        expected: "a mapping of keys to paths", shape: .structure,
        read: { (node) throws(ConfigurationProblem) in
            var keys: [StreamKey] = []
            for entry in try node.entries("a mapping of keys to paths") {
                let text = try entry.value.text("the path of a stream")
                do throws(StreamPathError) {
                    keys.append(StreamKey(key: entry.key, path: try StreamPath(text)))
                } catch {
                    throw ConfigurationProblem(place: entry.value.place, message: "\"\(text)\": \(error)")
                }
                guard !entry.key.isEmpty else {
                    throw ConfigurationProblem(place: entry.place, message: "a stream key must not be empty")
                }
            }
            return keys
        },
        show: { "{\($0.map { "(secret): \($0.path)" }.joined(separator: ", "))}" })
}

extension User {
    /// From `{name: alice, secret: ..., may: [publish: live/*, play: "**", api]}`.
    init(_ node: ConfigurationNode) throws(ConfigurationProblem) {
        let fields = try node.fields(["name", "secret", "may"], "{name, secret, may}")
        guard let nameNode = fields["name"], let mayNode = fields["may"] else {
            throw ConfigurationProblem(place: node.place, message: "a user needs a name, a secret, and what it may do")
        }
        let name = try nameNode.text("a name")
        guard !name.isEmpty, name.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") }) else {
            throw ConfigurationProblem(
                place: nameNode.place, message: "a user's name must be ASCII without spaces and colons")
        }
        var rights: [Right] = []
        for element in try mayNode.elements("a list of rights, e.g. [publish: live/*]") {
            rights += try Right.list(from: element)
        }
        switch (fields["secret"], name == Self.anybody) {
        case (nil, true):
            self.init(anybodyMay: rights)
        case (let secretNode?, true):
            throw ConfigurationProblem(
                place: secretNode.place, message: "the user \"\(Self.anybody)\" stands for everybody and has no secret")
        case (nil, false):
            throw ConfigurationProblem(
                place: node.place,
                message:
                    "the user \"\(name)\" needs a secret; only \"\(Self.anybody)\", who stands for everybody, has none")
        case (let secretNode?, false):
            let secret = try secretNode.text("a secret")
            guard !secret.isEmpty else {
                throw ConfigurationProblem(place: secretNode.place, message: "a secret must not be empty")
            }
            self.init(name: name, secret: secret, rights: rights)
        }
    }
}

extension Right {
    /// One element of `may`: `publish: live/*`, several of those in one mapping, or `publish` alone for every path.
    fileprivate static func list(from node: ConfigurationNode) throws(ConfigurationProblem) -> [Right] {
        switch node.content {
        case .mapping(let entries):
            var rights: [Right] = []
            for entry in entries {
                let action = try Self.action(entry.key, at: entry.place)
                let text = try entry.value.text("a path, or a pattern with * for one segment and ** for any")
                guard let pattern = PathPattern(text) else {
                    throw ConfigurationProblem(
                        place: entry.value.place,
                        message: PathPattern.sentence(about: text))
                }
                rights.append(Right(action, pattern))
            }
            return rights
        default:
            let word = try node.text("a right, e.g. publish: live/*")
            return [Right(try action(word, at: node.place), .everything)]
        }
    }

    private static func action(_ word: String, at place: Place) throws(ConfigurationProblem) -> Action {
        guard let action = Action(rawValue: word) else {
            throw ConfigurationProblem(
                place: place, message: ConfigurationNode.unknown(word, among: Action.allCases.map(\.rawValue)))
        }
        return action
    }
}
