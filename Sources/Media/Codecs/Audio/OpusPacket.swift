/// What the first bytes of an Opus packet say (RFC 6716 §3.1, §3.2).
package enum OpusPacket {
    /// Samples at 48 kHz of each channel, 120...5,760 (2.5 to 120 ms); nil when the packet breaks the rules for its length.
    package static func samples(_ packet: Span<UInt8>) -> Int? {
        guard packet.count > 0 else { return nil }
        let frames: Int
        switch packet[0] & 3 {
        case 0: frames = 1
        case 1, 2: frames = 2
        default:
            guard packet.count > 1 else { return nil }
            frames = Int(packet[1] & 0x3F)
        }
        let samples = frames * samplesPerFrame(packet[0] >> 3)
        return (1...maximumSamples).contains(samples) ? samples : nil
    }

    /// Whether the packet has two channels in it; a stream changes between one and two as it likes.
    package static func isStereo(_ packet: Span<UInt8>) -> Bool {
        packet.count > 0 && packet[0] & 4 != 0
    }

    /// Table 2 of RFC 6716.
    private static func samplesPerFrame(_ configuration: UInt8) -> Int {
        switch configuration {
        // SILK: 10, 20, 40 and 60 ms.
        case 0..<12: [480, 960, 1_920, 2_880][Int(configuration & 3)]
        // Hybrid: 10 and 20 ms.
        case 12..<16: configuration & 1 == 0 ? 480 : 960
        // CELT: 2.5, 5, 10 and 20 ms.
        default: 120 << Int(configuration & 3)
        }
    }

    /// 120 ms, the most of one packet (§3.2.5, [R5]).
    private static let maximumSamples = 5_760
}
