import Bytes
import Codecs
import Containers
import Testing

/// What the writer writes, the reader reads.
@Suite struct FLVRoundTripTests {
    private static let styles = [
        FLVStyle.classic, .enhanced, FLVStyle(usesFourCC: true, usesNanoseconds: true),
        FLVStyle(usesFourCC: false, usesNanoseconds: true),
    ]

    /// Real streams, read, written in each style and read again.
    @Test(arguments: FLVCapture.all, styles)
    func realStreamsSurvive(capture: FLVCapture, style: FLVStyle) throws {
        var reader = FLVReader()
        var items: [FLVItem] = []
        for tag in capture.tags { try reader.read(tag, into: &items) }
        #expect(try again(items, style: style) == items)
    }

    @Test(
        arguments: [CodecName.h264, .h265, .av1, .vp8, .vp9, .aac, .opus, .flac, .mp3, .ac3, .eac3],
        [0, 1, 255] as [UInt8])
    func everyTrackSurvives(codec: CodecName, id: UInt8) throws {
        let items = try Self.sample(of: codec).map { item -> FLVItem in
            switch item {
            case .format(let track, let format): .format(FLVTrack(track.kind, id: id), format)
            case .frame(let track, let frame): .frame(FLVTrack(track.kind, id: id), frame)
            case .ended(let track): .ended(FLVTrack(track.kind, id: id))
            }
        }
        let ended = items + [.ended(FLVTrack(codec.kind, id: id))]
        #expect(try again(ended, style: .enhanced) == ended)
    }

    @Test func nanosecondsSurviveWhereTheyAreUnderstood() throws {
        let track = FLVTrack(.video)
        let format = try #require(Self.sample(of: .h264).formats.first)
        let times =
            [(0, 0), (33_366_667, 33_366_667), (66_733_333, 133_733_333), (-1, 999_999), (1_500_000, 500_000)]
            as [(Int64, Int64)]
        let frames = times.map { times in
            FLVItem.frame(
                track,
                Frame(
                    decodeTime: MediaTime(nanoseconds: times.0), presentationTime: MediaTime(nanoseconds: times.1),
                    isKeyframe: true, bytes: [0, 0, 0, 3, 0x65, 0x88, 0x84]))
        }
        let exact = try again(
            [.format(track, format)] + frames, style: FLVStyle(usesFourCC: true, usesNanoseconds: true))
        for (item, expected) in zip(exact.dropFirst(), times) {
            guard case .frame(_, let frame) = item else { continue }
            #expect(frame.decodeTime.nanoseconds == expected.0)
            // A composition time has whole milliseconds only.
            #expect(abs(frame.presentationTime.nanoseconds - expected.1) <= 500_000)
        }
        let rounded = try again([.format(track, format)] + frames, style: .enhanced)
        for (item, expected) in zip(rounded.dropFirst(), times) {
            guard case .frame(_, let frame) = item else { continue }
            #expect(frame.decodeTime.nanoseconds % 1_000_000 == 0)
            #expect(abs(frame.decodeTime.nanoseconds - expected.0) <= 500_000)
            #expect(abs(frame.presentationTime.nanoseconds - expected.1) <= 500_000)
        }
        #expect(exact.count == times.count + 1 && rounded.count == times.count + 1)
    }

    @Test func configurationsHaveTheirContainersForm() throws {
        func header(_ codec: CodecName) throws -> String {
            let format = try #require(Self.sample(of: codec).formats.first)
            return Hex.string(try #require(FLVWriter.configuration(of: format, style: .enhanced)).prefix(13))
        }
        #expect(try header(.vp9) == "907670303901000000000a8202")
        #expect(try header(.flac) == "90664c6143664c614380000022")
        #expect(try header(.opus) == "904f7075734f70757348656164")
        #expect(try header(.h264) == "90617663310164000affe10018")
        for codec in [CodecName.mp3, .ac3, .eac3, .pcmu, .pcma] {
            #expect(FLVWriter.configuration(of: formatOf(codec), style: .enhanced) == nil)
        }
        // What is not known cannot be told, but of Opus everything has a default.
        for codec in [CodecName.h264, .h265, .av1, .vp9, .vp8, .aac, .flac] {
            #expect(FLVWriter.configuration(of: formatOf(codec), style: .enhanced) == nil)
        }
        #expect(
            FLVWriter.configuration(of: formatOf(.opus, channels: 1), style: .classic)
                == FLVWriter.configuration(of: .opus(channels: 1), style: .classic))
        #expect(
            FLVWriter.configuration(of: try #require(Self.sample(of: .aac).formats.first), style: .classic)
                .map { Hex.string($0) } == "af00119056e500")
    }

    /// Items written as tags by us, and read again.
    private func again(_ items: [FLVItem], style: FLVStyle) throws -> [FLVItem] {
        var formats: [FLVTrack: TrackFormat] = [:]
        var reader = FLVReader()
        var result: [FLVItem] = []
        func read(_ kind: MediaKind, _ body: [UInt8], _ timestamp: Int64) throws {
            switch kind {
            case .audio: try reader.readAudio(body.span, timestamp: timestamp, into: &result)
            case .video: try reader.readVideo(body.span, timestamp: timestamp, into: &result)
            }
        }
        for item in items {
            switch item {
            case .format(let track, let format):
                formats[track] = format
                if let body = FLVWriter.configuration(of: format, track: track.id, style: style) {
                    try read(track.kind, body, 0)
                }
            case .frame(let track, let frame):
                var body: [UInt8] = []
                #expect(
                    FLVWriter.frame(frame, of: try #require(formats[track]), track: track.id, style: style, into: &body)
                )
                try read(track.kind, body, style.timestamp(of: frame.decodeTime))
            case .ended(let track):
                let format = try #require(formats[track])
                try read(
                    track.kind, try #require(FLVWriter.endOfSequence(of: format, track: track.id, style: style)), 0)
            }
        }
        return result
    }

    /// A format and a frame or more.
    private static func sample(of codec: CodecName) throws -> [FLVItem] {
        if codec == .vp8 {
            let keyframe = bytes("300100 9d012a 4001b400")
            let format = TrackFormat.vp8(keyframe: keyframe.span)
            return [
                .format(FLVTrack(.video), try #require(format)),
                .frame(FLVTrack(.video), Frame(time: MediaTime(milliseconds: 7), bytes: keyframe)),
            ]
        }
        for capture in FLVCapture.all {
            var reader = FLVReader()
            var items: [FLVItem] = []
            for tag in capture.tags { try reader.read(tag, into: &items) }
            guard let format = items.formats.first(where: { $0.codec == codec }) else { continue }
            let track = try #require(items.track(of: format))
            return items.filter { $0.track == track }
        }
        return []
    }
}

extension [FLVItem] {
    fileprivate var formats: [TrackFormat] {
        compactMap { item in
            if case .format(_, let format) = item { format } else { nil }
        }
    }

    fileprivate func track(of format: TrackFormat) -> FLVTrack? {
        first { item in
            if case .format(_, let other) = item { other == format } else { false }
        }?.track
    }
}

extension FLVItem {
    fileprivate var track: FLVTrack {
        switch self {
        case .format(let track, _), .frame(let track, _), .ended(let track): track
        }
    }
}
