package import Net

/// How many viewers do without video while a worker cannot keep up.
///
/// A worker that is short of processor time finds packets waiting in its socket, older each time. Before the kernel drops
/// any, which would hurt every viewer and sound as much as pictures, a share of the viewers gets no video from the end of
/// the present frame on; sound goes on. What is left undone is made up for by a keyframe when their turn comes again.
package struct OverloadGuard {
    /// The share of viewers that get no video, 0...1.
    package private(set) var share = 0.0
    private var lastOverload = Instant.distantPast
    private var nextStep = Instant.distantPast

    package init() {}

    /// When ``relax(now:)`` wants to be called; distant while nobody does without.
    package var deadline: Instant {
        share > 0 ? max(nextStep, lastOverload.advanced(by: Self.calm)) : .distantFuture
    }

    /// Notes how long a packet waited before it was taken up.
    /// - Returns: whether ``share`` grew.
    package mutating func note(age: Duration, now: Instant) -> Bool {
        guard age >= Self.limit else { return false }
        lastOverload = now
        guard share < 1, now >= nextStep else { return false }
        share = age >= Self.emergency ? 1 : min(1, share + Self.stepUp)
        nextStep = now.advanced(by: Self.stepInterval)
        return true
    }

    /// Gives video back, step by step, once nothing waits any more.
    /// - Returns: whether ``share`` shrank.
    package mutating func relax(now: Instant) -> Bool {
        guard share > 0, now >= deadline else { return false }
        share = share <= Self.stepDown ? 0 : share - Self.stepDown
        nextStep = now.advanced(by: Self.stepInterval)
        return true
    }

    /// A packet that waited as long shows overload: more than a processor quota in periods of 100 ms makes it wait.
    private static let limit = Duration.milliseconds(200)
    /// Here nobody is spared: what waits must be taken up before the socket overflows.
    private static let emergency = Duration.milliseconds(800)
    /// So long nothing must have waited before somebody gets video back.
    private static let calm = Duration.milliseconds(500)
    private static let stepInterval = Duration.milliseconds(250)
    private static let stepUp = 0.25
    private static let stepDown = 0.34
}
