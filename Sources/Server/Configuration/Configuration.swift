/// Everything that can be set, with the built-in defaults.
///
/// `Config/turnout.yaml` explains each setting and holds the same values; ``Setting/all`` names them for the YAML
/// file, the environment and the documentation.
package struct Configuration: Equatable, Sendable {
    package var http = HTTPSettings()
    package var webrtc = WebRTCSettings()
    package var rtmp = RTMPListenerSettings()
    package var rtsp = RTSPListenerSettings()
    package var streams = StreamSettings()
    /// What is set for single paths and patterns of them.
    package var paths: [PathSettings] = []
    /// A folder for what must survive a restart; made on first use.
    package var stateDirectory = "state"
    /// Who may do what; see ``Authority``.
    package var users: [User] = []
    /// Bearer tokens for `/v1/whip` and `/v1/whep`, each good for one path.
    package var streamKeys: [StreamKey] = []
    /// Whether this machine itself may publish, use the API and read metrics without credentials.
    package var trustLoopback = true
    package var limits = LimitSettings()
    package var log = LogSettings()

    package init() {}

    /// The built-in defaults, changed by a file, changed by the environment.
    ///
    /// - Parameters:
    ///   - file: name of a YAML file; nil for none.
    ///   - environment: the process's environment; names that do not begin with `TURNOUT_` are none of our business.
    /// - Throws: ``ConfigurationError`` with everything that is wrong, not only the first thing.
    package init(file: String?, environment: [String: String]) throws(ConfigurationError) {
        var text: String?
        if let file { text = try ConfigurationNode.contents(of: file) }
        try self.init(yaml: text, named: file ?? "", environment: environment)
    }

    /// The same from a text; `name` is what messages call the file.
    package init(yaml: String?, named name: String, environment: [String: String]) throws(ConfigurationError) {
        var reader = ConfigurationReader()
        if let yaml { reader.read(yaml: yaml, named: name) }
        reader.read(environment: environment)
        self = try reader.finish()
    }
}

/// Everything that is wrong with a configuration, in the order in which it was found.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    package var problems: [ConfigurationProblem]

    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}

/// One thing that is wrong: where, and what, in words that say how to put it right.
package struct ConfigurationProblem: Error, Equatable, CustomStringConvertible {
    package var place: Place
    package var message: String

    package var description: String { "\(place): \(message)" }
}

/// Where a setting was written.
package enum Place: Equatable, Sendable, CustomStringConvertible {
    /// Lines count from 1.
    case line(Int, file: String)
    case file(String)
    case environment(variable: String)

    package var description: String {
        switch self {
        case .line(let line, let file): "\(file):\(line)"
        case .file(let file): file
        case .environment(let variable): variable
        }
    }
}
