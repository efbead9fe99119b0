import Codecs

/// What one player got of a ``SyntheticStream``'s frames, and what it missed since its first of each kind.
struct FrameTally: Equatable {
    private(set) var frames = 0
    /// Whole frames that did not come, although later ones did.
    private(set) var missed = 0
    /// Frames that came although later ones had come.
    private(set) var disordered = 0
    /// Frames whose timestamp was not as far from the first one's as it should be.
    private(set) var mistimed = 0
    private var next: [MediaKind: UInt32] = [:]
    private let hasOneClock: Bool
    /// What the server adds to the stream's time, in milliseconds.
    private var shifts: [MediaKind: Int64] = [:]

    /// - Parameter hasOneClock: Whether timestamps of video and audio count from the same moment.
    init(hasOneClock: Bool) {
        self.hasOneClock = hasOneClock
    }

    /// Takes a frame as it came.
    /// - Parameter timestamp: milliseconds.
    mutating func take(_ frame: ArraySlice<UInt8>, of kind: MediaKind, timestamp: Int64) {
        guard let number = FrameMark.number(in: frame, of: kind) else { return }
        frames += 1
        let expected = next[kind] ?? number
        if number < expected {
            disordered += 1
        } else {
            missed += Int(number - expected)
            next[kind] = number + 1
        }
        let distance = timestamp - SyntheticStream.time(of: kind, number).milliseconds
        let clock = hasOneClock ? .video : kind
        if let shift = shifts[clock], abs(distance - shift) > Self.tolerance { mistimed += 1 }
        if shifts[clock] == nil { shifts[clock] = distance }
    }

    /// Milliseconds that rounding may cost.
    private static let tolerance: Int64 = 1
}
