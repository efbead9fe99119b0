/// Where a client of ours wants to publish or play, and who it says it is.
package struct RTMPStreamName: Equatable, Sendable {
    /// Application and key as one path, e.g. `live/bbb`; not validated, can be empty. However a client divides its URL into
    /// the two (one segment and the rest, all but the last, everything in the application), the path is the same.
    package var path: String
    /// From the key's query, else the application's or the URL's, else from in front of the URL's host.
    package var credentials: RTMPCredentials?

    /// Joins what a client said in `connect` and what it said in `publish` or `play`.
    package init(_ connect: RTMPConnectRequest, name: String) {
        var key = name.prefix { $0 != "?" }
        let query = name[key.endIndex...].dropFirst()
        // Flash Media Server's way of naming a file's format; for a live stream it means nothing.
        for prefix in Self.formatPrefixes where key.hasPrefix(prefix) {
            key = key.dropFirst(prefix.count)
            break
        }
        path = [Substring(connect.app).trimmingSlashes, key.trimmingSlashes].filter { !$0.isEmpty }
            .joined(separator: "/")
        credentials =
            RTMPCredentials(query: query) ?? RTMPCredentials(query: connect.query)
            ?? RTMPURL(connect.tcURL)?.credentials
    }

    private static let formatPrefixes = ["mp4:", "flv:", "mp3:"]
}
