package import Figures

/// The figures of all numbers of players as tables, and what one must know to read them.
package struct PlayingTable {
    private let results: [PlayingResult]
    private let machine: Machine
    private let seconds: Double

    /// - Parameter seconds: What was measured of each server in each round.
    package init(_ results: [PlayingResult], machine: Machine, seconds: Double) {
        self.results = results
        self.machine = machine
        self.seconds = seconds
    }

    /// For the terminal.
    package var text: String {
        var table = Table(
            "RTMP players", columns: Self.columns, notes: notes.map { $0.wrapped(to: 118, indentation: "  ") })
        for result in results { table.add("\(result.players)", cells(result)) }
        return table.text
    }

    /// For documents: the machine, the table, the notes.
    package var markdown: String {
        var table = MarkdownTable(columns: ["RTMP players"] + Self.columns)
        for result in results { table.add(["\(result.players)"] + cells(result)) }
        return
            ([machine.description + ":", "", table.text, ""]
            + notes.map { "- \($0)".wrapped(to: 120, indentation: "  ") }).joined(separator: "\n")
    }

    private static let columns = [
        "CPU ms a MB", "nginx", "ratio", "players a core", "nginx", "KiB a player", "nginx", "served", "nginx",
        "lost frames",
        "nginx",
    ]

    private func cells(_ result: PlayingResult) -> [String] {
        let servers: [(PlayingRound) -> PlayingFigures?] = [{ $0.turnout }, { $0.nginx }]
        func medians(_ figure: (PlayingFigures) -> Double) -> [String] {
            servers.map { Table.digits(result.median(figure, of: $0)) }
        }
        return medians(\.cpuMsPerMegabyte) + [Table.digits(result.ratio)] + medians(\.playersPerCore)
            + medians(\.memoryKiBPerPlayer)
            + servers.map { result.rounds.compactMap($0).map(\.served).min().map { "\($0)" } ?? "-" }
            + servers.map { server in
                let lost = result.rounds.compactMap(server).map(\.lostFrames)
                return lost.isEmpty ? "-" : "\(lost.reduce(0, +))"
            }
    }

    private var notes: [String] {
        let rounds = results.map(\.rounds.count).min() ?? 0
        return [
            "One stream of \(SyntheticStream.bitrate / 1_000) kbit/s over RTMP: 30 frames/s of video, a keyframe each 2 s, "
                + "and 43 frames/s of audio. Publisher, players and server on the same machine, over loopback.",
            "Both servers have one thread for all players, on one core; the clients have the others. nginx with its RTMP "
                + "module is one process, with the module's defaults, how long it gathers among them, and chunks of 4,096 bytes. "
                + "Whoever joins there gets its video from the next keyframe on; Turnout sends a new player all since the last "
                + "keyframe, and so many players what gathered in 100 ms.",
            "Medians of \(rounds) round\(rounds == 1 ? "" : "s") of \(Table.digits(seconds)) s, each with servers started "
                + "afresh, one right after the other; the ratio is the median of the rounds' ratios.",
            "CPU: time of the whole process for each megabyte that players got. Loopback charges what the players' kernel does "
                + "to the sender, so to both. Players a core: as many as would take one core at that rate. KiB: what the players "
                + "added to the process's memory. Served: those that got every frame, in the round that served the fewest. Lost frames: "
                + "of all players and rounds.",
        ]
    }
}
