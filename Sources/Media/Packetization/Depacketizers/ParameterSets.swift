import Bytes
import Codecs

/// The parameter sets of an H.264 or H.265 track that are in force, by kind.
struct ParameterSets {
    /// The sets of each kind, as NAL units, in the order they came.
    private(set) var units: [[[UInt8]]]
    /// Whether they are others than when this was last set to false.
    var isChanged = false

    /// Kinds of which the access unit in progress brought a set.
    private var renewed: Set<Int> = []

    /// - Parameter kinds: how many kinds there are. In a higher one sets refer to those of a lower one; the highest is of
    ///   picture parameter sets.
    init(kinds: Int) {
        units = Array(repeating: [], count: kinds)
    }

    /// Sets of the access unit before stay in force as long as this one brings none of their kind.
    mutating func beginAccessUnit() {
        renewed.removeAll()
    }

    /// Takes a set. An access unit that brings sets brings all of their kind, except that picture parameter sets may come
    /// without the sequence parameter sets they refer to, each instead of the one with its identifier.
    /// - Returns: false when the set is larger, or one more, than any stream has.
    mutating func insert(_ unit: [UInt8], kind: Int, headerLength: Int) -> Bool {
        guard unit.count > headerLength, unit.count <= Self.maximumSize else { return false }
        var sets = units[kind]
        let comesAlone = kind == units.count - 1 && !renewed.contains(kind - 1)
        if comesAlone {
            let identifier = Self.identifier(unit, at: headerLength)
            if let index = sets.firstIndex(where: { Self.identifier($0, at: headerLength) == identifier }) {
                sets[index] = unit
            } else {
                sets.append(unit)
            }
        } else {
            if !renewed.contains(kind) { sets = [] }
            if !sets.contains(unit) { sets.append(unit) }
        }
        guard sets.count <= Self.maximumCount else { return false }
        renewed.insert(kind)
        if sets != units[kind] {
            units[kind] = sets
            isChanged = true
        }
        return true
    }

    /// Takes the sets that session descriptions give in base64, separated by commas (RFC 6184 §8.1, RFC 7798 §7.1).
    mutating func insert(base64List text: String, kind: Int, headerLength: Int) {
        for part in text.utf8.split(separator: UInt8(ascii: ",")) {
            guard let unit = Base64.bytes(part) else { continue }
            _ = insert(unit, kind: kind, headerLength: headerLength)
        }
    }

    /// What a picture parameter set begins with: the bits of an Exp-Golomb code up to 2^16, which in both codecs is its
    /// identifier (H.264 §7.3.2.2, H.265 §7.3.2.3).
    private static func identifier(_ unit: [UInt8], at start: Int) -> UInt32 {
        var bits: UInt32 = 0
        for index in start..<(start + 4) { bits = bits << 8 | (index < unit.count ? UInt32(unit[index]) : 0) }
        return bits >> UInt32(max(0, 31 - 2 * bits.leadingZeroBitCount))
    }

    /// Bytes of a set (our choice): ten times what encoders write, and room for scaling lists of every size.
    private static let maximumSize = 4_096
    /// Sets of a kind (our choice): what decoders of video-on-demand hold, and half of what H.264 can name.
    private static let maximumCount = 16
}
