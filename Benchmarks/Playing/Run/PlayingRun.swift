package import Forwarding
import Foundation

/// Measures players of Turnout and of nginx, in turns, so that what else the machine does befalls both.
package struct PlayingRun {
    private let rounds: Int
    private let seconds: Double
    private let executable: String
    private let cores: [Int]
    private let tell: (String) -> Void

    /// Both servers run on the first core that this process may use; from here on it is the only thing that does.
    /// - Parameters:
    ///   - rounds: Of each number of players, one or more.
    ///   - seconds: What is measured of each server in each round.
    ///   - executable: The path of `turnout`.
    ///   - tell: Takes a line about the progress.
    /// - Throws: ``ForwardingError``.
    package init(rounds: Int, seconds: Double, executable: String, tell: @escaping (String) -> Void) throws {
        self.rounds = rounds
        self.seconds = seconds
        self.executable = executable
        self.tell = tell
        let status = FileManager.default.contents(atPath: "/proc/self/status") ?? Data()
        cores = ProcessStatus.cores(in: String(decoding: status, as: UTF8.self))
        try leaveFirstCore()
    }

    /// What players cost. A round that failed is told, and left out.
    /// - Throws: ``ForwardingError`` when all failed.
    package func measure(players: Int) throws(ForwardingError) -> PlayingResult {
        var result = PlayingResult(players: players)
        for number in 1...rounds {
            let name = "\(players) players, round \(number) of \(rounds)"
            do {
                let round = try round(players, beginsWithTurnout: !number.isMultiple(of: 2))
                result.rounds.append(round)
                tell("\(name): \(round.text)")
            } catch {
                tell("\(name) failed: \(error)")
            }
        }
        guard !result.rounds.isEmpty else { throw .wrong("every round with \(players) players failed") }
        return result
    }

    private func round(_ players: Int, beginsWithTurnout: Bool) throws -> PlayingRound {
        guard beginsWithTurnout else {
            let nginx = try nginx(players)
            return PlayingRound(turnout: try turnout(players), nginx: nginx)
        }
        let turnout = try turnout(players)
        return PlayingRound(turnout: turnout, nginx: try nginx(players))
    }

    private func turnout(_ players: Int) throws -> PlayingFigures {
        try PlayingServerRun(RTMPServer.turnout(executable, core: serverCore), players: players, seconds: seconds)
            .figures()
    }

    private func nginx(_ players: Int) throws -> PlayingFigures? {
        guard NginxConfiguration.isInstalled else { return nil }
        return try PlayingServerRun(RTMPServer.nginx(core: serverCore), players: players, seconds: seconds).figures()
    }

    private var serverCore: Int { cores.first ?? 0 }

    /// The clients run on the other cores, where there are others.
    private func leaveFirstCore() throws(ForwardingError) {
        let others = cores.dropFirst().map { "\($0)" }.joined(separator: ",")
        guard !others.isEmpty else { return }
        _ = try ChildProcess("/usr/bin/taskset", ["-p", "-c", others, "\(getpid())"])
            .readToEnd(within: .seconds(5))
    }
}

extension PlayingRound {
    /// For the progress.
    var text: String {
        func text(_ figures: PlayingFigures) -> String {
            String(
                format: "%.3f ms a MB, %d of %d served, %d frames lost, %d faulty", figures.cpuMsPerMegabyte,
                figures.served, figures.players, figures.lostFrames, figures.faultyFrames)
        }
        guard let nginx, let ratio else { return text(turnout) }
        return "\(text(turnout)); nginx \(text(nginx)); " + String(format: "ratio %.2f", ratio)
    }
}
