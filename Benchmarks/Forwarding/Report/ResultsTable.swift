package import Figures
import Foundation

/// The figures of all scenarios as tables, and what one must know to read them.
package struct ResultsTable {
    private let results: [ScenarioResult]
    private let machine: Machine
    private let seconds: Double

    /// - Parameter seconds: What was measured of each round.
    package init(_ results: [ScenarioResult], machine: Machine, seconds: Double) {
        self.results = results
        self.machine = machine
        self.seconds = seconds
    }

    /// For the terminal.
    package var text: String {
        var table = Table(
            "Forwarding", columns: Self.columns, notes: notes.map { $0.wrapped(to: 118, indentation: "  ") })
        for result in results { table.add("\(result.scenario.title), \(result.scenario.cipher)", cells(result)) }
        return table.text
    }

    /// For documents: the machine, the table, the notes.
    package var markdown: String {
        var table = MarkdownTable(columns: ["forwarding"] + Self.columns)
        for result in results { table.add(["\(result.scenario.title), \(result.scenario.cipher)"] + cells(result)) }
        return
            ([machine.description + ":", "", table.text, ""]
            + notes.map { "- \($0)".wrapped(to: 120, indentation: "  ") }).joined(separator: "\n")
    }

    private static let columns = [
        "µs a packet", "floor", "ratio", "KiB a viewer", "calls a 1,000 packets", "transit p99", "latency p99", "lost",
    ]

    private func cells(_ result: ScenarioResult) -> [String] {
        let traffic = result.scenario.traffic
        // What few viewers add is less than what the process takes meanwhile to remember the publishers' packets.
        let memory = traffic.viewers / traffic.publishers >= 100 ? Table.digits(result.memoryKibPerViewer) : "-"
        return [
            Table.digits(result.serverUs), Table.digits(result.floorUs), Table.digits(result.ratio), memory,
            Table.digits(result.callsPerThousandPackets), Self.milliseconds(result.transitP99Ms),
            Self.milliseconds(result.latencyP99Ms), loss(result),
        ]
    }

    /// `0`, or the median, and in how many rounds it was more than a thousandth.
    private func loss(_ result: ScenarioResult) -> String {
        guard result.roundsWithLoss > 0 else { return "0" }
        return String(
            format: "%.2f %% (%d of %d rounds)", result.lossPercent, result.roundsWithLoss, result.rounds.count)
    }

    private var notes: [String] {
        let rounds = results.map(\.rounds.count).min() ?? 0
        let engines = Set(results.flatMap { $0.rounds.map(\.server.cipherEngine) }).sorted().joined(separator: ", ")
        return [
            "H.264 of 2.5 Mbit/s and publisher where nothing else is said, 30 frames/s, a frame's packets at once unless paced; one worker, cipher "
                + "by \(engines); server, publishers and viewers on the same machine, over loopback.",
            "Medians of \(rounds) round\(rounds == 1 ? "" : "s") of \(Table.digits(seconds)) s, each with a server "
                + "started afresh and with the floor right before or after; the ratio is the median of the rounds' ratios.",
            "µs a packet: CPU time of the whole process for each packet to each viewer. The floor forwards the same "
                + "packets with nothing but the kernel and the cipher: it knows whom to send to, and neither decrypts nor "
                + "remembers, repairs or reports. Loopback charges what receivers' kernels do to the sender, so to both.",
            "Transit: from a packet's reception by the kernel to its being sent. Latency: from its departure at the "
                + "publisher to its arrival at the viewer. Lost: 0 for less than a thousandth.",
        ] + [memory].compactMap { $0 }
    }

    /// Memory by the slope, where it can be seen.
    private var memory: String? {
        func memory(_ name: String) -> Double? { results.first { $0.scenario.name == name }?.memoryMib }
        guard let few = memory("100-gcm"), let many = memory("300-gcm") else { return nil }
        return "Memory: what the viewers added, RSS. By the slope from 100 to 300 viewers (GCM) it is "
            + "\(Table.digits((many - few) * 1_024 / 200)) KiB a viewer."
    }

    private static func milliseconds(_ value: Double) -> String {
        value.isFinite ? "\(Table.digits(value)) ms" : "-"
    }
}
