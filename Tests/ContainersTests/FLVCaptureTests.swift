import Bytes
import Codecs
import Containers
import Testing

/// What real muxers write is read as what it is.
@Suite struct FLVCaptureTests {
    struct Expectation: Sendable, CustomTestStringConvertible {
        let capture: FLVCapture
        /// Codec, size or rate and channels, in the order in which they are told.
        let formats: [FLVTrack: TrackFacts]
        var testDescription: String { capture.name }
    }

    struct TrackFacts: Equatable {
        var codec: CodecName
        var width = 0
        var height = 0
        var sampleRate = 0
        var channels = 0
        /// Of the configuration.
        var configurationSize = 0
    }

    private static let video = FLVTrack(.video)
    private static let audio = FLVTrack(.audio)

    @Test(arguments: [
        Expectation(
            capture: .h264AndAAC,
            formats: [
                video: TrackFacts(codec: .h264, width: 32, height: 32, configurationSize: 46),
                audio: TrackFacts(codec: .aac, sampleRate: 48_000, channels: 2, configurationSize: 5),
            ]),
        Expectation(
            capture: .h264WithBFramesAndMP3,
            formats: [
                video: TrackFacts(codec: .h264, width: 32, height: 32, configurationSize: 44),
                audio: TrackFacts(codec: .mp3, sampleRate: 22_050, channels: 1),
            ]),
        Expectation(capture: .muLaw, formats: [audio: TrackFacts(codec: .pcmu, sampleRate: 8_000, channels: 1)]),
        Expectation(capture: .aLaw, formats: [audio: TrackFacts(codec: .pcma, sampleRate: 8_000, channels: 1)]),
        Expectation(
            capture: .hevcAndOpus,
            formats: [
                video: TrackFacts(codec: .h265, width: 32, height: 32, configurationSize: 108),
                audio: TrackFacts(codec: .opus, sampleRate: 48_000, channels: 2, configurationSize: 19),
            ]),
        Expectation(
            capture: .av1AndFLAC,
            formats: [
                video: TrackFacts(codec: .av1, width: 32, height: 32, configurationSize: 16),
                audio: TrackFacts(codec: .flac, sampleRate: 48_000, channels: 1, configurationSize: 34),
            ]),
        Expectation(
            capture: .vp9AndAC3,
            formats: [
                video: TrackFacts(codec: .vp9, width: 32, height: 32, configurationSize: 8),
                audio: TrackFacts(codec: .ac3, sampleRate: 48_000, channels: 1),
            ]),
        Expectation(capture: .eac3, formats: [audio: TrackFacts(codec: .eac3, sampleRate: 48_000, channels: 2)]),
        Expectation(
            capture: .multitrack,
            formats: [
                video: TrackFacts(codec: .h264, width: 32, height: 32, configurationSize: 44),
                FLVTrack(.video, id: 1): TrackFacts(codec: .h265, width: 32, height: 32, configurationSize: 108),
                audio: TrackFacts(codec: .aac, sampleRate: 48_000, channels: 1, configurationSize: 5),
                FLVTrack(.audio, id: 1): TrackFacts(
                    codec: .opus, sampleRate: 48_000, channels: 2, configurationSize: 19),
            ]),
        Expectation(
            capture: .multitrackOfFourCCs,
            formats: [
                video: TrackFacts(codec: .av1, width: 32, height: 32, configurationSize: 16),
                FLVTrack(.video, id: 1): TrackFacts(codec: .vp9, width: 32, height: 32, configurationSize: 8),
            ]),
    ])
    func formatsAreTold(expectation: Expectation) throws {
        var told: [FLVTrack: TrackFacts] = [:]
        for item in try read(expectation.capture) {
            guard case .format(let track, let format) = item else { continue }
            told[track] = TrackFacts(
                codec: format.codec, width: format.width, height: format.height, sampleRate: format.sampleRate,
                channels: format.channels, configurationSize: format.configuration.count)
        }
        #expect(told == expectation.formats)
    }

