/// The size of frames of MPEG audio, which follow each other without anything between (ISO/IEC 11172-3 §2.4.3.1, ISO/IEC
/// 13818-3 §2.4.2.3).
package enum MPEGAudioFrame {
    /// Bytes of the frame whose header `bytes` begins with, 24...2,881; nil when it begins with none, or with one in
    /// free format, which does not say.
    package static func size(_ bytes: Span<UInt8>) -> Int? {
        guard let header = AudioFrameHeader(mp3: bytes) else { return nil }
        let (version, layer, padding) = (bytes[1] >> 3 & 3, bytes[1] >> 1 & 3, Int(bytes[2] >> 1 & 1))
        let isFirstVersion = version == 3
        let rates =
            switch layer {
            case 3: isFirstVersion ? rates1 : rates21
            case 2: isFirstVersion ? rates2 : rates22
            default: isFirstVersion ? rates3 : rates22
            }
        // 15 is none, which the header refuses.
        let bits = 1_000 * rates[Int(bytes[2] >> 4) % rates.count]
        guard bits > 0 else { return nil }
        // Layer I counts in slots of four bytes.
        let slot = layer == 3 ? 4 : 1
        return (header.samples / 8 / slot * bits / header.sampleRate + padding) * slot
    }

    /// Kilobits in a second by `bitrate_index`; 0 is free format. Layers I, II and III, then those of the lower rates, of which
    /// II and III are one.
    private static let rates1 = [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448]
    private static let rates2 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384]
    private static let rates3 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
    private static let rates21 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256]
    private static let rates22 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
}
