package import Net

/// When to ask a publisher for a keyframe: any number of viewers may want one at any time, and the publisher is asked at
/// most once in 200 ms, again and again until a keyframe begins.
package struct KeyframePolicy: Sendable {
    /// Whether somebody waits for a keyframe.
    package private(set) var isWanted = false
    /// When a request is due; nil when none is.
    package private(set) var deadline: Instant?
    private var lastRequest: Instant?

    package init() {}

    /// Somebody needs a keyframe that begins after now.
    package mutating func want(now: Instant) {
        isWanted = true
        let earliest = lastRequest.map { $0.advanced(by: Self.minimumInterval) } ?? now
        deadline = min(deadline ?? .distantFuture, max(now, earliest))
    }

    /// Whether to send a request now. Once sent, it is repeated until ``keyframeBegan()``.
    package mutating func takeRequest(now: Instant) -> Bool {
        guard isWanted, let deadline, now >= deadline else { return false }
        lastRequest = now
        self.deadline = now.advanced(by: Self.repeatInterval)
        return true
    }

    /// The first packet of a keyframe arrived: everybody who waited is served.
    package mutating func keyframeBegan() {
        isWanted = false
        deadline = nil
    }

    /// A publisher is asked no oftener than this.
    package static let minimumInterval = Duration.milliseconds(200)
    /// A request that had no effect is repeated after this: longer than most round trips and an encoder's frame.
    package static let repeatInterval = Duration.milliseconds(500)
}
