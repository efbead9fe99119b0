/// What a run has found: the object that `--json` prints. The names are promised; new ones may be added.
package struct LoadReport: Encodable, Sendable {
    /// Of these names and their meaning.
    var format = 1
    /// Whether everybody joined and stayed, and no more was lost than allowed.
    package var passed = true
    /// Whether a signal ended it early.
    var interrupted = false
    var whip: String
    var whep: String
    var codec: String
    var bitrate: Int
    var fps: Int
    var paced: Bool
    /// How media was protected; nil when nobody connected.
    var protection: String?
    /// How long was measured, after everybody had joined.
    var seconds = 0.0
    var publishers = Publishers()
    var viewers = Viewers()
    /// From a packet's departure at the publisher to its arrival at the viewer, of what was measured; nil without marks.
    var latencyMs: Spread?
    /// Nil when the server is not on this machine, or cannot be looked at.
    var server: Server?
    var tool = Tool()
    /// A sentence for each client that failed, and for each limit that was passed.
    package var errors: [String] = []

    struct Publishers: Encodable, Sendable {
        var asked = 0
        var joined = 0
        var failed = 0
        var joinMs = Joins()
        var packets = 0
        var frames = 0
        var keyframes = 0
        var keyframeRequests = 0
        var packetsAskedAgain = 0
        var packetsSentAgain = 0
    }

    struct Viewers: Encodable, Sendable {
        var asked = 0
        var joined = 0
        var failed = 0
        var joinMs = Joins()
        /// Since each viewer's first packet.
        var packetsExpected = 0
        var packetsLost = 0
        var lossPercent = 0.0
        var framesExpected = 0
        var framesLost = 0
        var keyframes = 0
        /// Packets that came because they were asked for again.
        var packetsRepaired = 0
        var packetsDuplicate = 0
        /// Packets thrown away on purpose.
        var packetsDropped = 0
        /// Datagrams that could not be decrypted.
        var packetsRefused = 0
        /// Viewers whose loss is counted by the server's sequence numbers, since its packets are not those of our publishers.
        var withoutMarks = 0
        /// Of all viewers together, of what was measured.
        var packetsPerSecond = 0.0
        var bitsPerSecond = 0.0
    }

    /// Milliseconds from the beginning of the POST on.
    struct Joins: Encodable, Sendable {
        var answer: Spread?
        var ice: Spread?
        var dtls: Spread?
        /// Of viewers alone.
        var firstPacket: Spread?
        var firstKeyframe: Spread?
    }

    /// Milliseconds.
    struct Spread: Encodable, Sendable {
        var count: Int
        var p50: Double
        var p90: Double
        var p99: Double
        var max: Double
    }

    struct Server: Encodable, Sendable {
        var pids: [Int32]
        /// Of one core.
        var cpuPercent: Double
        /// For each packet that the viewers received; nil when there was none.
        var cpuUsPerPacket: Double?
        var rssMib: Double
        /// What the viewers added; nil without viewers.
        var rssKibPerViewer: Double?
    }

    struct Tool: Encodable, Sendable {
        var cpuPercent = 0.0
        var cpuUsPerPacket: Double?
        var failedSends = 0
    }
}

extension LoadReport.Spread {
    /// Nil for none.
    init?(_ histogram: Histogram) {
        guard histogram.count > 0 else { return nil }
        func milliseconds(_ nanoseconds: Int64) -> Double { (Double(nanoseconds) / 1e3).rounded() / 1e3 }
        count = histogram.count
        p50 = milliseconds(histogram.percentile(0.5))
        p90 = milliseconds(histogram.percentile(0.9))
        p99 = milliseconds(histogram.percentile(0.99))
        max = milliseconds(histogram.maximum)
    }
}

extension LoadReport.Joins {
    init(_ times: JoinTimes) {
        answer = .init(times.answer)
        ice = .init(times.path)
        dtls = .init(times.keys)
        firstPacket = .init(times.firstPacket)
        firstKeyframe = .init(times.firstKeyframe)
    }
}
