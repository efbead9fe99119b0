import Figures

/// What a server cost in one run.
package struct PlayingFigures: Sendable, Equatable {
    /// Players that asked.
    package var players: Int
    /// Those that were connected at the end and got every byte.
    package var served: Int
    /// Whole frames that players missed, all together.
    package var lostFrames: Int
    /// Frames that came in another order than they were sent, or with another distance in time, to the players that look.
    package var faultyFrames: Int
    /// Of the window.
    package var seconds: Double
    /// Of the whole process, in the window.
    package var cpuSeconds: Double
    /// Bytes that the players got in the window, what lies below the protocol not counted.
    package var bytes: Int
    /// What the players added to the process's memory.
    package var memoryKiB: Double

    package var cpuMsPerMegabyte: Double { bytes > 0 ? cpuSeconds * 1e3 / (Double(bytes) / 1e6) : .nan }

    /// Players that would fill one core, by the CPU time of those that were there.
    package var playersPerCore: Double { cpuSeconds > 0 ? Double(served) * seconds / cpuSeconds : .nan }

    package var memoryKiBPerPlayer: Double { memoryKiB / Double(players) }
}

/// Turnout, and its rival right before or after it; nil where that is not installed.
package struct PlayingRound: Sendable, Equatable {
    package var turnout: PlayingFigures
    package var rival: PlayingFigures?

    /// How many times the rival's CPU time for a byte Turnout takes.
    package var ratio: Double? { rival.map { turnout.cpuMsPerMegabyte / $0.cpuMsPerMegabyte } }
}

/// All rounds with the same number of players, and their medians.
package struct PlayingResult: Sendable, Equatable {
    package var players: Int
    package var rounds: [PlayingRound] = []

    /// The median of the rounds' ratios, which is steadier than the ratio of the medians.
    package var ratio: Double { rounds.compactMap(\.ratio).median }

    package func median(_ figure: (PlayingFigures) -> Double, of server: (PlayingRound) -> PlayingFigures?) -> Double {
        rounds.compactMap(server).map(figure).median
    }
}
