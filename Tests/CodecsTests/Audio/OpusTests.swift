import Codecs
import Testing

@Suite struct OpusTests {
    /// What ffmpeg writes of libopus: stereo, and 5.1 in the order of Vorbis.
    @Test(arguments: [
        ("4f707573486561640102380180bb0000000000", 2, 0, ""),
        ("4f707573486561640106380180bb000000000104020004010203 05", 6, 1, "0402000401020305"),
    ])
    func readsAndWritesWhatFFmpegWrites(hex: String, channels: Int, family: UInt8, mapping: String) throws {
        let header = try OpusHeader(parsing: unhex(hex).span)
        #expect(header.channels == channels)
        #expect(header.preSkip == 312)
        #expect(header.inputSampleRate == 48_000)
        #expect(header.outputGain == 0)
        #expect(header.mappingFamily == family)
        #expect(header.mapping == unhex(mapping))
        #expect(header.bytes == unhex(hex))
        #expect(
            TrackFormat.opus(header)
                == TrackFormat(.opus, configuration: unhex(hex), sampleRate: 48_000, channels: channels))
    }

    @Test func aPlainHeaderIsThatOfFFmpeg() throws {
        #expect(OpusHeader(channels: 2).bytes == unhex("4f707573486561640102380180bb0000000000"))
        #expect(OpusHeader(channels: 1).bytes[9] == 1)
        #expect(TrackFormat.opus(channels: 1).channels == 1)
        #expect(TrackFormat.opus(channels: 1).reordersFrames == false)
        let header = try OpusHeader(
            parsing: OpusHeader(channels: 1, preSkip: 0x1234, inputSampleRate: 8_000).bytes.span)
        #expect(header.preSkip == 0x1234)
        #expect(header.inputSampleRate == 8_000)
    }

    @Test func gainHasASign() throws {
        let header = try OpusHeader(parsing: unhex("4f707573486561640f02380180bb000000ff00").span)
        #expect(header.outputGain == -256)
        #expect(header.bytes == unhex("4f707573486561640102380180bb000000ff00"))
    }

    @Test(arguments: [
        ("", CodecError.malformed), ("4f707573486561640102380180bb00000000", .malformed),
        ("4f707573486561630102380180bb0000000000", .malformed),
        ("4f707573486561641002380180bb0000000000", .unsupported),
        // Channels: none, three in family 0.
        ("4f707573486561640100380180bb0000000000", .malformed), ("4f707573486561640103380180bb0000000000", .malformed),
        ("4f707573486561640100380180bb00000000010100", .malformed),
        // Mappings: cut, no stream, more stereo streams than streams, a channel beyond them, 256 decoded channels.
        ("4f707573486561640102380180bb000000000101 0100", .malformed),
        ("4f707573486561640102380180bb00000000010000ffff", .malformed),
        ("4f707573486561640102380180bb0000000001010200 01", .malformed),
        ("4f707573486561640102380180bb000000000101010002", .malformed),
        ("4f707573486561640102380180bb000000000180800001", .malformed),
    ])
    func brokenHeadersAreRefused(hex: String, error: CodecError) {
        #expect(throws: error) { try OpusHeader(parsing: unhex(hex).span) }
    }

    @Test func channelsMayBeSilent() throws {
        let header = try OpusHeader(parsing: unhex("4f707573486561640102380180bb00000000ff010000ff").span)
        #expect(header.mapping == unhex("010000ff"))
    }
}
