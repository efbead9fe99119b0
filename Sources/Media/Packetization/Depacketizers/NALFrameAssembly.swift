import Codecs

/// An access unit of H.264 or H.265 in progress: NAL units behind their lengths, with the parameter sets taken out.
struct NALFrameAssembly {
    var sets: ParameterSets
    private(set) var frame = FrameAssembly()

    /// Bytes of a NAL unit's header.
    private let headerLength: Int
    /// The NAL unit of which fragments come; nil between such.
    private var open: OpenUnit?
    private var isKeyframe = false
    private var hasSlice = false
    /// What the sets in force make; nil where they make nothing.
    private var format: TrackFormat?

    init(setKinds: Int, headerLength: Int) {
        sets = ParameterSets(kinds: setKinds)
        self.headerLength = headerLength
    }

    mutating func begin(at timestamp: Int64) {
        frame.begin(at: timestamp)
        sets.beginAccessUnit()
        open = nil
        isKeyframe = false
        hasSlice = false
    }

    /// Takes a NAL unit in one piece.
    mutating func add(_ unit: Span<UInt8>, as role: NALUnitRole) {
        if open != nil { breakOff() }
        switch role {
        case .parameterSet(let kind):
            // Sets count even where the rest of the access unit is lost.
            takeSet([UInt8](copying: unit), kind: kind)
        case .dropped:
            break
        case .slice, .kept:
            beginUnit(as: role)
            frame.append(unit)
            endUnit()
        }
    }

    /// Takes the header of a NAL unit whose body comes in fragments.
    mutating func beginFragments(header: [UInt8], as role: NALUnitRole) {
        if open != nil { breakOff() }
        beginUnit(as: role)
        if frame.hasRoom(for: header.count) { frame.bytes += header }
    }

    mutating func addFragment(_ body: Span<UInt8>, isLast: Bool) {
        guard open != nil else { return breakOff() }
        frame.append(body)
        if isLast { endUnit() }
    }

    /// Ends the access unit, and hands it out if it is whole.
    /// - Parameter makeFormat: what the parameter sets make.
    mutating func finish(
        into items: inout [DepacketizedItem], makeFormat: (borrowing ParameterSets) -> TrackFormat?
    ) {
        guard frame.timestamp != nil else { return }
        if open != nil || !hasSlice && !frame.bytes.isEmpty { abandonRest() }
        if sets.isChanged {
            sets.isChanged = false
            format = makeFormat(sets)
        }
        frame.finish(isKeyframe: isKeyframe && format != nil, format: format, into: &items)
    }

    mutating func noteLoss() {
        frame.noteLoss()
        open = nil
    }

    /// Of an access unit that ends in the middle of a NAL unit something is missing; one without a slice is no frame.
    private mutating func abandonRest() {
        if open != nil { breakOff() } else { frame.bytes.removeAll(keepingCapacity: true) }
    }

    private mutating func breakOff() {
        frame.breakOff()
        open = nil
    }

    private mutating func beginUnit(as role: NALUnitRole) {
        if case .slice(let isRandomAccess, let isFirst) = role {
            // Behind a loss a picture's beginning may be among what is missing.
            if !hasSlice, !isFirst, frame.mayLackHead { frame.breakOff() }
            hasSlice = true
            if isRandomAccess { isKeyframe = true }
        }
        open = OpenUnit(role: role, start: frame.bytes.count)
        if frame.hasRoom(for: Self.lengthSize) { frame.bytes += [0, 0, 0, 0] }
    }

    private mutating func endUnit() {
        defer { open = nil }
        guard let open, !frame.isBroken else { return }
        let bodyStart = open.start + Self.lengthSize
        switch open.role {
        case .slice, .kept:
            let length = UInt32(frame.bytes.count - bodyStart)
            for index in 0..<Self.lengthSize {
                frame.bytes[open.start + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index))
            }
        case .parameterSet(let kind):
            let unit = Array(frame.bytes[bodyStart...])
            frame.bytes.removeLast(frame.bytes.count - open.start)
            takeSet(unit, kind: kind)
        case .dropped:
            frame.bytes.removeLast(frame.bytes.count - open.start)
        }
    }

    private mutating func takeSet(_ unit: [UInt8], kind: Int) {
        if !sets.insert(unit, kind: kind, headerLength: headerLength) { breakOff() }
    }

    /// Bytes of the length in front of each NAL unit (``TrackFormat``).
    private static let lengthSize = 4
}

/// What a NAL unit is to a frame.
enum NALUnitRole {
    /// Part of the picture. The first one of a picture begins with its first block.
    case slice(isRandomAccess: Bool, isFirst: Bool)
    /// Taken out of the frame, for its format.
    case parameterSet(kind: Int)
    /// Part of the frame, such as supplemental information.
    case kept
    /// Of no use in a frame: delimiters, ends of sequence, filler.
    case dropped
}

private struct OpenUnit {
    let role: NALUnitRole
    /// Where its length lies in the frame.
    let start: Int
}
