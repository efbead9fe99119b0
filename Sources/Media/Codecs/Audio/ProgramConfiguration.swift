/// The program config element of AAC, which names channels that no table has (ISO/IEC 14496-3 §4.4.1.1).
enum ProgramConfiguration {
    /// Reads the element and counts its channels.
    static func channels(_ reader: inout BitReader) throws(EndOfBits) -> Int {
        // element_instance_tag, object_type and sampling_frequency_index.
        try reader.skip(4 + 2 + 4)
        // Front, side and back elements: one channel, or a pair of them.
        let paired = try reader.read(4) + (try reader.read(4)) + (try reader.read(4))
        let lowFrequency = Int(try reader.read(2))
        let dataElements = Int(try reader.read(3))
        let coupling = Int(try reader.read(4))
        // The numbers of the mono and stereo mixdown elements, and the matrix mixdown.
        if try reader.readFlag() { try reader.skip(4) }
        if try reader.readFlag() { try reader.skip(4) }
        if try reader.readFlag() { try reader.skip(3) }
        var channels = lowFrequency
        for _ in 0..<paired {
            channels += try reader.readFlag() ? 2 : 1
            try reader.skip(4)
        }
        try reader.skip(4 * (lowFrequency + dataElements) + 5 * coupling)
        // byte_alignment, then a comment behind its length.
        try reader.align()
        try reader.skip(8 * Int(try reader.read(8)))
        return channels
    }
}
