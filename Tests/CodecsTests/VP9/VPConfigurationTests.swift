import Codecs
import Testing

@Suite struct VPConfigurationTests {
    /// The beginning of a keyframe of libvpx, and the record that ffmpeg writes of it.
    @Test(arguments: [
        ("82498342000af008f60238241c184a0006f0", "000a820202020000"),
        ("b124c1a10200578047b011c120e0c2c00037", "030aa40202020000"),
    ])
    func aKeyframeOfVP9SaysWhatFFmpegWrites(frame: String, record: String) throws {
        let configuration = try VPConfiguration(vp9Keyframe: unhex(frame).span)
        #expect(configuration.bytes == unhex(record))
        #expect(try VPConfiguration(parsing: unhex(record).span) == configuration)
        let found = TrackFormat.vp9(keyframe: unhex(frame).span)
        let format = try #require(found)
        #expect(format.width == 176)
        #expect(format.height == 144)
        #expect(format.configuration == unhex(record))
        #expect(format.reordersFrames == false)
    }

    @Test(arguments: ["", "82", "8249834200", "86498342000af008f602", "82498343000af008f602"])
    func otherFramesOfVP9SayNothing(hex: String) {
        #expect(throws: CodecError.malformed) { try VPConfiguration(vp9Keyframe: unhex(hex).span) }
        let format = TrackFormat.vp9(keyframe: unhex(hex).span)
        #expect(format == nil)
    }

    @Test func aKeyframeOfVP8SaysItsSize() throws {
        let found = TrackFormat.vp8(keyframe: unhex("f04c009d012ab0009000").span)
        let format = try #require(found)
        #expect(format.width == 176)
        #expect(format.height == 144)
        #expect(format.configuration == unhex("0000820202020000"))
        // An inter frame, a cut one, and none.
        for hex in ["f14c009d012ab0009000", "f04c009d012ab00090", ""] {
            let other = TrackFormat.vp8(keyframe: unhex(hex).span)
            #expect(other == nil)
        }
    }

    /// Profile, level, depth with subsampling and range, primaries, transfer and matrix: each is kept.
    @Test func recordsComeBack() throws {
        let bytes = unhex("0232c709100e0000")
        let configuration = try VPConfiguration(parsing: bytes.span)
        #expect(configuration.profile == 2)
        #expect(configuration.level == 50)
        #expect(configuration.bitDepth == 12)
        #expect(configuration.chromaSubsampling == 3)
        #expect(configuration.isFullRange)
        #expect(configuration.bytes == bytes)
    }

    @Test(arguments: ["", "000a8202020200", "040a820202020000", "000a920202020000", "000a880202020000"])
    func brokenRecordsAreRefused(hex: String) {
        #expect(throws: CodecError.malformed) { try VPConfiguration(parsing: unhex(hex).span) }
    }

    /// Colour spaces 2 (BT.709) and 7 (RGB, which profile 1 can have), and a level by the size.
    @Test func coloursAndLevelsOfVP9() throws {
        var bits = Bits()
        bits.append(0b10, 2)
        bits.append(0b00, 2)
        bits.append(0b0010, 4)
        bits.append(0x49_8342, 24)
        bits.append(2, 3)
        bits.append(1, 1)
        bits.append(1_919, 16)
        bits.append(1_079, 16)
        #expect(try VPConfiguration(vp9Keyframe: bits.bytes.span).bytes == unhex("0028830101010000"))

        bits = Bits()
        bits.append(0b10, 2)
        bits.append(0b10, 2)
        bits.append(0b0010, 4)
        bits.append(0x49_8342, 24)
        bits.append(7, 3)
        bits.append(0, 1)
        bits.append(319, 16)
        bits.append(239, 16)
        #expect(try VPConfiguration(vp9Keyframe: bits.bytes.span).bytes == unhex("011487010d000000"))
    }
}
