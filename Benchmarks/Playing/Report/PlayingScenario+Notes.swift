import Figures

/// What one must know to read the figures.
extension PlayingScenario {
    /// - Parameters:
    ///   - rounds: Of each number of players.
    ///   - seconds: What was measured of each server in each round.
    func notes(rounds: Int, seconds: Double) -> [String] {
        let times = "\(rounds) round\(rounds == 1 ? "" : "s") of \(Table.digits(seconds)) s"
        return [
            """
            One stream of \(stream.bitrate / 1_000) kbit/s over \(carrier): 30 frames/s of video, a keyframe each 2 s, and \
            43 frames/s of audio. Publisher, players and server on the same machine, over loopback.
            """,
            servers,
            """
            Medians of \(times), each with servers started afresh, one right after the other; the ratio is the median of \
            the rounds' ratios.
            """,
            """
            CPU: time of the whole process for each megabyte that players got. Loopback charges what the players' kernel \
            does to the sender, so to both. Players a core: as many as would take one core at that rate. KiB: what the \
            players added to the process's memory. Served: those that got every frame, in the round that served the \
            fewest. Lost frames: of all players and rounds.
            """,
        ]
    }

    private var carrier: String {
        switch self {
        case .rtmp: "RTMP"
        case .rtsp: "RTSP, its packets on each player's TCP connection"
        }
    }

    private var servers: String {
        switch self {
        case .rtmp:
            """
            Both servers have one thread for all players, on one core; the clients have the others. nginx with its RTMP \
            module is one process, with the module's defaults, how long it gathers among them, and chunks of 4,096 bytes. \
            Whoever joins there gets its video from the next keyframe on; Turnout sends a new player all since the last \
            keyframe, and so many players what gathered in 100 ms.
            """
        case .rtsp:
            """
            Debian packages no server of RTSP for many players (there is one in Perl; MediaMTX is not packaged), so a \
            floor stands beside Turnout: a program that speaks no RTSP and hands the same packets to as many connections, \
            with one system call for each and for what gathered in 50 ms, which is as long as Turnout gathers for so many \
            players. Both have one thread for all players, on one core; the clients have the others.
            """
        }
    }
}
