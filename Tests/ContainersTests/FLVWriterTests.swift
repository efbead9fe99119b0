import Bytes
import Codecs
import Containers
import Testing

/// The bytes of tags, as the specifications draw them.
@Suite struct FLVWriterTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let codec: CodecName
        var rate = 48_000
        var channels = 2
        var track: UInt8 = 0
        var style = FLVStyle.classic
        /// Nanoseconds.
        var decode: Int64 = 0
        var present: Int64?
        var isKeyframe = true
        /// In front of the frame.
        let header: String

        func check() {
            let format = formatOf(codec, sampleRate: rate, channels: channels)
            let frame = Frame(
                decodeTime: MediaTime(nanoseconds: decode),
                presentationTime: MediaTime(nanoseconds: present ?? decode), isKeyframe: isKeyframe,
                bytes: [0xAA, 0xBB])
            // What the caller had stays in front.
            var body: [UInt8] = [0xEE]
            #expect(FLVWriter.frame(frame, of: format, track: track, style: style, into: &body))
            #expect(Hex.string(body) == "ee" + header + "aabb")
        }
    }

    private static let withNanoseconds = FLVStyle(usesFourCC: true, usesNanoseconds: true)

    @Test(arguments: [
        Vector(testDescription: "AVC", codec: .h264, header: "1701000000"),
        Vector(
            testDescription: "AVC, later shown", codec: .h264, present: 80_000_000, isKeyframe: false,
            header: "2701000050"),
        Vector(
            testDescription: "AVC, earlier shown", codec: .h264, decode: 1_000_000, present: 0, header: "1701ffffff"),
        Vector(testDescription: "AVC, far too late", codec: .h264, present: .max / 2, header: "17017fffff"),
        Vector(testDescription: "AVC, far too early", codec: .h264, present: .min / 2, header: "1701800000"),
        // 0.6 ms is told as 1; 33.4 ms are then 32 more.
        Vector(testDescription: "rounding", codec: .h264, decode: 600_000, present: 33_400_000, header: "1701000020"),
        Vector(testDescription: "AVC by FourCC", codec: .h264, style: .enhanced, header: "9361766331"),
        Vector(
            testDescription: "AVC by FourCC, later shown", codec: .h264, style: .enhanced, present: 1_000_000,
            header: "9161766331000001"),
        Vector(
            testDescription: "AVC of another track", codec: .h264, track: 5, isKeyframe: false, header: "a6036176633105"
        ),
        Vector(testDescription: "HEVC", codec: .h265, header: "9368766331"),
        Vector(
            testDescription: "HEVC, later shown", codec: .h265, present: 40_000_000, isKeyframe: false,
            header: "a168766331000028"),
        Vector(
            testDescription: "HEVC of another track, later shown", codec: .h265, track: 255, present: 40_000_000,
            header: "960168766331ff000028"),
        Vector(testDescription: "AV1", codec: .av1, isKeyframe: false, header: "a161763031"),
        Vector(testDescription: "VP9", codec: .vp9, header: "9176703039"),
        Vector(testDescription: "VP8 of another track", codec: .vp8, track: 1, header: "96017670303801"),
        Vector(testDescription: "AAC", codec: .aac, header: "af01"),
        Vector(testDescription: "AAC by FourCC", codec: .aac, style: .enhanced, header: "916d703461"),
        Vector(testDescription: "AAC of another track", codec: .aac, track: 2, header: "95016d70346102"),
        Vector(testDescription: "MP3", codec: .mp3, rate: 44_100, header: "2f"),
        Vector(testDescription: "MP3, 48 kHz", codec: .mp3, rate: 48_000, header: "2f"),
        Vector(testDescription: "MP3, 22 kHz, mono", codec: .mp3, rate: 22_050, channels: 1, header: "2a"),
        Vector(testDescription: "MP3, 11 kHz", codec: .mp3, rate: 11_025, header: "27"),
        Vector(testDescription: "MP3, 8 kHz", codec: .mp3, rate: 8_000, channels: 1, header: "e2"),
        Vector(testDescription: "MP3 by FourCC", codec: .mp3, style: .enhanced, header: "912e6d7033"),
        Vector(testDescription: "A-law", codec: .pcma, rate: 8_000, channels: 1, header: "72"),
        Vector(
            testDescription: "µ-law, which has no FourCC", codec: .pcmu, rate: 8_000, style: .enhanced, header: "83"),
        Vector(testDescription: "Opus", codec: .opus, header: "914f707573"),
        Vector(testDescription: "FLAC", codec: .flac, header: "91664c6143"),
        Vector(testDescription: "AC-3", codec: .ac3, header: "9161632d33"),
        Vector(testDescription: "E-AC-3", codec: .eac3, header: "9165632d33"),
        Vector(
            testDescription: "nanoseconds", codec: .opus, style: withNanoseconds, decode: 1_999_999,
            header: "97020f423f014f707573"),
        Vector(
            testDescription: "whole milliseconds", codec: .opus, style: withNanoseconds, decode: 2_000_000,
            header: "914f707573"),
        Vector(
            testDescription: "nanoseconds before zero", codec: .opus, style: withNanoseconds, decode: -1,
            header: "97020f423f014f707573"),
        Vector(
            testDescription: "nanoseconds, multitrack and composition time", codec: .h265, track: 1,
            style: withNanoseconds,
            decode: 1, present: 1_000_001, header: "970200000106" + "0168766331" + "01" + "000001"),
        Vector(
            testDescription: "a number has no nanoseconds", codec: .pcmu, rate: 8_000, channels: 1,
            style: withNanoseconds, decode: 1, header: "82"),
    ])
    func framesHaveTheirHeaders(vector: Vector) {
        vector.check()
    }

    @Test(arguments: [(CodecName.g722, UInt8(0)), (.g722, 1), (.pcmu, 1), (.pcma, 2)])
    func codecsWithoutAPlaceAreRefused(codec: CodecName, track: UInt8) {
        var body: [UInt8] = [1]
        let format = formatOf(codec)
        let frame = Frame(time: MediaTime(milliseconds: 0), bytes: [1, 2])
        #expect(!FLVWriter.frame(frame, of: format, track: track, style: .enhanced, into: &body))
        #expect(body == [1])
        #expect(FLVWriter.configuration(of: format, track: track, style: .enhanced) == nil)
        #expect(FLVWriter.endOfSequence(of: format, track: track, style: .enhanced) == nil)
    }

    @Test(arguments: [
        (CodecName.h264, UInt8(0), FLVStyle.classic, "1702000000" as String?), (.h264, 0, .enhanced, "9261766331"),
        (.h265, 0, .classic, "9268766331"), (.h264, 3, .classic, "96026176633103"), (.opus, 0, .classic, "924f707573"),
        (.aac, 0, .enhanced, "926d703461"), (.aac, 0, .classic, nil), (.pcmu, 0, .enhanced, nil),
    ])
    func theEndIsToldWhereThereIsAWord(codec: CodecName, track: UInt8, style: FLVStyle, expected: String?) {
        #expect(
            FLVWriter.endOfSequence(of: formatOf(codec), track: track, style: style).map { Hex.string($0) } == expected)
    }

    @Test func theMessagesTimestampIsWhatNanosecondsAddTo() {
        for (nanoseconds, nearest, last) in [
            (0, 0, 0), (1, 0, 0), (999_999, 1, 0), (1_000_000, 1, 1), (-1, 0, -1), (-1_000_000, -1, -1),
            (-1_000_001, -1, -2),
        ] as [(Int64, Int64, Int64)] {
            let time = MediaTime(nanoseconds: nanoseconds)
            #expect(FLVStyle.enhanced.timestamp(of: time) == nearest)
            #expect(FLVStyle(usesFourCC: true, usesNanoseconds: true).timestamp(of: time) == last)
        }
    }
}

/// A format without a configuration.
func formatOf(_ codec: CodecName, sampleRate: Int = 48_000, channels: Int = 2) -> TrackFormat {
    switch codec.kind {
    case .audio: TrackFormat(codec, sampleRate: sampleRate, channels: channels)
    case .video: TrackFormat(codec)
    }
}
