import Bytes
import Codecs

/// The parameter sets of a track: those of its session description, and in their place those that came since.
struct ParameterSetMemory<Form: NALUnitRepackingForm>: Sendable {
    /// Nil before there are any.
    private var configuration: Form.Configuration?
    /// Those that came since, with the access unit in progress, each behind its length in four bytes.
    private var arrived: [UInt8] = []
    /// One that comes in fragments, as far as it is there; empty between such.
    private var unfinished: [UInt8] = []

    /// - Parameter sets: each behind its length in four bytes.
    init(_ sets: [UInt8]) {
        arrived = sets
        settle()
    }

    /// Takes a set in one piece.
    mutating func take(_ unit: Span<UInt8>) {
        guard arrived.count + Self.lengthSize + unit.count <= Self.maximumArrived else { return }
        let length = UInt32(truncatingIfNeeded: unit.count)
        for shift in [24, 16, 8, 0] { arrived.append(UInt8(truncatingIfNeeded: length >> UInt32(shift))) }
        arrived.append(copying: unit)
    }

    /// Begins a set that comes in fragments.
    mutating func beginUnit(header: UInt16) {
        unfinished.removeAll(keepingCapacity: true)
        for index in (0..<Form.unitHeaderLength).reversed() {
            unfinished.append(UInt8(truncatingIfNeeded: header >> UInt16(8 * index)))
        }
    }

    /// Takes a fragment of any unit; those that do not belong to a set are left out.
    mutating func takeFragment(_ body: Span<UInt8>, isLast: Bool) {
        guard !unfinished.isEmpty else { return }
        guard unfinished.count + body.count <= Self.maximumArrived else { return breakOff() }
        unfinished.append(copying: body)
        guard isLast else { return }
        var unit: [UInt8] = []
        swap(&unit, &unfinished)
        take(unit.span)
    }

    /// Gives up the set that comes in fragments: a part of it is missing.
    mutating func breakOff() {
        unfinished.removeAll(keepingCapacity: true)
    }

    /// Puts what arrived in force.
    mutating func settle() {
        guard !arrived.isEmpty else { return }
        defer { arrived.removeAll(keepingCapacity: true) }
        guard let sets = try? Form.Configuration.filter(arrived.span) else { return }
        if configuration == nil {
            configuration = Form.Configuration(sets)
        } else {
            // What breaks the limits of a configuration is not taken.
            _ = try? configuration?.take(sets)
        }
    }

    /// The sets in force of a kind and those behind it. Nil where there is none of one of them, or more of them than stand
    /// in front of a keyframe.
    func sets(from kind: Int) -> [ArraySlice<UInt8>]? {
        let kinds = configuration?.kinds.dropFirst(kind) ?? []
        guard !kinds.isEmpty, kinds.allSatisfy({ !$0.isEmpty }) else { return nil }
        let sets = kinds.joined().filter { Form.canBeSent($0.span) }
        guard sets.reduce(0, { $0 + $1.count }) <= Self.maximumInserted else { return nil }
        return sets.map { $0[...] }
    }

    /// Bytes of the sets of one access unit (our choice): what a configuration can have.
    private static var maximumArrived: Int { 64 << 10 }
    /// Bytes of sets in front of a keyframe (our choice): real ones have less than 2,000, and nobody should make much out of
    /// little by keyframes of a few bytes.
    private static var maximumInserted: Int { 8 << 10 }
    /// Bytes of the length in front of each (``TrackFormat``).
    private static var lengthSize: Int { 4 }
}
