/// Which URL a track has (RFC 2326 §C.1.1).
///
/// The specification resolves `a=control` as RFC 1808 resolves a link, which drops the last segment of a base that
/// does not end in a slash, and its query. ffmpeg and live555 put a slash between base and control where there is
/// none, whatever the base is, so a track's name can stand behind a query; cameras expect that, and we do it.
/// GStreamer's player follows the specification (since 1.18). All come to the same for a base without a query that
/// ends in a slash, so that is what a server should give as `Content-Base`.
extension RTSPURL {
    /// The URL that SETUP names for a track, or other requests for the whole.
    /// - Parameters:
    ///   - control: `a=control:`: absolute, relative, or `*` (or nothing), which is the base itself.
    ///   - base: of the description: `Content-Base`, else `Content-Location`, else the URL that DESCRIBE or ANNOUNCE
    ///     named, as written.
    package static func control(_ control: some StringProtocol, base: String) -> String {
        let control = Substring(control).trimmed
        if control.isEmpty || control == "*" { return base }
        let scheme = control.prefix(8).lowercased()
        if scheme.hasPrefix("rtsp://") || scheme.hasPrefix("rtsps://") { return String(control) }
        let isSeparated = base.utf8.last == UInt8(ascii: "/") || control.utf8.first == UInt8(ascii: "/")
        return isSeparated ? base + control : "\(base)/\(control)"
    }

    /// What a client put behind a base URL to name a track, e.g. `trackID=1`; empty when this is the base. Nil when
    /// this URL is not below the base.
    ///
    /// Scheme, host and port do not count, as a client can reach the server by another name than it gave. The control
    /// can stand behind the base's path, with the base's query or without, or behind its query.
    package func control(below base: RTSPURL) -> String? {
        if let query = base.query {
            if self.query == nil || self.query == query { return path.control(below: base.path) }
            return path.control(below: base.path) == "" ? self.query?.control(below: query) : nil
        }
        return path.control(below: base.path).map { control in
            // A control with a question mark in it, and not a query of the base.
            guard let query, !control.isEmpty else { return control }
            return "\(control)?\(query)"
        }
    }
}

extension String {
    /// What stands behind `base` and a slash; empty when it is nothing, nil when this text does not begin so.
    fileprivate func control(below base: String) -> String? {
        let base = base.utf8.last == UInt8(ascii: "/") ? Substring(base.utf8.dropLast()) : Substring(base)
        guard utf8.starts(with: base.utf8) else { return nil }
        let rest = Substring(utf8.dropFirst(base.utf8.count))
        if rest.isEmpty { return "" }
        return rest.utf8.first == UInt8(ascii: "/") ? String(Substring(rest.utf8.dropFirst())) : nil
    }
}
