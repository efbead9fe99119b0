import Figures
import Foundation

/// The server, and the floor right before or after it.
package struct Round: Sendable, Equatable {
    package var server: ServerFigures
    package var floor: FloorFigures

    /// How many times the floor the server takes.
    package var ratio: Double { server.cpuUsPerPacket / floor.cpuUsPerPacket }

    /// Whether both carried all packets but one in a thousand.
    package var isComplete: Bool { max(server.lossPercent, floor.lossPercent) < 0.1 }

    /// For the progress.
    var text: String {
        let figures = String(
            format: "%.2f µs a packet, floor %.2f, ratio %.2f", server.cpuUsPerPacket, floor.cpuUsPerPacket, ratio)
        guard !isComplete else { return figures }
        return figures + String(format: "; lost %.2f %%, floor %.2f %%", server.lossPercent, floor.lossPercent)
    }
}

/// All rounds of a scenario, and their medians.
package struct ScenarioResult: Sendable, Equatable {
    package var scenario: Scenario
    package var rounds: [Round] = []

    package var serverUs: Double { rounds.map(\.server.cpuUsPerPacket).median }
    package var floorUs: Double { rounds.map(\.floor.cpuUsPerPacket).median }
    /// The median of the rounds' ratios, which is steadier than the ratio of the medians.
    package var ratio: Double { rounds.map(\.ratio).median }
    package var callsPerThousandPackets: Double { rounds.map(\.server.callsPerThousandPackets).median }
    package var transitP99Ms: Double { rounds.compactMap(\.server.transitP99Ms).median }
    package var latencyP99Ms: Double { rounds.compactMap(\.server.latencyP99Ms).median }
    package var memoryMib: Double { rounds.map(\.server.memoryMib).median }
    package var memoryKibPerViewer: Double { rounds.compactMap(\.server.memoryKibPerViewer).median }
    package var lossPercent: Double { rounds.map(\.server.lossPercent).median }
    package var roundsWithLoss: Int { rounds.count { !$0.isComplete } }
}
