package import Net

/// When one peer got how far, from the beginning of its POST on.
package struct JoinTimeline: Sendable, Equatable {
    package let start: Instant
    /// The answer was read.
    package var answer: Instant?
    /// The peer's side has confirmed the path (ICE).
    package var path: Instant?
    /// Keys are agreed on (DTLS).
    package var keys: Instant?
    /// The first packet of media came; of viewers only.
    package var firstPacket: Instant?
    /// The first packet of a keyframe came; of viewers only.
    package var firstKeyframe: Instant?

    package init(start: Instant) {
        self.start = start
    }
}

/// The spread of join times of many peers.
package struct JoinTimes: Sendable {
    package private(set) var answer = Histogram()
    package private(set) var path = Histogram()
    package private(set) var keys = Histogram()
    package private(set) var firstPacket = Histogram()
    package private(set) var firstKeyframe = Histogram()

    package init() {}

    package mutating func record(_ timeline: JoinTimeline) {
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
