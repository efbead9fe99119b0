/// Bounds on what the outside can make the server hold.
package struct LimitSettings: Equatable, Sendable {
    /// WebRTC sessions at a time, publishers and viewers together.
    package var sessions = 10_000
    /// Sessions at a time whose peer has not connected yet, those asked for over loopback not counted.
    package var halfOpenSessions = 1_000
    /// The same, of one source: an IPv4 address or an IPv6 /64.
    package var halfOpenSessionsPerSource = 256
    /// HTTP and HTTPS connections at a time, per address listened on.
    package var httpConnections = 4096
    /// RTMP and RTMPS connections at a time.
    package var rtmpConnections = 4096
    /// RTSP and RTSPS connections at a time.
    package var rtspConnections = 4096
}

extension LimitSettings {
    static let table: [Setting] = [
        Setting(
            "limits.sessions", \.limits.sessions, .integer(1...1_000_000),
            "WebRTC sessions at a time; more are answered with 503"),
        Setting(
            "limits.half_open_sessions", \.limits.halfOpenSessions, .integer(1...1_000_000),
            "Sessions at a time whose peer has not connected yet; more are answered with 503; loopback is exempt"),
        Setting(
            "limits.half_open_sessions_per_source", \.limits.halfOpenSessionsPerSource, .integer(1...1_000_000),
            "The same, of one IPv4 address or IPv6 /64"),
        Setting(
            "limits.http_connections", \.limits.httpConnections, .integer(1...1_000_000),
            "HTTP connections at a time per listening address; more wait until one ends"),
        Setting(
            "limits.rtmp_connections", \.limits.rtmpConnections, .integer(1...1_000_000),
            "RTMP connections at a time; more are closed at once"),
        Setting(
            "limits.rtsp_connections", \.limits.rtspConnections, .integer(1...1_000_000),
            "RTSP connections at a time; more are answered with 503"),
    ]
}
