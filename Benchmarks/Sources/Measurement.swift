import CLinux
import Figures

/// Measures by the CPU clock of the calling thread: what other processes do, and waiting, does not count.
enum Measurement {
    /// Runs `body` once to warm up and ``rounds`` times to measure.
    /// - Parameters:
    ///   - count: units of work in one run.
    ///   - prepare: makes what a run uses up; not measured.
    /// - Returns: the median of the rounds, in nanoseconds a unit.
    static func median<Prepared>(
        perUnitOf count: Int, prepare: () throws -> Prepared, _ body: (Prepared) throws -> Void
    ) rethrows -> Double {
        var rounds: [Double] = []
        for round in 0...Self.rounds {
            let prepared = try prepare()
            let time = try cpuTime { try body(prepared) }
            if round > 0 { rounds.append(Double(time) / Double(count)) }
        }
        return rounds.median
    }

    static func median(perUnitOf count: Int, _ body: () throws -> Void) rethrows -> Double {
        try median(perUnitOf: count, prepare: {}, { try body() })
    }

    /// CPU time of this thread in `body`, in nanoseconds.
    static func cpuTime(_ body: () throws -> Void) rethrows -> Int64 {
        let begin = clinux_thread_cpu_nanoseconds()
        try body()
        return clinux_thread_cpu_nanoseconds() - begin
    }

    /// Odd, so that the median is one of them.
    static let rounds = 15
}

/// Keeps the optimiser from leaving out work whose result nobody needs.
@inline(never) @_optimize(none)
func keep<Value>(_ value: Value) {}
