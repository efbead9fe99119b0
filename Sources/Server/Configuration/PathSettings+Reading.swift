extension PathSettings {
    static let table: [Setting] = [
        Setting(
            "paths", \.paths, .paths,
            "What is set for a path or a pattern: where it is pulled from and pushed to, and what may be transcoded"
        )
    ]
}

extension ValueFormat<[PathSettings]> {
    static let paths = ValueFormat(
        expected: "a mapping of paths to {pull, push, transcode}", shape: .structure,
        read: { (node) throws(ConfigurationProblem) in
            var paths: [PathSettings] = []
            for entry in try node.entries("a mapping of paths to {pull, push, transcode}") {
                paths.append(try PathSettings(entry))
            }
            return paths
        },
        show: { "{\($0.map { "\($0.pattern.text): {...}" }.joined(separator: ", "))}" })
}

extension PathSettings {
    /// From `live/*: {pull: URL, push: [URL], transcode: {to_opus: false}}`.
    fileprivate init(_ entry: ConfigurationNode.Entry) throws(ConfigurationProblem) {
        guard let pattern = PathPattern(entry.key) else {
            throw ConfigurationProblem(place: entry.place, message: PathPattern.sentence(about: entry.key))
        }
        self.init(pattern)
        let fields = try entry.value.fields(["pull", "push", "transcode"], "{pull, push, transcode}")
        for name in ["pull", "push"] {
            guard pattern.exactPath == nil, let node = fields[name] else { continue }
            throw ConfigurationProblem(
                place: node.place, message: "\(name) needs the path of one stream, and \"\(pattern.text)\" is none")
        }
        if let node = fields["pull"] { pull = try LinkURL(node) }
        if let node = fields["push"] {
            for element in try node.elements("a list of URLs") {
                let url = try LinkURL(element)
                guard !push.contains(url) else {
                    throw ConfigurationProblem(place: element.place, message: "\(url) stands here twice")
                }
                push.append(url)
            }
        }
        if let node = fields["transcode"] { transcode = try TranscodeSwitches(node) }
    }
}

extension TranscodeSwitches {
    private static let switches: [(name: String, property: any WritableKeyPath<TranscodeSwitches, Bool?> & Sendable)] =
        [
            ("to_opus", \.toOpus), ("to_aac", \.toAAC), ("without_b_frames", \.withoutBFrames), ("to_h264", \.toH264),
        ]

    fileprivate init(_ node: ConfigurationNode) throws(ConfigurationProblem) {
        self.init()
        let names = Self.switches.map(\.name)
        let fields = try node.fields(names, "{\(names.joined(separator: ", "))}, each true or false")
        for (name, property) in Self.switches {
            guard let value = fields[name] else { continue }
            self[keyPath: property] = try ValueFormat<Bool>.boolean.read(value)
        }
    }
}

extension LinkURL {
    fileprivate init(_ node: ConfigurationNode) throws(ConfigurationProblem) {
        let text = try node.text("a URL")
        do throws(LinkURLError) {
            try self.init(text)
        } catch {
            throw ConfigurationProblem(place: node.place, message: "\(error)")
        }
    }
}
