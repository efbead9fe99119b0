import ArgumentParser
import Figures
import Forwarding
import Foundation
import Playing

extension PlayingScenario: ExpressibleByArgument {}

/// `turnout-bench playing`
struct PlayingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "playing",
        abstract: "What players cost over TCP: by RTMP in turn with nginx and its RTMP module, by RTSP with the floor.",
        discussion: """
            Prints tables; where nginx is there, or not needed, and nothing but the rounds and the protocol was chosen, \
            also writes them to the README.
            """)

    @Option(name: .customLong("protocol"), help: "What players speak: rtmp or rtsp; both unless given.")
    var scenario: PlayingScenario?

    @Option(help: "Rounds of each number of players.")
    var rounds = 5

    @Option(help: "How many seconds to measure of each server in each round.")
    var seconds = Self.usualSeconds

    @Option(help: "Numbers of players, with commas between; empty for the usual ones.")
    var players = ""

    @Option(help: "The server.")
    var executable = ".build/release/turnout"

    @Option(help: "The folder of the checkout, to write to.")
    var checkout = "."

    func validate() throws {
        guard (1...100).contains(rounds) else { throw ValidationError("--rounds is \(rounds); it takes 1...100") }
        // Players that say nothing are asked after half a minute whether they are there, and most of ours do not answer.
        guard (0.5...20).contains(seconds) else { throw ValidationError("--seconds is \(seconds); it takes 0.5...20") }
        guard let numbers, numbers.allSatisfy((1...4_000).contains) else {
            throw ValidationError("--players is \(players); it takes numbers of 1...4000 with commas between")
        }
    }

    func run() throws {
        let run = try PlayingRun(rounds: rounds, seconds: seconds, executable: executable, tell: Self.tell)
        let complete = try (scenario.map { [$0] } ?? PlayingScenario.allCases).map { try measure($0, by: run) }
        guard complete.allSatisfy(\.self) else { throw ExitCode.failure }
    }

    /// Whether there are all figures.
    private func measure(_ scenario: PlayingScenario, by run: PlayingRun) throws -> Bool {
        if !scenario.isRivalInstalled {
            Self.tell(
                "nginx with its RTMP module is not installed (nginx-core, libnginx-mod-rtmp): only Turnout is measured")
        }
        let chosen = numbers ?? []
        let wanted = chosen.isEmpty ? scenario.usualPlayers : chosen
        let results = wanted.compactMap { players in
            do {
                return try run.measure(scenario, players: players)
            } catch {
                Self.tell("\(error)")
                return nil
            }
        }
        let machine = Machine.current
        let table = PlayingTable(scenario, results, machine: machine, seconds: seconds)
        print("\n\(machine.description)\n\(table.text)")
        guard results.count == wanted.count else { return false }
        guard chosen.isEmpty, seconds == Self.usualSeconds, scenario.isRivalInstalled else { return true }
        try Documents(root: checkout).write(
            players: table.markdown, between: Documents.playersMarkers(scenario.name))
        return true
    }

    /// Nil when one is none.
    private var numbers: [Int]? {
        let parts = players.split(separator: ",").map { Int($0.trimmingPrefix(" ")) }
        return parts.contains(nil) ? nil : parts.compactMap(\.self)
    }

    private static func tell(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Two groups of pictures.
    private static let usualSeconds = 4.0
}

/// `turnout-bench playing-floor`, which the floor of RTSP's players is.
struct PlayingFloorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "playing-floor", shouldDisplay: false)

    @Option(help: "Where to listen, on 127.0.0.1.")
    var port: UInt16

    func run() throws {
        try PlayingFloor(port: port, gathering: PlayingScenario.floorGathering).run()
    }
}
