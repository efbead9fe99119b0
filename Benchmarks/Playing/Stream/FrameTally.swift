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
    /// What the server adds to the stream's time, in milliseconds.
    private var shift: Int64?

    /// Takes the body of a tag as it came.
    /// - Parameter timestamp: milliseconds.
    mutating func take(_ body: [UInt8], of kind: MediaKind, timestamp: Int64) {
        guard let number = FrameMark.number(in: body, of: kind) else { return }
        frames += 1
        let expected = next[kind] ?? number
        if number < expected {
            disordered += 1
        } else {
            missed += Int(number - expected)
            next[kind] = number + 1
        }
        let distance = timestamp - SyntheticStream.time(of: kind, number).milliseconds
        if let shift, abs(distance - shift) > Self.tolerance { mistimed += 1 }
        if shift == nil { shift = distance }
    }

    /// Milliseconds that rounding may cost.
    private static let tolerance: Int64 = 1
}
