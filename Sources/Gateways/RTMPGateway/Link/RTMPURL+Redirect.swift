import RTMP

extension RTMPURL {
    /// Where a redirect leads; nil when that is another host, less safe than before, or no URL.
    /// - Parameter text: a whole URL, or one relative to this: `//host/app`, `/app`, or empty for the same place.
    func redirected(to text: String) -> RTMPURL? {
        if text.isEmpty { return self }
        let scheme = isSecure ? "rtmps" : "rtmp"
        let bracketed = host.contains(":") ? "[\(host)]" : host
        let whole =
            if text.hasPrefix("//") { "\(scheme):\(text)" } else if text.hasPrefix("/") {
                "\(scheme)://\(bracketed):\(port)\(text)"
            } else { text }
        // A `tcUrl` names an application alone; the stream in it stays the same.
        guard var url = RTMPURL(whole), url.host.lowercased() == host.lowercased(), url.isSecure || !isSecure
        else { return nil }
        if url.credentials == nil { url.credentials = credentials }
        if url.key != key {
            url.app = [url.app, url.key].filter { !$0.isEmpty }.joined(separator: "/")
            url.key = key
        }
        return url
    }
}
