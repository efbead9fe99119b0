package import Figures

/// The figures of all numbers of players as tables, and what one must know to read them.
package struct PlayingTable {
    private let scenario: PlayingScenario
    private let results: [PlayingResult]
    private let machine: Machine
    private let seconds: Double

    /// - Parameter seconds: What was measured of each server in each round.
    package init(_ scenario: PlayingScenario, _ results: [PlayingResult], machine: Machine, seconds: Double) {
        self.scenario = scenario
        self.results = results
        self.machine = machine
        self.seconds = seconds
    }

    /// For the terminal.
    package var text: String {
        var table = Table(
            title, columns: columns, notes: notes.map { $0.wrapped(to: 118, indentation: "  ") })
        for result in results { table.add("\(result.players)", cells(result)) }
        return table.text
    }

    /// For documents: the machine, the table, the notes.
    package var markdown: String {
        var table = MarkdownTable(columns: [title] + columns)
        for result in results { table.add(["\(result.players)"] + cells(result)) }
        return
            ([machine.description + ":", "", table.text, ""]
            + notes.map { "- \($0)".wrapped(to: 120, indentation: "  ") }).joined(separator: "\n")
    }

    private var title: String { "\(scenario.name) players" }

    private var columns: [String] {
        ["CPU ms a MB", rival, "ratio"]
            + ["players a core", "KiB a player", "served", "lost frames"].flatMap { [$0, rival] }
    }

    private var rival: String { scenario.rivalName }

    private func cells(_ result: PlayingResult) -> [String] {
        let servers: [(PlayingRound) -> PlayingFigures?] = [{ $0.turnout }, { $0.rival }]
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
        scenario.notes(rounds: results.map(\.rounds.count).min() ?? 0, seconds: seconds)
    }
}
