/// What is played, and beside whom.
package enum PlayingScenario: String, CaseIterable, Sendable {
    /// Beside nginx with its RTMP module.
    case rtmp
    /// Over TCP, beside a ``PlayingFloor``: Debian packages no server of RTSP for many players.
    case rtsp

    /// For people.
    package var name: String { rawValue.uppercased() }

    /// Who is measured in turn with Turnout.
    package var rivalName: String {
        switch self {
        case .rtmp: "nginx"
        case .rtsp: "floor"
        }
    }

    package var isRivalInstalled: Bool {
        switch self {
        case .rtmp: NginxConfiguration.isInstalled
        case .rtsp: true
        }
    }

    /// Numbers of players whose figures the README shows.
    package var usualPlayers: [Int] {
        switch self {
        case .rtmp: [300, 1_000]
        case .rtsp: [100, 300, 1_000]
        }
    }

    var stream: SyntheticStream {
        switch self {
        case .rtmp: SyntheticStream(bitrate: 600_000)
        case .rtsp: SyntheticStream(bitrate: 2_000_000)
        }
    }

    /// How long the floor gathers: as Turnout does for as many players as are measured.
    package static let floorGathering = Duration.milliseconds(50)
}
