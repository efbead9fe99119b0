import Glibc

/// Measures what Turnout's parts cost, in CPU time of the thread that does the work, and prints it as tables.
///
/// Everything runs on one thread, so that nothing else of the benchmark disturbs the figure at hand.
@main
struct TurnoutBench {
    static func main() {
        do {
            try SRTPBenchmark.run().print()
            try ParsingBenchmark.run().print()
            try DTLSBenchmark.run().print()
            try PlanBenchmark.run().print()
            try LoopBenchmark.run().print()
        } catch {
            print("The benchmark failed: \(error)")
            exit(1)
        }
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
