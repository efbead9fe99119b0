extension LoadReport {
    /// The times between two moments, and what came between them.
    /// - Parameter packets: That the viewers received.
    mutating func take(_ start: Sample, _ end: Sample, packets: Int, server processes: ServerProcesses?) {
        seconds = Self.rounded(Double(end.time - start.time) / 1e9)
        viewers.packetsPerSecond = Self.rounded(Double(packets) / seconds)
        func percent(_ nanoseconds: Int64) -> Double { Self.rounded(Double(nanoseconds) / 1e7 / seconds) }
        func each(_ nanoseconds: Int64) -> Double? {
            packets > 0 ? Self.rounded(Double(nanoseconds) / 1e3 / Double(packets)) : nil
        }
        let own = end.ownTime - start.ownTime
        tool.cpuPercent = percent(own)
        tool.cpuUsPerPacket = each(own)
        guard let processes, let usage = end.server, let time = end.serverTime(since: start) else { return }
        server = Server(
            pids: processes.ids, cpuPercent: percent(time), cpuUsPerPacket: each(time),
            rssMib: Self.rounded(Double(usage.memory) / 1_048_576))
    }

    /// What was counted from the beginning to the end.
    /// - Parameter repairs: Whether lost packets were asked for again. Otherwise what was thrown away on purpose is not
    ///   the server's loss.
    mutating func take(_ tally: Tally, repairs: Bool) {
        protection = tally.protection
        tool.failedSends = tally.failedSends
        publishers.packets = tally.publishers.packets
        publishers.frames = tally.publishers.frames
        publishers.keyframes = tally.publishers.keyframes
        publishers.keyframeRequests = tally.publishers.keyframeRequests
        publishers.packetsAskedAgain = tally.publishers.requestedPackets
        publishers.packetsSentAgain = tally.publishers.resentPackets
        let received = tally.viewers
        viewers.packetsExpected = received.counts.packets
        viewers.packetsLost = max(0, received.counts.lostPackets - (repairs ? 0 : received.dropped))
        viewers.framesExpected = received.counts.frames
        viewers.framesLost = received.counts.lostFrames
        viewers.keyframes = received.keyframes
        viewers.packetsRepaired = received.repaired
        viewers.packetsDuplicate = received.duplicates
        viewers.packetsDropped = received.dropped
        viewers.packetsRefused = received.refused
        viewers.withoutMarks = received.unmarked
        guard viewers.packetsExpected > 0 else { return }
        viewers.lossPercent = Self.rounded(100 * Double(viewers.packetsLost) / Double(viewers.packetsExpected))
    }

    /// To three places.
    static func rounded(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }
}

extension LoadReport.Publishers {
    mutating func take(_ asked: Int, _ joined: Int, _ failed: Int, _ times: JoinTimes) {
        (self.asked, self.joined, self.failed) = (asked, joined, failed)
        joinMs = .init(times)
    }
}

extension LoadReport.Viewers {
    mutating func take(_ asked: Int, _ joined: Int, _ failed: Int, _ times: JoinTimes) {
        (self.asked, self.joined, self.failed) = (asked, joined, failed)
        joinMs = .init(times)
    }
}
