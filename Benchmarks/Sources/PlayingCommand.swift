import ArgumentParser
import Figures
import Forwarding
import Foundation
import Playing

/// `turnout-bench playing`
struct PlayingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "playing",
        abstract: "What RTMP players cost, in turn with nginx and its RTMP module.",
        discussion: """
            Prints a table; when nginx is there and nothing but the rounds was chosen, also writes it to the README.
            """)

    @Option(help: "Rounds of each number of players.")
    var rounds = 5

    @Option(help: "How many seconds to measure of each server in each round.")
    var seconds = Self.usualSeconds

    @Option(help: "Numbers of players, with commas between.")
    var players = Self.usualPlayers

    @Option(help: "The server.")
    var executable = ".build/release/turnout"

    @Option(help: "The folder of the checkout, to write to.")
    var checkout = "."

    func validate() throws {
        guard (1...100).contains(rounds) else { throw ValidationError("--rounds is \(rounds); it takes 1...100") }
        // Players that say nothing are asked after half a minute whether they are there, and most of ours do not answer.
        guard (0.5...20).contains(seconds) else { throw ValidationError("--seconds is \(seconds); it takes 0.5...20") }
        guard let numbers, !numbers.isEmpty, numbers.allSatisfy((1...4_000).contains) else {
            throw ValidationError("--players is \(players); it takes numbers of 1...4000 with commas between")
        }
    }

    func run() throws {
        let run = try PlayingRun(rounds: rounds, seconds: seconds, executable: executable, tell: Self.tell)
        if !NginxConfiguration.isInstalled {
            Self.tell(
                "nginx with its RTMP module is not installed (nginx-core, libnginx-mod-rtmp): only Turnout is measured")
        }
        let wanted = numbers ?? []
        let results = wanted.compactMap { players in
            do {
                return try run.measure(players: players)
            } catch {
                Self.tell("\(error)")
                return nil
            }
        }
        let machine = Machine.current
        let table = PlayingTable(results, machine: machine, seconds: seconds)
        print("\n\(machine.description)\n\(table.text)")
        guard results.count == wanted.count else { throw ExitCode.failure }
        guard players == Self.usualPlayers, seconds == Self.usualSeconds, NginxConfiguration.isInstalled else { return }
        try Documents(root: checkout).write(players: table.markdown)
    }

    /// Nil when one is none.
    private var numbers: [Int]? {
        let parts = players.split(separator: ",").map { Int($0.trimmingPrefix(" ")) }
        return parts.contains(nil) ? nil : parts.compactMap(\.self)
    }

    private static func tell(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    private static let usualPlayers = "300,1000"
    /// Two groups of pictures.
    private static let usualSeconds = 4.0
}
