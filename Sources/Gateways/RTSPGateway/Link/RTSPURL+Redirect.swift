import RTSP

extension RTSPURL {
    /// Where a redirect leads; nil when that is another host, less safe than before, or no URL.
    /// - Parameter text: a whole URL, or one relative to this: `//host/path`, `/path`, or empty for the same place.
    func redirected(to text: String) -> RTSPURL? {
        if text.isEmpty { return self }
        let scheme = isSecure ? "rtsps" : "rtsp"
        let bracketed = host.contains(":") ? "[\(host)]" : host
        let whole =
            if text.hasPrefix("//") { "\(scheme):\(text)" } else if text.hasPrefix("/") {
                "\(scheme)://\(bracketed):\(port)\(text)"
            } else { text }
        guard var url = RTSPURL(whole), url.host.lowercased() == host.lowercased(), url.isSecure || !isSecure
        else { return nil }
        if url.credentials == nil { url.credentials = credentials }
        return url
    }
}
