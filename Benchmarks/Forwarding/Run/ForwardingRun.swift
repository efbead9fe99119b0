import Foundation

/// Measures scenarios: in each round the server and the floor take turns, so that what else the machine does befalls both.
package struct ForwardingRun {
    private let rounds: Int
    private let seconds: Double
    private let executable: String
    private let tell: (String) -> Void

    /// - Parameters:
    ///   - rounds: Of each scenario, one or more.
    ///   - seconds: What is measured of server and floor in each round.
    ///   - executable: The path of `turnout`.
    ///   - tell: Takes a line about the progress.
    package init(rounds: Int, seconds: Double, executable: String, tell: @escaping (String) -> Void) {
        self.rounds = rounds
        self.seconds = seconds
        self.executable = executable
        self.tell = tell
    }

    /// What a scenario cost. A round that failed is told, and left out.
    /// - Throws: ``ForwardingError`` when all failed.
    package func measure(_ scenario: Scenario) throws(ForwardingError) -> ScenarioResult {
        var result = ScenarioResult(scenario: scenario)
        for number in 1...rounds {
            let name = "\(scenario.name), round \(number) of \(rounds)"
            do {
                let round = try round(scenario.traffic, beginsWithServer: !number.isMultiple(of: 2))
                result.rounds.append(round)
                tell("\(name): \(round.text)")
            } catch {
                tell("\(name) failed: \(error)")
            }
        }
        guard !result.rounds.isEmpty else { throw .wrong("every round of \(scenario.name) failed") }
        return result
    }

    private func round(_ traffic: Traffic, beginsWithServer: Bool) throws -> Round {
        guard beginsWithServer else {
            let floor = try floor(traffic)
            return Round(server: try server(traffic), floor: floor)
        }
        let server = try server(traffic)
        return Round(server: server, floor: try floor(traffic))
    }

    private func server(_ traffic: Traffic) throws -> ServerFigures {
        try ServerRun(traffic, seconds: seconds, executable: executable).figures()
    }

    private func floor(_ traffic: Traffic) throws -> FloorFigures {
        let floor = try ChildProcess(
            OwnProgram.path, ["floor", "--json", "--seconds", "\(seconds)"] + FloorArguments.of(traffic))
        return try FloorFigures(json: floor.readToEnd(within: .seconds(seconds + 20)))
    }
}
