extension PathSettings {
    static let table: [Setting] = [
        Setting(
            "paths", \.paths, .paths,
            "What is set for a path or a pattern: where it comes from and is pushed to, and what may be transcoded"
        )
    ]
}

extension ValueFormat<[PathSettings]> {
    static let paths = ValueFormat(
        expected: "a mapping of paths to {pull, source, loop, push, transcode}", shape: .structure,
        read: { (node) throws(ConfigurationProblem) in
            var paths: [PathSettings] = []
            for entry in try node.entries("a mapping of paths to {pull, source, loop, push, transcode}") {
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
        let fields = try entry.value.fields(
            ["pull", "source", "loop", "push", "transcode"], "{pull, source, loop, push, transcode}")
        for name in ["pull", "source", "push"] {
            guard pattern.exactPath == nil, let node = fields[name] else { continue }
            throw ConfigurationProblem(
                place: node.place, message: "\(name) needs the path of one stream, and \"\(pattern.text)\" is none")
        }
        if let node = fields["pull"] { pull = try LinkTarget(node, .pull) }
        source = try Self.source(fields)
        if let node = fields["push"] {
            for element in try node.elements("a list of URLs") {
                let target = try LinkTarget(element, .push)
                guard !push.contains(where: { $0.url == target.url }) else {
                    throw ConfigurationProblem(place: element.place, message: "\(target.url) stands here twice")
                }
                push.append(target)
            }
        }
        if let node = fields["transcode"] { transcode = try TranscodeSwitches(node) }
    }

    /// From `source: file.mp4` and `loop: true`.
    private static func source(_ fields: [String: ConfigurationNode]) throws(ConfigurationProblem) -> LinkTarget? {
        let loops = try fields["loop"].map { (node) throws(ConfigurationProblem) in
            try ValueFormat<Bool>.boolean.read(node)
        }
        guard let node = fields["source"] else {
            guard let node = fields["loop"] else { return nil }
            throw ConfigurationProblem(place: node.place, message: "loop needs a source, the name of a file")
        }
        guard fields["pull"] == nil else {
            throw ConfigurationProblem(place: node.place, message: "a path has either a pull or a source")
        }
        let name = try node.text("the name of a file")
        guard let url = LinkURL(file: name) else {
            throw ConfigurationProblem(
                place: node.place, message: "\"\(name)\" is not the name of a file in the folder rtsp.files")
        }
        return LinkTarget(url, LinkOptions(loops: loops ?? false))
    }
}

extension LinkTarget {
    /// From a URL, or from `{url: URL, on_demand: true, transport: tcp, close_after: 10s}`.
    fileprivate init(_ node: ConfigurationNode, _ direction: LinkDirection) throws(ConfigurationProblem) {
        guard case .mapping = node.content else {
            self.init(try LinkURL(node))
            return
        }
        let names = LinkField.allCases.map(\.rawValue)
        let fields = try node.fields(names, "{\(names.joined(separator: ", "))}")
        guard let urlNode = fields[LinkField.url.rawValue] else {
            throw ConfigurationProblem(place: node.place, message: "a \(direction.rawValue) needs its url")
        }
        self.init(try LinkURL(urlNode))
        if let node = fields[LinkField.onDemand.rawValue] {
            options.isOnDemand = try ValueFormat<Bool>.boolean.read(node)
        }
        if let node = fields[LinkField.transport.rawValue] {
            options.transport = try ValueFormat<LinkTransport>.choice().read(node)
        }
        if let node = fields[LinkField.closeAfter.rawValue] {
            options.closeAfter = try ValueFormat<Duration>.duration(LinkOptions.closeAfterRange).read(node)
        }
        let said = LinkField.allCases.filter { fields[$0.rawValue] != nil }
        let problem = options.problem(
            of: direction, url, says: Dictionary(uniqueKeysWithValues: said.map { ($0, $0.rawValue) }))
        if let problem { throw ConfigurationProblem(place: node.place, message: problem) }
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
