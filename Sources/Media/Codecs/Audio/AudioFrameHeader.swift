/// What the header of a frame of MP3, AC-3 or E-AC-3 says, none of which has a decoder configuration.
package struct AudioFrameHeader: Equatable, Sendable {
    /// Samples in a second.
    package let sampleRate: Int
    /// 1...6.
    package let channels: Int
    /// Samples of each channel in the frame.
    package let samples: Int

    /// Nil when the bytes begin no frame of MPEG audio (ISO/IEC 11172-3 §2.4.2.3, ISO/IEC 13818-3 §2.4.2.3), of any layer.
    package init?(mp3 frame: Span<UInt8>) {
        guard frame.count >= 4, frame[0] == 0xFF, frame[1] & 0xE0 == 0xE0 else { return nil }
        let (version, layer, rate) = (frame[1] >> 3 & 3, frame[1] >> 1 & 3, Int(frame[2] >> 2 & 3))
        // Version 1 and layer 0 are reserved, as is the last rate, and bit rate 15 is none.
        guard version != 1, layer != 0, rate < 3, frame[2] >> 4 != 15 else { return nil }
        // MPEG-1 has the rates as they are, MPEG-2 half of them, MPEG-2.5 a quarter.
        sampleRate = Self.mp3Rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2)
        channels = frame[3] >> 6 == 3 ? 1 : 2
        samples =
            switch layer {
            case 3: 384
            case 2: 1_152
            default: version == 3 ? 1_152 : 576
            }
    }

    /// Nil when the bytes begin no frame of AC-3 or E-AC-3 (ETSI TS 102 366 §4.3, §E.1.2).
    package init?(ac3 frame: Span<UInt8>) {
        var reader = BitReader(frame)
        guard let header = try? Self.readAC3(&reader) else { return nil }
        self = header
    }

    private init(sampleRate: Int, channels: Int, samples: Int) {
        self.sampleRate = sampleRate
        self.channels = channels
        self.samples = samples
    }

    private static func readAC3(_ reader: inout BitReader) throws(EndOfBits) -> AudioFrameHeader? {
        guard try reader.read(16) == 0x0B77 else { return nil }
        let words = try reader.read(24)
        // bsid is at the same place in both.
        let identification = try reader.read(5)
        switch identification {
        case 0...8: return try readAC3(&reader, rate: Int(words >> 6 & 3))
        case 11...16: return readEAC3(UInt32(words), rate: Int(words >> 6 & 3))
        default: return nil
        }
    }

    /// The reader stands behind `bsid`.
    private static func readAC3(_ reader: inout BitReader, rate: Int) throws(EndOfBits) -> AudioFrameHeader? {
        guard rate < ac3Rates.count else { return nil }
        // bsmod.
        try reader.skip(3)
        let mode = Int(try reader.read(3))
        // cmixlev, surmixlev and dsurmod, two bits each.
        if mode & 1 == 1, mode != 1 { try reader.skip(2) }
        if mode & 4 == 4 { try reader.skip(2) }
        if mode == 2 { try reader.skip(2) }
        let hasLowFrequency = try reader.readFlag()
        return AudioFrameHeader(
            sampleRate: ac3Rates[rate], channels: ac3Channels[mode] + (hasLowFrequency ? 1 : 0), samples: 1_536)
    }

    /// - Parameter words: the three bytes between the sync word and `bsid`: the last has rate, blocks, mode and LFE.
    private static func readEAC3(_ words: UInt32, rate: Int) -> AudioFrameHeader? {
        let second = Int(words >> 4 & 3)
        guard rate < ac3Rates.count || second < ac3Rates.count else { return nil }
        // Half of the rates are in the place of the number of blocks, which is then six.
        let isHalved = rate == ac3Rates.count
        return AudioFrameHeader(
            sampleRate: isHalved ? ac3Rates[second] / 2 : ac3Rates[rate],
            channels: ac3Channels[Int(words >> 1 & 7)] + Int(words & 1),
            samples: 256 * (isHalved ? 6 : eac3Blocks[second]))
    }

    private static let mp3Rates = [44_100, 48_000, 32_000]
    /// By `fscod`; the fourth value is none.
    private static let ac3Rates = [48_000, 44_100, 32_000]
    /// By `acmod`, without the low frequency channel.
    private static let ac3Channels = [2, 1, 2, 3, 3, 4, 4, 5]
    /// By `numblkscod`.
    private static let eac3Blocks = [1, 2, 3, 6]
}
