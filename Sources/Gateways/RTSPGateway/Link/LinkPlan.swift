import RTSP

/// How a link is connected the next time: what one attempt learns, the next one knows.
struct LinkPlan {
    private(set) var link: RTSPLink
    private(set) var transport: RTSPTransport
    /// What remains to be tried.
    private(set) var alternatives: [RTSPTransport]
    /// Tracks that the server refuses, by their places in what was described or announced.
    private(set) var omitted: Set<Int> = []
    private var isRedirected = false

    /// - Parameters:
    ///   - known: the transport that worked the last time, where another one had not.
    ///   - hasDatagrams: whether there is UDP here.
    /// - Throws: ``RTSPLinkError/unavailable(_:)`` when the transport that is asked for is not there.
    init(_ link: RTSPLink, known: RTSPTransport?, hasDatagrams: Bool) throws(RTSPLinkError) {
        self.link = link
        alternatives = []
        // Media beside an encrypted connection would not be encrypted.
        if link.url.isSecure {
            transport = .tcp
            return
        }
        switch link.transport {
        case .tcp:
            transport = .tcp
        case .udp:
            guard hasDatagrams else { throw .unavailable("UDP is switched off here.") }
            transport = .udp
        case .auto:
            if let known {
                transport = known
            } else if !hasDatagrams {
                transport = .tcp
            } else if link.direction == .pull {
                (transport, alternatives) = (.udp, [.tcp])
            } else {
                // Nobody would tell us that what we send by UDP does not arrive.
                (transport, alternatives) = (.tcp, [.udp])
            }
        }
    }

    /// Changes to the next transport; false when there is none.
    mutating func changeTransport() -> Bool {
        guard !alternatives.isEmpty else { return false }
        transport = alternatives.removeFirst()
        omitted = []
        return true
    }

    mutating func omit(track: Int) {
        omitted.insert(track)
    }

    /// Follows the server to another place of its host, once.
    /// - Returns: false when it is another host, or a second time.
    mutating func redirect(to text: String) -> Bool {
        guard !isRedirected, let url = link.url.redirected(to: text) else { return false }
        isRedirected = true
        link.url = url
        return true
    }
}

/// How a link's connection ended.
enum LinkOutcome: Sendable, Equatable {
    /// The stream is over, here or there.
    case streamEnded
    /// The server wants us at another URL, as it wrote it.
    case redirected(String)
    /// The transport is of no use; another one may be.
    case transportFailed(RTSPLinkError)
    /// The server does not serve one of several tracks: its place in what was described or announced.
    case trackRefused(Int, RTSPLinkError)
    case failed(RTSPLinkError)
}

/// How long a link waits; our choices.
struct LinkTiming {
    /// For the first media by UDP, where there is another transport to be tried.
    var transportPatience = Duration.seconds(5)
    /// For media, after which there is nothing to be expected any more.
    var silence = Duration.seconds(10)
    /// For what may still come after a goodbye (BYE): the source of another track, or a new one of the same.
    var goodbye = Duration.seconds(1)
    /// How often a link is looked after.
    var interval = RTSPGatewayLimits.publisherInterval
}
