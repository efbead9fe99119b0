import ArgumentParser
import Figures

/// Measures what Turnout costs, in CPU time, and prints it as tables.
@main
struct TurnoutBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "turnout-bench",
        abstract:
            "Measure what Turnout costs in CPU time: its parts, and the whole server beside the kernel and beside nginx.",
        subcommands: [
            PartsCommand.self, ForwardingCommand.self, PlayingCommand.self, FloorCommand.self, FloorPeersCommand.self,
            PlayingFloorCommand.self,
        ],
        defaultSubcommand: PartsCommand.self)
}

/// `turnout-bench parts`
///
/// Everything runs on one thread, so that nothing else of the benchmark disturbs the figure at hand.
struct PartsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parts", abstract: "What the parts cost, each on its own; a minute at most.")

    func run() throws {
        print(Machine.current.description)
        try SRTPBenchmark.run().print()
        try ParsingBenchmark.run().print()
        try DTLSBenchmark.run().print()
        try PlanBenchmark.run().print()
        try LoopBenchmark.run().print()
    }
}

/// Why there are no figures.
enum BenchmarkError: Error, CustomStringConvertible {
    /// A part of the benchmark did not do its work, so that its time would mean nothing.
    case wrong(String)
    /// A call to the system failed.
    case system(String, errno: Int32)

    var description: String {
        switch self {
        case .wrong(let what): what
        case .system(let call, let errno): "\(call) failed: errno \(errno)"
        }
    }
}
