import Codecs
import Testing

/// What x264, x265 and libaom made of pictures of 32 by 32 pixels.
@Suite struct ParameterSetFilterTests {
    private static let h264Sets = ["6764000aacd9496c0440000003004000000c83c4896580", "68ebe0652c8b"].map(unhex)
    private static let h264Slice = unhex("65888400ff62e6aba63ba6ea9cb7359df2b58c240f1d189c6cb6fb68b4406e8cc4ef88")

    @Test(arguments: [NALUnits.Form.lengths(4), .startCodes])
    func setsAndDelimitersLeaveAKeyframeOfH264(form: NALUnits.Form) throws {
        let units = [unhex("0910")] + Self.h264Sets + [unhex("0c ff80"), unhex("0605010280"), Self.h264Slice]
        let frame: [UInt8] = units.flatMap { form == .startCodes ? [0, 0, 0, 1] + $0 : framed($0) }
        let filtered = try ParameterSetFilter.h264(frame.span, form: form)
        #expect(filtered.bytes == framed(unhex("0605010280"), Self.h264Slice))
        #expect(filtered.isKeyframe)
        #expect(filtered.sequenceParameterSets == [Self.h264Sets[0]])
        #expect(filtered.pictureParameterSets == [Self.h264Sets[1]])

        let format = try #require(TrackFormat(h264: filtered))
        #expect(format.width == 32)
        #expect(format.height == 32)
        #expect(format.reordersFrames == true)
        // As ffmpeg writes it.
        #expect(
            format.configuration
                == unhex("0164000affe100176764000aacd9496c0440000003004000000c83c489658001000668ebe0652c8bfdf8f800"))
    }

    @Test func otherFramesOfH264StayAsTheyAre() throws {
        let frame = framed(unhex("419a236c7fcb80"))
        let filtered = try ParameterSetFilter.h264(frame.span)
        #expect(filtered.bytes == frame)
        #expect(!filtered.isKeyframe)
        #expect(!filtered.hasParameterSets)
        #expect(TrackFormat(h264: filtered) == nil)
    }

    @Test func aFrameMayHaveNothingButSets() throws {
        let filtered = try ParameterSetFilter.h264(framed(Self.h264Sets[0]).span)
        #expect(filtered.bytes.isEmpty)
        #expect(!filtered.isKeyframe)
        #expect(filtered.hasParameterSets)
        // Nothing can be decoded without a set of the other kind.
        #expect(TrackFormat(h264: filtered) == nil)
    }

    @Test func setsLeaveAKeyframeOfH265() throws {
        let sets = [
            "40010c01ffff01600000030090000003000003001e928090",
            "42010101600000030090000003000003001ea042085964ab932bc05a020000030002000003003210", "4401c171a112",
        ].map(unhex)
        let slice = unhex("2801af0598fed6704471eaec6991729a46b52331be835dc94acdb756928ca2db3fb3f1e3")
        let frame = framed(unhex("460110"), sets[0], sets[1], sets[2], slice)
        let filtered = try ParameterSetFilter.h265(frame.span)
        #expect(filtered.bytes == framed(slice))
        #expect(filtered.isKeyframe)
        #expect(filtered.videoParameterSets == [sets[0]])
        #expect(filtered.sequenceParameterSets == [sets[1]])
        #expect(filtered.pictureParameterSets == [sets[2]])

        let format = try #require(TrackFormat(h265: filtered))
        #expect(format.width == 32)
        #expect(format.height == 32)
        #expect(format.reordersFrames == false)

        let other = try ParameterSetFilter.h265(framed(unhex("460130"), unhex("0201d0097e10c60cb0fe9cb0")).span)
        #expect(other.bytes == framed(unhex("0201d0097e10c60cb0fe9cb0")))
        #expect(!other.isKeyframe)
        #expect(TrackFormat(h265: other) == nil)
    }

    @Test func aTemporalUnitOfAV1KeepsItsSequenceHeader() throws {
        let header = unhex("0a0a0000000227fe6d7c8020")
        let frame = unhex("320411000102")
        let filtered = try ParameterSetFilter.av1((unhex("1200") + header + unhex("7a0100") + frame).span)
        #expect(filtered.bytes == header + frame)
        #expect(filtered.isKeyframe)
        #expect(filtered.sequenceHeader == header)
        let format = try #require(TrackFormat(av1: filtered))
        #expect(format.width == 32)
        #expect(format.height == 32)
        #expect(format.reordersFrames == false)
        #expect(format.configuration == unhex("81000c00") + header)
    }

    @Test(arguments: [
        // An inter frame; a keyframe that is not shown, or shown again; one without a sequence header.
        ("12000a0a0000000227fe6d7c8020320430038080", false), ("12000a0a0000000227fe6d7c8020320401000102", false),
        ("12000a0a0000000227fe6d7c8020320490000102", false), ("1200320411000102", false),
        ("12000a0a0000000227fe6d7c80201a0411000102", true), ("12000a0a0000000227fe6d7c8020", false),
        // The first frame of several decides.
        ("0a0a0000000227fe6d7c80203201113201 30", true),
    ])
    func keyframesOfAV1AreShownAndHaveAHeader(hex: String, isKeyframe: Bool) throws {
        #expect(try ParameterSetFilter.av1(unhex(hex).span).isKeyframe == isKeyframe)
    }

    @Test func theLastUnitOfAV1IsGivenASize() throws {
        let filtered = try ParameterSetFilter.av1(unhex("3411aa30").span)
        // The extension stays: temporal layer 0, spatial layer 2.
        #expect(filtered.bytes == unhex("36 11 02 aa30"))
    }

    @Test func malformedAndTooLargeFramesAreRefused() {
        #expect(throws: CodecError.malformed) { try ParameterSetFilter.h264(unhex("0000000565").span) }
        #expect(throws: CodecError.malformed) { try ParameterSetFilter.h265(unhex("000000052801").span) }
        #expect(throws: CodecError.malformed) { try ParameterSetFilter.av1(unhex("3205 11").span) }
        #expect(throws: CodecError.malformed) { try ParameterSetFilter.av1(unhex("92").span) }
        let large = [UInt8](repeating: 0, count: Frame.maximumSize + 1)
        #expect(throws: CodecError.tooLarge) { try ParameterSetFilter.h264(large.span) }
        #expect(throws: CodecError.tooLarge) { try ParameterSetFilter.av1(large.span) }
        let sets = (0...FilteredFrame.maximumParameterSets).flatMap { _ in framed(Self.h264Sets[1]) }
        #expect(throws: CodecError.tooLarge) { try ParameterSetFilter.h264(sets.span) }
    }
}
