import ArgumentParser
import Figures
import Forwarding
import Foundation

/// `turnout-bench forwarding`
struct ForwardingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forwarding",
        abstract: "What the whole server costs under load, in turn with the floor.",
        discussion: """
            Prints a table; when all scenarios were measured, also writes it to Benchmarks/results.md and the README, and \
            draws Benchmarks/forwarding.svg. Scenarios: \(Scenario.all.map(\.name).joined(separator: ", ")).
            """)

    @Option(help: "Rounds of each scenario.")
    var rounds = 5

    @Option(help: "How many seconds to measure in each round.")
    var seconds = 2.5

    @Option(help: "Scenarios by name or its beginning, with commas between; empty for all.")
    var scenarios = ""

    @Option(help: "The server.")
    var executable = ".build/release/turnout"

    @Option(help: "The folder of the checkout, to write to.")
    var checkout = "."

    func validate() throws {
        guard (1...100).contains(rounds) else { throw ValidationError("--rounds is \(rounds); it takes 1...100") }
        guard (0.5...600).contains(seconds) else {
            throw ValidationError("--seconds is \(seconds); it takes 0.5...600")
        }
        do { _ = try Scenario.named(scenarios) } catch { throw ValidationError(error.description) }
    }

    func run() throws {
        let wanted = try Scenario.named(scenarios)
        let run = ForwardingRun(rounds: rounds, seconds: seconds, executable: executable, tell: Self.tell)
        let results = wanted.compactMap { scenario in
            do {
                return try run.measure(scenario)
            } catch {
                Self.tell("\(error)")
                return nil
            }
        }
        let machine = Machine.current
        let table = ResultsTable(results, machine: machine, seconds: seconds)
        print("\n\(machine.description)\n\(table.text)")
        guard results.count == wanted.count else { throw ExitCode.failure }
        guard wanted == Scenario.all else { return }
        let chart = ForwardingChart(results, machine: machine)
        try Documents(root: checkout).write(table: table.markdown, chart: chart.document)
    }

    private static func tell(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