    @Test(arguments: FLVCapture.all)
    func aFormatComesBeforeFramesAndOnce(capture: FLVCapture) throws {
        var told: [FLVTrack: TrackFormat] = [:]
        var frames = 0
        for item in try read(capture) {
            switch item {
            case .format(let track, let format):
                #expect(told[track] != format)
                told[track] = format
            case .frame(let track, let frame):
                #expect(told[track] != nil)
                #expect(!frame.bytes.isEmpty)
                frames += 1
            case .ended: Issue.record("nothing ends here")
            }
        }
        #expect(frames > 0)
    }

    @Test func framesWithoutReorderingAreShownWhenDecoded() throws {
        let frames = try frames(of: .h264AndAAC, Self.video)
        #expect(frames.map(\.decodeTime.milliseconds) == [21, 121, 221])
        #expect(frames.map(\.presentationTime) == frames.map(\.decodeTime))
        #expect(frames.map(\.isKeyframe) == [true, false, false])
        // One unit behind its length, just as it was.
        let tag = try #require(FLVCapture.h264AndAAC.tags.first { $0.isVideo && $0.timestamp == 21 })
        #expect(frames.first?.bytes == Array(tag.body.dropFirst(5)))
    }

    @Test(arguments: [(FLVCapture.h264WithBFramesAndMP3, 300 as Int64), (.hevcAndOpus, 400)])
    func reorderedFramesKeepBothTimes(capture: FLVCapture, third: Int64) throws {
        let frames = try frames(of: capture, Self.video)
        let times = frames.prefix(3).map { [$0.decodeTime.milliseconds, $0.presentationTime.milliseconds] }
        #expect(times == [[0, 200], [100, 500], [200, third]])
        #expect(frames.prefix(3).map(\.isKeyframe) == [true, false, false])
    }

    @Test func av1HasNoTemporalDelimiters() throws {
        let frames = try frames(of: .av1AndFLAC, Self.video)
        let tags = FLVCapture.av1AndFLAC.tags.filter { $0.isVideo && $0.body.first.map { $0 & 0x8F } == 0x81 }
        #expect(frames.count == tags.count)
        for (frame, tag) in zip(frames, tags) {
            #expect(Hex.string(tag.body[5..<7]) == "1200")
            #expect(frame.bytes == Array(tag.body.dropFirst(7)))
        }
        #expect(frames.map(\.isKeyframe).prefix(2) == [true, false])
    }

    @Test(arguments: [
        (FLVCapture.h264AndAAC, 2), (.h264WithBFramesAndMP3, 1), (.muLaw, 1), (.aLaw, 1), (.hevcAndOpus, 5),
        (.av1AndFLAC, 5),
        (.vp9AndAC3, 5), (.eac3, 5),
    ])
    func audioFramesAreWhatTheHeaderLeaves(capture: FLVCapture, headerLength: Int) throws {
        let frames = try frames(of: capture, Self.audio)
        #expect(frames.allSatisfy { $0.isKeyframe && $0.decodeTime == $0.presentationTime })
        let bodies = capture.tags.filter { !$0.isVideo }.map(\.body).suffix(frames.count)
        #expect(frames.map(\.bytes) == bodies.map { Array($0.dropFirst(headerLength)) })
    }

    private func frames(of capture: FLVCapture, _ track: FLVTrack) throws -> [Frame] {
        try read(capture).compactMap { item in
            if case .frame(track, let frame) = item { frame } else { nil }
        }
    }

    private func read(_ capture: FLVCapture) throws -> [FLVItem] {
        var reader = FLVReader()
        var items: [FLVItem] = []
        for tag in capture.tags { try reader.read(tag, into: &items) }
        return items
    }
}

extension FLVReader {
    mutating func read(_ tag: FLVCapturedTag, into items: inout [FLVItem]) throws {
        if tag.isVideo {
            try readVideo(tag.body.span, timestamp: tag.timestamp, into: &items)
        } else {
            try readAudio(tag.body.span, timestamp: tag.timestamp, into: &items)
        }
    }
}
