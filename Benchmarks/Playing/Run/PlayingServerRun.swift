import Forwarding

/// One run: a server started afresh, under a publisher and players.
struct PlayingServerRun {
    private let server: MeasuredServer
    private let stream: SyntheticStream
    private let players: Int
    private let seconds: Double

    /// - Parameter seconds: What is measured, once all players have joined.
    init(_ server: MeasuredServer, stream: SyntheticStream, players: Int, seconds: Double) {
        self.server = server
        self.stream = stream
        self.players = players
        self.seconds = seconds
    }

    /// Lets everybody join, measures, and ends the server.
    /// - Throws: ``ForwardingError``.
    func figures() throws(ForwardingError) -> PlayingFigures {
        defer { server.end() }
        let load = PlayingLoad(stream, by: server.spoken, port: server.port)
        try load.publish()
        try load.stream(for: Self.settling)
        let memory = try server.memory()
        try load.join(players)
        try load.stream(for: Self.beginning)

        // Nothing is under way at either end, so that bytes tell what was lost.
        try load.settle()
        let before = load.players.map(\.received)
        try load.stream(for: Self.warming)
        let window = try measure(load)
        try load.settle()
        let delivery = Delivery(
            before: before, after: load.players.map(\.received), smallestFrame: SyntheticStream.audioLength,
            meanFrame: stream.meanLength)

        let tallies = load.players.map(\.tally)
        return PlayingFigures(
            players: players, served: delivery.served,
            // What nobody got is not seen in bytes.
            lostFrames: max(delivery.lostFrames, tallies.reduce(0) { $0 + $1.missed }),
            faultyFrames: tallies.reduce(0) { $0 + $1.disordered + $1.mistimed }, seconds: window.seconds,
            cpuSeconds: window.cpuSeconds, bytes: window.bytes,
            memoryKiB: Double(try server.memory() - memory))
    }

    private func measure(_ load: PlayingLoad) throws(ForwardingError) -> (
        seconds: Double, cpuSeconds: Double, bytes: Int
    ) {
        let (begin, cpu, bytes) = (ContinuousClock.now, try server.cpuTime(), load.received)
        try load.stream(for: .seconds(seconds))
        let (end, cpuEnd) = (ContinuousClock.now, try server.cpuTime())
        return ((end - begin) / .seconds(1), Double(cpuEnd - cpu) / 1e9, load.received - bytes)
    }

    /// Streamed before the players join.
    private static let settling = Duration.seconds(1)
    /// Streamed after the last has joined. More than a group of pictures: where a server keeps none, players get video from
    /// the next keyframe on.
    private static let beginning = Duration.milliseconds(2_500)
    /// Streamed before measuring, so that everybody is in step again after the stream stood still.
    private static let warming = Duration.milliseconds(500)
}
