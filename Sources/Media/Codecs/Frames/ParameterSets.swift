import Bytes

/// What the lists of parameter sets in the configurations of H.264 and H.265 have in common.
enum ParameterSets {
    /// Sets behind their lengths in two bytes (ISO/IEC 14496-15 §5.3.3.1.1, §8.3.3.1.2).
    /// - Parameter count: at most 65,535.
    static func read(_ reader: inout ByteReader, count: Int) throws(EndOfBytes) -> [[UInt8]] {
        var sets: [[UInt8]] = []
        for _ in 0..<count {
            let set = try reader.readSlice(Int(try reader.readUInt16()))
            sets.append([UInt8](copying: set))
        }
        return sets
    }

    /// Writes one behind its length.
    /// - Parameter set: at most 65,535 bytes.
    static func write(_ set: [UInt8], to writer: inout ByteWriter) {
        writer.write(UInt16(truncatingIfNeeded: set.count))
        writer.write(set)
    }

    /// Puts sets that came with a frame into those of a configuration: each in place of the one with its identifier, or as
    /// the first; of more than `limit` the last go.
    /// - Parameter id: a set's identifier; nil of one that cannot be read, which is left out.
    static func merge(_ found: [[UInt8]], into sets: inout [[UInt8]], limit: Int, id: ([UInt8]) -> Int?) {
        for set in found {
            guard let identifier = id(set) else { continue }
            if let index = sets.firstIndex(where: { id($0) == identifier }) {
                sets[index] = set
            } else {
                sets.insert(set, at: 0)
            }
        }
        if sets.count > limit { sets.removeLast(sets.count - limit) }
    }

    /// `pic_parameter_set_id` (H.264 §7.3.2.2, H.265 §7.3.2.3.1), which either begins with.
    /// - Parameter start: where the set begins, behind its NAL unit header.
    static func pictureSetID(_ set: [UInt8], at start: Int) -> Int? {
        var reader = BitReader(set.span, from: start, removingEmulationPrevention: true)
        return try? reader.readExpGolomb()
    }
}

extension [UInt8] {
    /// A copy of borrowed bytes.
    init(copying span: Span<UInt8>) {
        self.init()
        reserveCapacity(span.count)
        for index in span.indices { append(span[index]) }
    }
}
