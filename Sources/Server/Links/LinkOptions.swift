/// What is said of a link beside where it goes. ``problem(of:_:says:)`` tells what cannot be together.
package struct LinkOptions: Hashable, Sendable {
    /// Of RTSP: what media goes over.
    package var transport = LinkTransport.auto
    /// Of a pull: whether it is connected only while somebody wants its stream.
    package var isOnDemand = false
    /// How long one on demand stays connected after the last reader left.
    package var closeAfter = Self.usualCloseAfter
    /// Of a file: whether it begins anew at its end, or is over then.
    package var loops = false

    package init(
        transport: LinkTransport = .auto, isOnDemand: Bool = false, closeAfter: Duration = Self.usualCloseAfter,
        loops: Bool = false
    ) {
        self.transport = transport
        self.isOnDemand = isOnDemand
        self.closeAfter = closeAfter
        self.loops = loops
    }

    package static let usualCloseAfter = Duration.seconds(10)
    static let closeAfterRange: ClosedRange<Duration> = .zero ... .seconds(3600)

    /// What was said that does not fit a link, as a sentence without its full stop; nil when all of it does.
    /// - Parameter names: which fields were said at all, by what they are called where they were said.
    func problem(
        of direction: LinkDirection, _ url: LinkURL, says names: [LinkField: String]
    ) -> String? {
        if direction == .push, let name = names[.onDemand] ?? names[.closeAfter] { return "\(name) is for pulls alone" }
        if let name = names[.closeAfter], !isOnDemand {
            return "\(name) is for pulls on demand alone"
        }
        if let name = names[.transport], ![.rtsp, .rtsps].contains(url.scheme) {
            return "\(name) is for rtsp: and rtsps: URLs alone"
        }
        if let name = names[.transport], url.scheme == .rtsps, transport == .udp {
            return "\(name) cannot be udp with rtsps: URLs, whose media goes over TLS"
        }
        return nil
    }
}

/// The fields in which a link is described, in the configuration; the API writes them in its own way.
enum LinkField: String, CaseIterable {
    case url
    case onDemand = "on_demand"
    case transport
    case closeAfter = "close_after"

    /// In JSON.
    var apiName: String {
        switch self {
        case .url: "url"
        case .onDemand: "onDemand"
        case .transport: "transport"
        case .closeAfter: "closeAfter"
        }
    }
}

/// What RTSP's media goes over.
package enum LinkTransport: String, CaseIterable, Sendable {
    /// UDP, and TCP when that does not work.
    case auto
    case tcp
    case udp
}

/// Where a link goes, and how.
package struct LinkTarget: Hashable, Sendable {
    package var url: LinkURL
    package var options: LinkOptions

    package init(_ url: LinkURL, _ options: LinkOptions = LinkOptions()) {
        self.url = url
        self.options = options
    }
}
