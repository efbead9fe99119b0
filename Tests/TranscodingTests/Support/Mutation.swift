import Codecs
import TestSupport
import Transcoding

extension [UInt8] {
    /// Damages bytes as no network does: flips, cuts, repeats and replaces.
    mutating func mutate(using random: inout SeededRandom) {
        guard !isEmpty else { return }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: self[Int.random(in: 0..<count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: removeLast(Int.random(in: 0..<count, using: &random))
        case 2: self = random.bytes(Int.random(in: 1...400, using: &random))
        case 3: self[0] = UInt8.random(in: .min ... .max, using: &random)
        case 4:
            for _ in 0..<8 {
                self[Int.random(in: 0..<count, using: &random)] = .random(in: .min ... .max, using: &random)
            }
        default: insert(contentsOf: prefix(40), at: Int.random(in: 0..<count, using: &random))
        }
    }
}

extension TranscodedItem {
    var isFormat: Bool { format != nil }

    var frame: Frame? {
        if case .frame(let frame) = self { frame } else { nil }
    }

    var format: TrackFormat? {
        if case .format(let format) = self { format } else { nil }
    }
}
