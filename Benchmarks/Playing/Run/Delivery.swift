/// What players got between two moments at which nothing was under way to anybody.
struct Delivery {
    /// Bytes that each player had then.
    var before: [Int]
    var after: [Int]
    /// Bytes of the smallest frame, and of all frames in the mean.
    var smallestFrame: Int
    var meanFrame: Int

    /// Whole frames that players missed, all together. All are sent the same, so whoever got fewer bytes than another missed
    /// frames; the few bytes of a ping are none.
    var lostFrames: Int {
        missing.reduce(0) { $0 + ($1 < smallestFrame ? 0 : max(1, $1 / meanFrame)) }
    }

    /// Players that missed nothing.
    var served: Int {
        missing.count { $0 < smallestFrame }
    }

    /// Bytes that each player got less than the one that got most.
    private var missing: [Int] {
        let received = zip(before, after).map { $1 - $0 }
        let most = received.max() ?? 0
        return received.map { most - $0 }
    }
}
