import Codecs
import Testing

@Suite struct MPEGAudioFrameTests {
    /// What ffmpeg's parser says of the same headers.
    @Test(arguments: [
        // MPEG-1 layer III: 64 and 128 kbit/s at 44.1 kHz, with and without padding; 320 at 48.
        ("fffb5064", 208), ("fffb5264", 209), ("fffb9064", 417), ("fffb9264", 418), ("fffbe464", 960),
        // MPEG-2 layer III, 64 kbit/s at 22.05 kHz; MPEG-2.5 at 11.025 and 8 kHz.
        ("fff380c4", 208), ("ffe380c4", 417), ("ffe3e8c4", 1_440),
        // Layer II: 192 kbit/s at 48 kHz; layer I: 448 kbit/s at 32 kHz with padding.
        ("fffda400", 576), ("ffffea00", 676),
        // Lower rates of layers II and I.
        ("fff5e8c4", 1_440), ("fff7e4c4", 512),
    ])
    func sizes(hex: String, size: Int) {
        #expect(MPEGAudioFrame.size(unhex(hex).span) == size)
    }

    /// Free format, and what begins no frame.
    @Test(arguments: ["fffb0064", "fffb90", "fefb9064", "fffbf064", "fff99064"])
    func withoutSize(hex: String) {
        #expect(MPEGAudioFrame.size(unhex(hex).span) == nil)
    }
}
