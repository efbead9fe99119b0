/// Which pieces of a temporal unit's OBUs go into which payload: the least number of payloads, of one size as far as can be, the last one shorter.
struct AV1PayloadPlan {
    private(set) var payloads: [Payload] = []

    struct Payload: Equatable {
        /// Each a whole OBU or, first and last, a piece of one.
        var pieces: [Range<Int>] = []
        /// Whether the first is the rest of an OBU, and the last one is not the end of one.
        var continues = false
        var isContinued = false
    }

    /// - Parameter maximum: bytes of a payload, 100 or more.
    init(_ unit: AV1TemporalUnit, maximum: Int) {
        guard !unit.units.isEmpty else { return }
        let fewest = Self.count(unit, limit: maximum, atMost: .max)
        var limit = maximum
        if fewest > 1 {
            // The sizes that bytes and lengths add up to depend on where the cuts are. So the smallest limit is searched that
            // needs no further payload: with it, all but the last are as large as it allows.
            limit = Self.smallest(in: max(2, unit.bytes.count / fewest)...maximum) {
                Self.count(unit, limit: $0, atMost: fewest) <= fewest
            }
        }
        var cursor = Cursor(unit)
        while !cursor.isAtEnd { payloads.append(cursor.nextPayload(limit: limit)) }
    }

    /// How many payloads it takes; one more than `bound` stands for anything above it.
    private static func count(_ unit: AV1TemporalUnit, limit: Int, atMost bound: Int) -> Int {
        var cursor = Cursor(unit)
        var count = 0
        while !cursor.isAtEnd, count <= bound {
            _ = cursor.nextPayload(limit: limit)
            count += 1
        }
        return count
    }

    /// The smallest number that passes, by halves; the upper bound does.
    private static func smallest(in range: ClosedRange<Int>, passes: (Int) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if passes(middle) { high = middle } else { low = middle + 1 }
        }
        return high
    }

    /// Elements that the two bits of W count; the last of them has no length.
    static let countableElements = 3
}

/// Goes through the OBUs payload by payload.
private struct Cursor {
    private let unit: AV1TemporalUnit
    /// The OBU that is next, and its bytes that were taken.
    private var index = 0
    private var taken = 0

    init(_ unit: AV1TemporalUnit) {
        self.unit = unit
    }

    var isAtEnd: Bool { index == unit.units.count }

    /// Takes at least a byte.
    mutating func nextPayload(limit: Int) -> AV1PayloadPlan.Payload {
        var payload = AV1PayloadPlan.Payload(continues: taken > 0)
        // What is left, behind the aggregation header and the elements so far, each with its length.
        var room = limit - 1
        var layer: UInt8?
        while index < unit.units.count {
            if let next = unit.layers[index] {
                // OBUs of two layers do not share a payload (§4.4).
                if let layer, layer != next { break }
                layer = next
            }
            let rest = (unit.units[index].lowerBound + taken)..<unit.units[index].upperBound
            // With more elements than W counts, the last one has a length too.
            let hasLength = payload.pieces.count >= AV1PayloadPlan.countableElements
            let space = hasLength ? room - lengthOfLEB128(room) : room
            guard space > 0 || payload.pieces.isEmpty else { break }
            if rest.count > max(space, 1) {
                let cut = rest.lowerBound + max(space, 1)
                payload.pieces.append(rest.lowerBound..<cut)
                payload.isContinued = true
                taken += max(space, 1)
                break
            }
            payload.pieces.append(rest)
            room -= rest.count + lengthOfLEB128(rest.count)
            index += 1
            taken = 0
        }
        return payload
    }

    private func lengthOfLEB128(_ value: Int) -> Int {
        value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : 3
    }
}
