import Codecs

/// Gives the packets of one source of a track their time on the stream's timeline: by their timestamps alone, so that
/// nothing jumps, and in step with the stream's other tracks as far as the publisher's sender reports tell.
///
/// A report may show that the first guess, which was by arrival, was wrong by tens of milliseconds. Sound is never moved:
/// one would hear it. Video is moved toward it, a little with each frame.
struct PacketClock {
    private let rate: Int
    private var unwrapped: (timestamp: UInt32, ticks: Int64)?
    /// Nanoseconds from ticks to the timeline.
    private var offset: Int64 = 0
    /// How much later the publisher says that the latest packet was captured than its time here, in nanoseconds.
    private(set) var error: Int64 = 0
    private var hasBegun = false
    /// Of the latest frame, before any correction.
    private var latestFrame: Int64?

    /// - Parameters:
    ///   - rate: timestamp units in a second.
    ///   - former: of the source before, whose place on the timeline the next one takes.
    init(rate: Int, after former: PacketClock? = nil) {
        self.rate = max(rate, 1)
        error = former?.error ?? 0
    }

    /// A timestamp as a count of ticks that does not wrap: what is within half the range of the latest.
    mutating func unwrap(_ timestamp: UInt32) -> Int64 {
        guard let unwrapped else {
            self.unwrapped = (timestamp, Int64(timestamp))
            return Int64(timestamp)
        }
        let ticks = unwrapped.ticks &+ Int64(Int32(bitPattern: timestamp &- unwrapped.timestamp))
        if ticks > unwrapped.ticks { self.unwrapped = (timestamp, ticks) }
        return ticks
    }

    /// Sets the timeline by the first packet, and notes what later ones say.
    /// - Parameter captureTime: when it was captured, as far as is known now, in nanoseconds.
    mutating func observe(ticks: Int64, captureTime: Int64) {
        if !hasBegun {
            offset = captureTime &- nanoseconds(ticks) &- error
            hasBegun = true
        }
        error = captureTime &- (nanoseconds(ticks) &+ offset)
    }

    /// When what has this time was captured, as far as is known now, in nanoseconds.
    func captureTime(ofTicks ticks: Int64) -> Int64 {
        nanoseconds(ticks) &+ offset &+ error
    }

    /// The time of a frame.
    /// - Parameter target: the error of the sound that the frame should be in step with; nil where there is none, or for
    ///   sound itself.
    mutating func time(ofTicks ticks: Int64, following target: Int64?) -> MediaTime {
        let time = nanoseconds(ticks)
        defer { latestFrame = time }
        if let target {
            // By no more than half of a frame's length, so that frames that follow close upon another stay in order.
            let length = latestFrame.map { Int64(clamping: (time &- $0).magnitude) } ?? 0
            let step = min(Self.largestStep, length / 2)
            let correction = min(max(error &- target, -step), step)
            offset &+= correction
            error &-= correction
        }
        return MediaTime(nanoseconds: time &+ offset)
    }

    private func nanoseconds(_ ticks: Int64) -> Int64 {
        MediaTime(ticks: ticks, rate: rate).nanoseconds
    }

    /// Nanoseconds by which one frame may be moved: a tenth of a second is made good within a second and a half.
    private static let largestStep: Int64 = 2_000_000
}
