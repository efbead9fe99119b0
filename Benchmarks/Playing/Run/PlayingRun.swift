package import Forwarding
import Foundation

/// Measures players of Turnout and of a rival, in turns, so that what else the machine does befalls both.
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
    package func measure(_ scenario: PlayingScenario, players: Int) throws(ForwardingError) -> PlayingResult {
        var result = PlayingResult(players: players)
        for number in 1...rounds {
            let name = "\(players) \(scenario.name) players, round \(number) of \(rounds)"
            do {
                let round = try round(scenario, players, beginsWithTurnout: !number.isMultiple(of: 2))
                result.rounds.append(round)
                tell("\(name): \(round.text(rival: scenario.rivalName))")
            } catch {
                tell("\(name) failed: \(error)")
            }
        }
        guard !result.rounds.isEmpty else {
            throw .wrong("every round with \(players) \(scenario.name) players failed")
        }
        return result
    }

    private func round(
        _ scenario: PlayingScenario, _ players: Int, beginsWithTurnout: Bool
    ) throws -> PlayingRound {
        guard beginsWithTurnout else {
            let rival = try rival(scenario, players)
            return PlayingRound(turnout: try turnout(scenario, players), rival: rival)
        }
        let turnout = try turnout(scenario, players)
        return PlayingRound(turnout: turnout, rival: try rival(scenario, players))
    }

    private func turnout(_ scenario: PlayingScenario, _ players: Int) throws -> PlayingFigures {
        let server = try MeasuredServer.turnout(
            executable, speaks: scenario == .rtmp ? .rtmp : .rtsp, core: serverCore)
        return try figures(of: server, scenario, players)
    }

    private func rival(_ scenario: PlayingScenario, _ players: Int) throws -> PlayingFigures? {
        guard scenario.isRivalInstalled else { return nil }
        switch scenario {
        case .rtmp: return try figures(of: .nginx(core: serverCore), scenario, players)
        case .rtsp: return try figures(of: .floor(core: serverCore), scenario, players)
        }
    }

    private func figures(
        of server: MeasuredServer, _ scenario: PlayingScenario, _ players: Int
    ) throws -> PlayingFigures {
        try PlayingServerRun(server, stream: scenario.stream, players: players, seconds: seconds).figures()
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
    func text(rival name: String) -> String {
        func text(_ figures: PlayingFigures) -> String {
            String(
                format: "%.3f ms a MB, %d of %d served, %d frames lost, %d faulty", figures.cpuMsPerMegabyte,
                figures.served, figures.players, figures.lostFrames, figures.faultyFrames)
        }
        guard let rival, let ratio else { return text(turnout) }
        return "\(text(turnout)); \(name) \(text(rival)); " + String(format: "ratio %.2f", ratio)
    }
}
