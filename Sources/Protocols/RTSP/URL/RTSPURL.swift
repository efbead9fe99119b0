/// An `rtsp:` or `rtsps:` URL, e.g. `rtsp://user:pass@host:554/live/camera?token=t` (RFC 2326 §3.2, RFC 7826 §4.2).
package struct RTSPURL: Hashable, Sendable {
    /// Whether TLS is spoken: `rtsps:`.
    package var isSecure: Bool
    /// A name or an address; IPv6 without its brackets.
    package var host: String
    /// 1...65535.
    package var port: UInt16
    /// User and password in front of the host, percent-decoded.
    package var credentials: RTSPCredentials?
    /// As written, with the slash that it begins with; empty when there is none. See ``decodedPath``.
    package var path: String
    /// What stands behind the first `?`, as written; nil when there is none. Clients that append a track's name to a
    /// URL put it behind the query: see ``control(below:)``.
    package var query: String?

    /// Reads a URL. Nil when the scheme is another, there is no host, the port is none, a space or control character
    /// stands in it, or it is longer than ``RTSPLimits/url``.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= RTSPLimits.url, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        let (scheme, rest) = Substring(text).cut(at: ":")
        switch scheme.lowercased() {
        case "rtsp": isSecure = false
        case "rtsps": isSecure = true
        default: return nil
        }
        guard let rest, rest.hasPrefix("//") else { return nil }
        let bytes = rest.utf8.dropFirst(2)
        let authority = Substring(bytes.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") })
        let (path, query) = Substring(bytes[authority.endIndex...]).cut(at: "?")
        self.path = String(path)
        self.query = query.map(String.init)

        let at = authority.utf8.lastIndex(of: UInt8(ascii: "@"))
        credentials = at.flatMap { RTSPCredentials(userInformation: Substring(authority.utf8[..<$0])) }
        let place = at.map { Substring(authority.utf8[$0...].dropFirst()) } ?? authority
        guard let (host, port) = Self.hostAndPort(place) else { return nil }
        self.host = host
        self.port = port ?? Self.defaultPort(isSecure: isSecure)
    }

    /// The URL as a request names it: without credentials, and without a port that goes without saying.
    package var text: String { origin + path + (query.map { "?\($0)" } ?? "") }

    /// The URL as it may stand in a log: without credentials, and without the query, where tokens stand.
    package var redacted: String { origin + path + (query == nil ? "" : "?***") }

    /// The path without percent-encoding and without the slash at its beginning. Nil when a control character comes out
    /// of it, or no UTF-8.
    package var decodedPath: String? {
        guard let decoded = Substring(path).percentDecoded,
            decoded.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return nil }
        return String(Substring(decoded.utf8.drop { $0 == UInt8(ascii: "/") }))
    }

    private var origin: String {
        let scheme = isSecure ? "rtsps" : "rtsp"
        let host = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port == Self.defaultPort(isSecure: isSecure) ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }

    /// The port is nil when none is named; the whole when it is no place.
    private static func hostAndPort(_ place: Substring) -> (String, UInt16?)? {
        let host: Substring
        let rest: Substring
        if place.hasPrefix("[") {
            let (inside, outside) = Substring(place.utf8.dropFirst()).cut(at: "]")
            guard let outside else { return nil }
            host = inside
            rest = outside
        } else {
            host = Substring(place.utf8.prefix { $0 != UInt8(ascii: ":") })
            rest = Substring(place.utf8[host.endIndex...])
        }
        guard !host.isEmpty, !host.contains("["), !host.contains("]") else { return nil }
        if rest.isEmpty || rest == ":" { return (String(host), nil) }
        guard rest.hasPrefix(":"), let port = UInt16(decimal: Substring(rest.utf8.dropFirst())), port > 0 else {
            return nil
        }
        return (String(host), port)
    }

    /// 554, or 322 for `rtsps:` (IANA, RFC 7826 §4.2); a server of ours listens on others.
    package static func defaultPort(isSecure: Bool) -> UInt16 { isSecure ? 322 : 554 }
}

extension RTSPURL: CustomStringConvertible {
    /// ``redacted``: a URL that is printed by accident gives nothing away.
    package var description: String { redacted }
}
