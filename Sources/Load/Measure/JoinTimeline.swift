import Net

/// When one peer got how far, from the beginning of its POST on.
struct JoinTimeline: Sendable, Equatable {
    let start: Instant
    /// The answer was read.
    var answer: Instant?
    /// The peer's side has confirmed the path (ICE).
    var path: Instant?
    /// Keys are agreed on (DTLS).
    var keys: Instant?
    /// The first packet of media came; of viewers only.
    var firstPacket: Instant?
    /// The first packet of a keyframe came; of viewers only.
    var firstKeyframe: Instant?

    init(start: Instant) {
        self.start = start
    }
}

/// The spread of join times of many peers.
struct JoinTimes: Sendable {
    private(set) var answer = Histogram()
    private(set) var path = Histogram()
    private(set) var keys = Histogram()
    private(set) var firstPacket = Histogram()
    private(set) var firstKeyframe = Histogram()

    init() {}

    mutating func record(_ timeline: JoinTimeline) {
        func record(_ instant: Instant?, in histogram: inout Histogram) {
            if let instant { histogram.record(instant.nanoseconds(since: timeline.start)) }
        }
        record(timeline.answer, in: &answer)
        record(timeline.path, in: &path)
        record(timeline.keys, in: &keys)
        record(timeline.firstPacket, in: &firstPacket)
        record(timeline.firstKeyframe, in: &firstKeyframe)
    }
}
