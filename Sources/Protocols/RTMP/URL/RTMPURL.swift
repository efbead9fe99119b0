/// An `rtmp:` or `rtmps:` URL of a stream, e.g. `rtmp://user:pass@host:1935/app/instance/key?token=t`.
package struct RTMPURL: Hashable, Sendable {
    /// Whether TLS is spoken: `rtmps:`.
    package var isSecure: Bool
    /// A name or an address; IPv6 without its brackets.
    package var host: String
    /// 1...65535.
    package var port: UInt16
    /// User and password in front of the host, percent-decoded.
    package var credentials: RTMPCredentials?
    /// The path without its last segment and without slashes at its ends, e.g. `app/instance`; can be empty.
    package var app: String
    /// The last segment with the query, e.g. `key?token=t`; can be empty.
    package var key: String

    /// Reads a URL; nil when the scheme is another, there is no host, the port is none, or a space or control character
    /// stands in it.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        let text = Substring(text)
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
        switch text[..<colon].lowercased() {
        case "rtmp": isSecure = false
        case "rtmps": isSecure = true
        default: return nil
        }
        let rest = text[colon...].dropFirst(3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let path = rest[authority.endIndex...]

        let at = authority.lastIndex(of: "@")
        credentials = at.flatMap { RTMPCredentials(userInformation: authority[..<$0]) }
        let place = at.map { authority[authority.index(after: $0)...] } ?? authority
        guard let (host, port) = Self.hostAndPort(place) else { return nil }
        self.host = host
        self.port = port ?? Self.defaultPort(isSecure: isSecure)

        let names = path.prefix { $0 != "?" }
        let query = path[names.endIndex...]
        if let slash = names.lastIndex(of: "/") {
            app = String(names[..<slash].trimmingSlashes)
            key = String(names[names.index(after: slash)...] + query)
        } else {
            app = ""
            key = String(query)
        }
    }

    /// `tcUrl` of a `connect`: without key and credentials, and without a port that goes without saying.
    package var tcURL: String { "\(origin)/\(app)" }

    /// The URL as it may stand in a log: without user, password and key, which many services take for the password.
    package var redacted: String { app.isEmpty ? "\(origin)/***" : "\(origin)/\(app)/***" }

    private var origin: String {
        let scheme = isSecure ? "rtmps" : "rtmp"
        let host = host.contains(":") ? "[\(host)]" : host
        return port == Self.defaultPort(isSecure: isSecure) ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }

    /// The port is nil when none is named; the whole when it is no place.
    private static func hostAndPort(_ place: Substring) -> (String, UInt16?)? {
        let host: Substring
        let rest: Substring
        if place.hasPrefix("[") {
            guard let bracket = place.firstIndex(of: "]") else { return nil }
            host = place[..<bracket].dropFirst()
            rest = place[place.index(after: bracket)...]
        } else {
            host = place.prefix { $0 != ":" }
            rest = place[host.endIndex...]
        }
        guard !host.isEmpty, !host.contains("["), !host.contains("]") else { return nil }
        if rest.isEmpty || rest == ":" { return (String(host), nil) }
        let digits = rest.dropFirst()
        guard rest.hasPrefix(":"), digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = UInt16(digits), port > 0
        else { return nil }
        return (String(host), port)
    }

    /// 1935 (IANA), or 443 for `rtmps:`, as ffmpeg and librtmp take it; a server of ours listens on 1936.
    package static func defaultPort(isSecure: Bool) -> UInt16 { isSecure ? 443 : 1935 }
}

extension RTMPURL: CustomStringConvertible {
    /// ``redacted``: a URL that is printed by accident gives nothing away.
    package var description: String { redacted }
}

extension Substring {
    /// Without the slashes at both ends.
    var trimmingSlashes: Substring {
        var text = drop { $0 == "/" }
        while text.last == "/" { text.removeLast() }
        return text
    }
}
