/// An `rtmp:` or `rtmps:` URL of a stream, e.g. `rtmp://user:pass@host:1935/app/instance/key?token=t`.
package struct RTMPURL: Hashable, Sendable {
    /// Whether TLS is spoken: `rtmps:`.
    package var isSecure: Bool
    /// A name or an address; IPv6 without its brackets.
    package var host: String
    package var port: UInt16
    /// User and password in front of the host, percent-decoded.
    package var credentials: RTMPCredentials?
    /// The path without its last segment, e.g. `app/instance`; can be empty.
    package var app: String
    /// The last segment with the query, e.g. `key?token=t`; can be empty.
    package var key: String

    /// Reads a URL; nil when the scheme is another, there is no host, or the port is none.
    package init?(_ text: String) { return nil }

    /// `tcUrl` of a `connect`: without key and credentials.
    package var tcURL: String { "" }

    /// The URL as a person may read it in a log: without credentials, and without the query's values.
    package var redacted: String { "" }

    /// 1935 (IANA), or 443 for `rtmps:`, as ffmpeg and librtmp take it; a server of ours listens on 1936.
    package static func defaultPort(isSecure: Bool) -> UInt16 { isSecure ? 443 : 1935 }
}
