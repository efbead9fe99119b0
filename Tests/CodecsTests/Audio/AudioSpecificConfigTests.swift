import Codecs
import Testing

@Suite struct AudioSpecificConfigTests {
    /// What ffmpeg writes of its own AAC, which ends with the sign that no band is replicated.
    @Test(
        arguments: [
            ("158856e500", 8_000, 1), ("159056e500", 8_000, 2), ("15b056e500", 8_000, 6), ("120856e500", 44_100, 1),
            ("121056e500", 44_100, 2), ("123056e500", 44_100, 6), ("118856e500", 48_000, 1), ("119056e500", 48_000, 2),
            ("11b056e500", 48_000, 6),
        ])
    func readsWhatFFmpegWrites(hex: String, sampleRate: Int, channels: Int) throws {
        let configuration = try AudioSpecificConfig(parsing: unhex(hex).span)
        #expect(configuration.objectType == 2)
        #expect(configuration.sampleRate == sampleRate)
        #expect(configuration.coreSampleRate == sampleRate)
        #expect(configuration.channels == channels)
        #expect(configuration.samplesPerFrame == 1_024)
        #expect(!configuration.hasSpectralBandReplication)
        #expect(configuration.bytes == unhex(hex))
        let own = try AudioSpecificConfig(lowComplexity: sampleRate, channels: channels)
        #expect(own.bytes == Array(unhex(hex).prefix(2)))
        let format = TrackFormat.aac(configuration)
        #expect(
            format == TrackFormat(.aac, configuration: unhex(hex), sampleRate: sampleRate, channels: channels))
        #expect(format.reordersFrames == false)
    }

    /// Name by name: HE-AAC said first, said last, v2 said either way; a rate in 24 bits; four channels of an element, as
    /// ffmpeg writes them; frames of 960 samples; low delay.
    @Test(arguments: [
        Known("2b920800", objectType: 2, core: 22_050, rate: 44_100, channels: 2, samples: 1_024, sbr: true),
        Known("131056e598", objectType: 2, core: 24_000, rate: 48_000, channels: 2, samples: 1_024, sbr: true),
        Known("eb8a0800", objectType: 2, core: 22_050, rate: 44_100, channels: 2, samples: 1_024, sbr: true, ps: true),
        Known(
            "138856e5a54880", objectType: 2, core: 22_050, rate: 44_100, channels: 2, samples: 1_024, sbr: true,
            ps: true
        ),
        Known("178049d410", objectType: 2, core: 37_800, rate: 37_800, channels: 2, samples: 1_024),
        Known(
            "118004c4040021100d4c61766335392e33372e31303056e500", objectType: 2, core: 48_000, rate: 48_000,
            channels: 4,
            samples: 1_024),
        Known("1214", objectType: 2, core: 44_100, rate: 44_100, channels: 2, samples: 960),
        Known("b98d00", objectType: 23, core: 48_000, rate: 48_000, channels: 1, samples: 480),
    ])
    func readsEveryKind(known: Known) throws {
        let configuration = try AudioSpecificConfig(parsing: unhex(known.hex).span)
        #expect(configuration.objectType == known.objectType)
        #expect(configuration.coreSampleRate == known.core)
        #expect(configuration.sampleRate == known.rate)
        #expect(configuration.channels == known.channels)
        #expect(configuration.samplesPerFrame == known.samples)
        #expect(configuration.hasSpectralBandReplication == known.sbr)
        #expect(configuration.hasParametricStereo == known.ps)
        #expect(configuration.bytes == unhex(known.hex))
    }

    @Test func ownConfigurationsAreReadBack() throws {
        for sampleRate in [7_350, 8_000, 22_050, 44_100, 48_000, 96_000, 37_800, 50_000] {
            for channels in [1, 2, 3, 4, 5, 6, 8] {
                let own = try AudioSpecificConfig(lowComplexity: sampleRate, channels: channels)
                #expect(try AudioSpecificConfig(parsing: own.bytes.span) == own)
                #expect(own.sampleRate == sampleRate)
                #expect(own.channels == channels)
            }
        }
    }

    @Test(arguments: [(7_349, 2), (96_001, 2), (0, 2), (-1, 2), (48_000, 0), (48_000, 7), (48_000, 9), (48_000, -1)])
    func othersAreNotWritten(sampleRate: Int, channels: Int) {
        #expect(throws: CodecError.unsupported) {
            try AudioSpecificConfig(lowComplexity: sampleRate, channels: channels)
        }
    }

    @Test(arguments: [
        ("", CodecError.malformed), ("12", .malformed),
        // A reserved rate, an explicit one of nothing, reserved channels, no channels.
        ("1690", .malformed), ("1780000010", .malformed), ("1240", .malformed), ("12000000000000000000", .malformed),
        // Object types: none, HILN (26), xHE-AAC (42).
        ("0210", .unsupported), ("d210", .unsupported), ("f94840", .unsupported),
    ])
    func brokenAndForeignOnesAreRefused(hex: String, error: CodecError) {
        #expect(throws: error) { try AudioSpecificConfig(parsing: unhex(hex).span) }
    }

    @Test func configurationsHaveALimit() {
        let bytes = unhex("1210") + [UInt8](repeating: 0, count: 255)
        #expect(throws: CodecError.tooLarge) { try AudioSpecificConfig(parsing: bytes.span) }
        let longest = Array(bytes.dropLast())
        #expect(throws: Never.self) { try AudioSpecificConfig(parsing: longest.span) }
    }

    struct Known: Sendable, CustomTestStringConvertible {
        let hex: String
        let objectType: UInt8
        let core: Int
        let rate: Int
        let channels: Int
        let samples: Int
        let sbr: Bool
        let ps: Bool
        var testDescription: String { hex }

        init(
            _ hex: String, objectType: UInt8, core: Int, rate: Int, channels: Int, samples: Int, sbr: Bool = false,
            ps: Bool = false
        ) {
            self.hex = hex
            (self.objectType, self.core, self.rate, self.channels) = (objectType, core, rate, channels)
            (self.samples, self.sbr, self.ps) = (samples, sbr, ps)
        }
    }
}
