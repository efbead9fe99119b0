/// What there was of the access unit in progress.
struct RepackedAccessUnit: Sendable {
    let timestamp: UInt32
    /// Whether a part of it may be missing.
    var mayLackPart: Bool
    /// Whether a slice of its picture has begun.
    private(set) var hasSlice = false
    /// The kinds of parameter sets that came with it, a bit for each.
    private var kinds: UInt8 = 0

    init(timestamp: UInt32, mayLackPart: Bool) {
        self.timestamp = timestamp
        self.mayLackPart = mayLackPart
    }

    /// Whether a marker can be its end: what has no picture is no access unit, unless the picture was lost.
    var canEnd: Bool { hasSlice || mayLackPart }

    /// Takes note of the next unit, and returns what begins with it.
    /// - Parameter kindCount: ``ParameterSetConfiguration/kindCount``.
    mutating func note(_ role: RepackedUnitRole, kindCount: Int) -> KeyframeBeginning {
        guard !hasSlice else { return .none }
        switch role {
        case .parameterSet(let kind):
            kinds |= 1 << UInt8(truncatingIfNeeded: kind)
            return .parameterSets
        case .slice(let isFirst, let isKeyframe):
            hasSlice = true
            // Where something is missing the picture's beginning may be.
            guard isKeyframe, isFirst || !mayLackPart else { return .none }
            return .picture(lacking: (0..<kindCount).first { kinds & 1 << UInt8(truncatingIfNeeded: $0) == 0 })
        case .delimiter, .other:
            return .none
        }
    }
}

/// What of a keyframe begins with a unit.
enum KeyframeBeginning: Equatable {
    case none
    case parameterSets
    /// The picture; the first kind of sets that did not come before it.
    case picture(lacking: Int?)

    /// What begins with two units that follow each other in a packet.
    mutating func add(_ next: KeyframeBeginning) {
        if next != .none { self = next }
    }
}
