/// Bounds on what the outside can make the server hold.
package struct LimitSettings: Equatable, Sendable {
    /// WebRTC sessions at a time, publishers and viewers together.
    package var sessions = 10_000
    /// HTTP and HTTPS connections at a time, per address listened on.
    package var httpConnections = 4096
}

extension LimitSettings {
    static let table: [Setting] = [
        Setting(
            "limits.sessions", \.limits.sessions, .integer(1...1_000_000),
            "WebRTC sessions at a time; more are answered with 503"),
        Setting(
            "limits.http_connections", \.limits.httpConnections, .integer(1...1_000_000),
            "HTTP connections at a time per listening address; more wait until one ends"),
    ]
}
