/// The AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1) of an encoder's parameter sets.
enum AVCConfiguration {
    /// Nil unless there is one sequence and one picture parameter set.
    static func make(fromUnits units: [ArraySlice<UInt8>]) -> [UInt8]? {
        let sequenceSets = units.filter { type(of: $0) == 7 }
        let pictureSets = units.filter { type(of: $0) == 8 }
        guard let sequenceSet = sequenceSets.first, let pictureSet = pictureSets.first,
            sequenceSets.count == 1, pictureSets.count == 1, sequenceSet.count >= 4,
            let sequenceSize = UInt16(exactly: sequenceSet.count), let pictureSize = UInt16(exactly: pictureSet.count)
        else { return nil }
        // Version 1; profile, constraints and level as the set says; lengths of four bytes; the sets. Baseline and Main
        // end here; only higher profiles repeat their chroma format.
        var record: [UInt8] = [1]
        record += sequenceSet.dropFirst().prefix(3)
        record += [0xFF, 0xE1, UInt8(sequenceSize >> 8), UInt8(sequenceSize & 0xFF)]
        record += sequenceSet
        record += [1, UInt8(pictureSize >> 8), UInt8(pictureSize & 0xFF)]
        record += pictureSet
        return record
    }

    /// NAL units that stand behind their lengths in four bytes; what is cut off at the end is left out.
    static func units(in bytes: UnsafeBufferPointer<UInt8>) -> [ArraySlice<UInt8>] {
        var rest = ArraySlice(bytes)
        var units: [ArraySlice<UInt8>] = []
        while rest.count > 4 {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard length <= rest.count else { break }
            if length > 0 { units.append(rest.prefix(length)) }
            rest = rest.dropFirst(length)
        }
        return units
    }

    /// `nal_unit_type` (ITU-T H.264 §7.3.1).
    static func type(of unit: ArraySlice<UInt8>) -> UInt8 {
        (unit.first ?? 0) & 0x1F
    }
}
