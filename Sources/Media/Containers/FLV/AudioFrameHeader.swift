import Bytes
import Codecs

/// What the header of an audio frame says of codecs that need no configuration.
struct AudioFrameHeader: Equatable {
    /// Samples in a second.
    var sampleRate: Int
    var channels: Int

    /// Nil when the frame does not begin as its codec's frames do, or the codec's frames do not say it.
    init?(of codec: CodecName, _ frame: Span<UInt8>) {
        var reader = ByteReader(frame)
        let header: AudioFrameHeader? =
            switch codec {
            case .mp3: try? Self.readMP3(&reader)
            case .ac3, .eac3: try? Self.readAC3(&reader)
            default: nil
            }
        guard let header else { return nil }
        self = header
    }

    private init(sampleRate: Int, channels: Int) {
        self.sampleRate = sampleRate
        self.channels = channels
    }

    /// ISO/IEC 11172-3 §2.4.1.3, with the lower rates of ISO/IEC 13818-3 and the still lower ones that came to be called MPEG 2.5.
    private static func readMP3(_ reader: inout ByteReader) throws(EndOfBytes) -> AudioFrameHeader? {
        let header = try reader.readUInt32()
        let version = Int(header >> 19 & 3)
        let rate = Int(header >> 10 & 3)
        // Eleven ones; a version and a rate that are not reserved; layer III.
        guard header >> 21 == 0x7FF, version != 1, rate != 3, header >> 17 & 3 == 1 else { return nil }
        let divisor = [4, 1, 2, 1][version]
        let isMono = header >> 6 & 3 == 3
        return AudioFrameHeader(sampleRate: [44_100, 48_000, 32_000][rate] / divisor, channels: isMono ? 1 : 2)
    }

    /// `syncinfo` and the begin of `bsi` (ETSI TS 102 366 §4.3, §4.4), in the form of Annex E from version 11 on. Channels are those
    /// of the first substream.
    private static func readAC3(_ reader: inout ByteReader) throws(EndOfBytes) -> AudioFrameHeader? {
        guard try reader.readUInt16() == 0x0B77 else { return nil }
        try reader.skip(2)
        let (fourth, fifth, sixth) = (try reader.readUInt8(), try reader.readUInt8(), try reader.readUInt8())
        // The version stands at the same place in both forms.
        let version = Int(fifth >> 3)
        let code = Int(fourth >> 6)
        if version > 10 {
            guard version <= 16 else { return nil }
            let reduced = Int(fourth >> 4 & 3)
            guard code != 3 || reduced != 3 else { return nil }
            let sampleRate = code == 3 ? ac3SampleRates[reduced] / 2 : ac3SampleRates[code]
            return AudioFrameHeader(
                sampleRate: sampleRate, channels: ac3Channels[Int(fourth >> 1 & 7)] + Int(fourth & 1))
        }
        guard code != 3 else { return nil }
        let mode = sixth >> 5
        // Mixing levels that not every mode has lie between the mode and the flag of the low-frequency channel.
        var skipped: UInt8 = 0
        if mode & 1 != 0, mode != 1 { skipped += 2 }
        if mode & 4 != 0 { skipped += 2 }
        if mode == 2 { skipped += 2 }
        let lowFrequency = sixth >> (4 - skipped) & 1
        let sampleRate = ac3SampleRates[code] >> max(version - 8, 0)
        return AudioFrameHeader(sampleRate: sampleRate, channels: ac3Channels[Int(mode)] + Int(lowFrequency))
    }

    private static let ac3SampleRates = [48_000, 44_100, 32_000]
    /// Full-range channels by `acmod`.
    private static let ac3Channels = [2, 1, 2, 3, 3, 4, 4, 5]
}
