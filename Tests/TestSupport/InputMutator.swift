/// Makes inputs that almost parse: seeds with a few things wrong, and now and then plain noise. The seed decides all.
package struct InputMutator {
    private let seeds: [[UInt8]]
    private var random: SeededRandom

    package init(seeds: [[UInt8]], random: SeededRandom) {
        self.seeds = seeds.filter { !$0.isEmpty }
        self.random = random
    }

    /// The longest input: a datagram that fits an Ethernet frame.
    package static let longest = 1500

    package mutating func next() -> [UInt8] {
        guard let seed = seeds.randomElement(using: &random), !random.chance(0.1) else {
            return random.bytes(Int.random(in: 0...Self.longest, using: &random))
        }
        var input = seed
        for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&input) }
        return Array(input.prefix(Self.longest))
    }

    private mutating func mutate(_ input: inout [UInt8]) {
        guard !input.isEmpty else { return input = random.bytes(8) }
        let place = Int.random(in: 0..<input.count, using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0:
            input[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1:
            input[place] = Self.edges.randomElement(using: &random) ?? 0
        case 2:
            input.removeLast(input.count - place)
        case 3:
            input.insert(contentsOf: random.bytes(Int.random(in: 1...16, using: &random)), at: place)
        case 4:
            input.removeSubrange(place..<min(input.count, place + Int.random(in: 1...16, using: &random)))
        case 5:
            editLength(&input, at: place)
        default:
            splice(&input, at: place)
        }
    }

    /// Overwrites one, two or four bytes with a number that a length field should not hold: the ends of its range, or one
    /// beside what is left of the input.
    private mutating func editLength(_ input: inout [UInt8], at place: Int) {
        let width = [1, 2, 2, 4].randomElement(using: &random) ?? 1
        let left = UInt32(input.count - place)
        let values = [0, 1, left &- UInt32(width), left, left + 1, 0x7FFF_FFFF, 0x8000_0000, .max]
        let value = values.randomElement(using: &random) ?? 0
        for index in 0..<min(width, input.count - place) {
            input[place + index] = UInt8(truncatingIfNeeded: value >> UInt32(8 * (width - 1 - index)))
        }
    }

    /// Goes on with the tail of another seed.
    private mutating func splice(_ input: inout [UInt8], at place: Int) {
        guard let other = seeds.randomElement(using: &random) else { return }
        input.removeLast(input.count - place)
        input += other.suffix(Int.random(in: 0...other.count, using: &random))
    }

    /// Bytes at which signs, ranges and ends of text change.
    private static let edges: [UInt8] = [0, 1, 9, 10, 13, 32, 0x7F, 0x80, 0xFE, 0xFF]
}
