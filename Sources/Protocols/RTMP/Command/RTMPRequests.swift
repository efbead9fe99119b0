import Containers

/// A client's `connect` (RTMP 1.0, §7.2.1.1).
package struct RTMPConnectRequest: Equatable, Sendable {
    /// The application, without its query, e.g. `live`; can be empty.
    package var app: String
    /// What stood behind a `?` in the application's name or, when there was none, in the URL; without the `?`.
    package var query: String
    /// The URL that the client connected to, as it says; credentials may stand in it.
    package var tcURL: String
    /// The client's own name and version.
    package var flashVersion: String
    package var swfURL: String
    package var pageURL: String
    /// Whether commands are AMF3 (`objectEncoding` 3).
    package var usesAMF3: Bool
    package var capabilities: RTMPCapabilities

    package init(
        app: String, query: String = "", tcURL: String = "", flashVersion: String = "", swfURL: String = "",
        pageURL: String = "", usesAMF3: Bool = false, capabilities: RTMPCapabilities = RTMPCapabilities()
    ) {
        self.app = app
        self.query = query
        self.tcURL = tcURL
        self.flashVersion = flashVersion
        self.swfURL = swfURL
        self.pageURL = pageURL
        self.usesAMF3 = usesAMF3
        self.capabilities = capabilities
    }
}

/// A client's `publish` (RTMP 1.0, §7.2.2.6).
package struct RTMPPublishRequest: Equatable, Sendable {
    package var streamID: UInt32
    /// The stream's name as it came, query and prefixes included: ``RTMPStreamName`` takes it apart.
    package var name: String
    package var mode: Mode

    package init(streamID: UInt32, name: String, mode: Mode) {
        self.streamID = streamID
        self.name = name
        self.mode = mode
    }

    /// What the client wants done with the stream beside sending it on.
    package enum Mode: String, Sendable {
        /// Also stands for any other word, and none.
        case live
        case record
        case append
    }
}

/// A client's `play` or `play2` (RTMP 1.0, §7.2.2.1, §7.2.2.2).
package struct RTMPPlayRequest: Equatable, Sendable {
    package var streamID: UInt32
    /// The stream's name as it came, query and prefixes included: ``RTMPStreamName`` takes it apart.
    package var name: String
    /// Seconds; -2 for live if there is such a stream and recorded else, -1 for live only, 0 and more for a recording. -2
    /// when the client says nothing, or no number.
    package var start: Double
    /// Seconds; -1 for up to the end, also when the client says nothing, or no number.
    package var duration: Double
    /// Whether what was played before is flushed.
    package var reset: Bool

    package init(streamID: UInt32, name: String, start: Double = -2, duration: Double = -1, reset: Bool = true) {
        self.streamID = streamID
        self.name = name
        self.start = start
        self.duration = duration
        self.reset = reset
    }
}

extension RTMPConnectRequest {
    /// Reads the command object of a `connect`. What is missing, or not of its type, is empty.
    init(_ object: AMF0Value) {
        let name = object["app"]?.string ?? ""
        let url = object["tcUrl"]?.string ?? ""
        let app = name.prefix { $0 != "?" }
        let query = name.contains("?") ? name[app.endIndex...] : url.drop { $0 != "?" }
        self.init(
            app: String(app), query: String(query.dropFirst()), tcURL: url,
            flashVersion: object["flashVer"]?.string ?? "", swfURL: object["swfUrl"]?.string ?? "",
            pageURL: object["pageUrl"]?.string ?? "", usesAMF3: object["objectEncoding"]?.number == 3,
            capabilities: RTMPCapabilities(object))
    }
}
