package import HTTPTypes
package import Net

/// Whether a request comes from this machine and from nowhere else.
///
/// A loopback address alone is not enough: a reverse proxy on the same machine makes every peer look like it, and a
/// web page from anywhere can make the local browser send requests. So a trusted request also carries nothing that a
/// proxy adds, and any `Origin` and `Host` in it name this machine too (the latter also defeats DNS rebinding).
package enum LoopbackTrust: Equatable, Sendable {
    case trusted
    /// With the reason, as the second half of a sentence that begins "The request is not taken for a local one,
    /// because".
    case refused(String)

    /// For protocols that no web page can make a browser speak, and without header fields.
    /// - Parameter peer: the other end of the TCP connection; nil when it is not known.
    package init(peer: IPAddress?) {
        self = peer?.isLoopback == true ? .trusted : .refused("it comes from another machine")
    }

    /// - Parameter peer: the other end of the TCP connection; nil when it is not known.
    package init(peer: IPAddress?, head: HTTPRequest) {
        self.init(peer: peer)
        guard self == .trusted else { return }
        for field in head.headerFields where Self.isForwarding(field.name) {
            self = .refused("it carries \(field.name.rawName), which a proxy adds")
            return
        }
        // The first Host becomes the authority; a second one has no business here.
        let hosts = head.headerFields.filter { $0.name.canonicalName == "host" }.map(\.value)
        guard ([head.authority].compactMap(\.self) + hosts).allSatisfy(Self.isLoopback(authority:)) else {
            self = .refused("its Host is not this machine")
            return
        }
        guard head.headerFields[values: .origin].allSatisfy(Self.isLoopback(origin:)) else {
            self = .refused("its Origin is not this machine")
            return
        }
        self = .trusted
    }

    /// Header fields that proxies add (RFC 7239, RFC 9110 §7.6.3, and the ones in use beside the standards).
    private static func isForwarding(_ name: HTTPField.Name) -> Bool {
        name.canonicalName.hasPrefix("x-forwarded") || forwardingNames.contains(name.canonicalName)
    }

    /// `scheme://host` or `scheme://host:port` (RFC 6454 §7); never `null`.
    private static func isLoopback(origin: String) -> Bool {
        guard let separator = origin.firstRange(of: "://") else { return false }
        return isLoopback(authority: String(origin[separator.upperBound...]))
    }

    /// `host` or `host:port` (RFC 3986 §3.2); user information makes it untrusted.
    private static func isLoopback(authority: String) -> Bool {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]"), isPort(authority[authority.index(after: end)...]),
                let address = IPAddress(authority[authority.index(after: authority.startIndex)..<end])
            else { return false }
            return address.isLoopback
        }
        let host = authority.prefix { $0 != ":" }.lowercased()
        guard isPort(authority.dropFirst(host.count)) else { return false }
        return host == "localhost" || host.hasSuffix(".localhost") || IPAddress(host)?.isLoopback == true
    }

    /// Nothing, or a colon and digits.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.first == ":" && text.dropFirst().utf8.allSatisfy { (48...57).contains($0) }
    }

    private static let forwardingNames: Set<String> = [
        "forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "x-original-forwarded-for",
        "x-originating-ip", "true-client-ip", "cf-connecting-ip", "cf-connecting-ipv6", "cf-ray", "fastly-client-ip",
        "fly-client-ip", "x-envoy-external-address", "x-azure-clientip", "x-proxyuser-ip",
    ]
}
