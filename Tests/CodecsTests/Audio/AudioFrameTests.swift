import Codecs
import Testing

@Suite struct AudioFrameTests {
    /// The first bytes that ffmpeg wrote of MPEG-1 stereo, of MPEG-2 mono, of AC-3 with 5.1 and of E-AC-3 with stereo.
    @Test(arguments: [
        ("fffb9064", CodecName.mp3, 44_100, 2, 1_152), ("fff340c4", .mp3, 22_050, 1, 576),
        ("ffe340c4", .mp3, 11_025, 1, 576), ("fffd9400", .mp3, 48_000, 2, 1_152), ("ffff9800", .mp3, 32_000, 2, 384),
        ("0b77b50b1e40ebf8403eff99", .ac3, 48_000, 6, 1_536), ("0b77017f3487c0002084", .eac3, 48_000, 2, 1_536),
        // AC-3 mono and stereo, 44.1 kHz; E-AC-3 with one block, and with half the rate.
        ("0b770000404020", .ac3, 44_100, 1, 1_536), ("0b770000404041", .ac3, 44_100, 2, 1_536),
        ("0b77000003 80", .eac3, 48_000, 2, 256), ("0b77017fd38000", .eac3, 22_050, 2, 1_536),
    ])
    func framesSayWhatTheyAre(hex: String, codec: CodecName, sampleRate: Int, channels: Int, samples: Int) throws {
        let bytes = unhex(hex)
        let found = codec == .mp3 ? AudioFrameHeader(mp3: bytes.span) : AudioFrameHeader(ac3: bytes.span)
        let header = try #require(found)
        #expect(header.sampleRate == sampleRate)
        #expect(header.channels == channels)
        #expect(header.samples == samples)
        let format = TrackFormat(codec, frame: bytes.span)
        #expect(format == TrackFormat(codec, sampleRate: sampleRate, channels: channels))
    }

    @Test(arguments: [
        ("fffb90", CodecName.mp3), ("fefb9064", .mp3), ("ff1b9064", .mp3), ("ffeb9064", .mp3), ("fff99064", .mp3),
        ("fffbf064", .mp3), ("fffb9c64", .mp3), ("0b77b50b1e", .ac3), ("0b78b50b1e40ebf8", .ac3),
        ("0b77b50bde40ebf8", .ac3), ("0b77b50b1e48ebf8", .ac3), ("0b77b50b1ea8ebf8", .ac3), ("0b77017ff487c000", .eac3),
        ("fffb9064", .opus),
    ])
    func otherBytesAreNoFrames(hex: String, codec: CodecName) {
        let format = TrackFormat(codec, frame: unhex(hex).span)
        #expect(format == nil)
    }
}
