import CLibAV
import Codecs
import TestSupport
import Testing
import Transcoding

/// Pictures through a transcoder and a player's decoder: which are seen, and when.
@Suite struct VideoTranscoderTests {
    struct Source: CustomTestStringConvertible, Sendable {
        var codec: CodecName
        var bFrames = 0
        var pixelFormat = AV_PIX_FMT_YUV420P
        var width = 128
        var height = 96
        var testDescription: String { "\(codec.displayName) \(width)x\(height) \(bFrames) \(pixelFormat.rawValue)" }
    }

    static let sources = [
        Source(codec: .h264), Source(codec: .h264, bFrames: 3), Source(codec: .h265, bFrames: 3),
        Source(codec: .h265, bFrames: 2, pixelFormat: AV_PIX_FMT_YUV420P10LE),
        Source(codec: .h264, bFrames: 3, pixelFormat: AV_PIX_FMT_YUV422P),
        Source(codec: .vp8), Source(codec: .vp8, width: 127, height: 95), Source(codec: .vp9), Source(codec: .av1),
        Source(codec: .jpeg, pixelFormat: AV_PIX_FMT_YUVJ420P), Source(codec: .jpeg, pixelFormat: AV_PIX_FMT_YUVJ422P),
        Source(codec: .jpeg, pixelFormat: AV_PIX_FMT_YUVJ444P, width: 127, height: 95),
    ]

    @Test(arguments: sources)
    func everyPictureComesOutAtItsTime(source: Source) throws {
        let clip = try Clip(
            source.codec, width: source.width, height: source.height, count: 90, bFrames: source.bFrames,
            pixelFormat: source.pixelFormat)
        // The source is reordered where it says so: otherwise this would show nothing.
        let isReordered = zip(clip.frames, clip.frames.dropFirst()).contains {
            $0.presentationTime > $1.presentationTime
        }
        #expect(isReordered == (source.bFrames > 0))
        let transcoder = try makeTranscoder(from: clip.format, to: .h264)
        let seeing = try Seeing(transcoder.transcodeAll(clip))
        // The empty one at the end.
        #expect(transcoder.undecodableFrames == 1)
        #expect(seeing.formats.count == 1)
        let format = try #require(seeing.formats.first)
        #expect((format.codec, format.width, format.height) == (.h264, source.width & ~1, source.height & ~1))
        #expect(seeing.frames.map(\.presentationTime) == clip.frames.map(\.presentationTime).sorted())
        #expect(seeing.frames.allSatisfy { $0.decodeTime == $0.presentationTime })
        for picture in seeing.pictures {
            let index = Int(picture.time.ticks(rate: 30))
            #expect(abs(picture.brightness - Clip.brightness(index)) < 6, "picture \(index)")
            #expect((picture.width, picture.height) == (source.width & ~1, source.height & ~1))
        }
    }

    /// JPEG uses all values, and says so by its pixel format: so must what comes of it, of any chroma.
    @Test(arguments: [AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P])
    func fullRangeStaysFullRange(pixelFormat: AVPixelFormat) throws {
        let clip = try Clip(.jpeg, width: 128, height: 96, count: 3, pixelFormat: pixelFormat)
        let seeing = try Seeing(makeTranscoder(from: clip.format, to: .h264).transcodeAll(clip))
        #expect(seeing.pictures.count == 3)
        #expect(seeing.pictures.allSatisfy { $0.range == AVCOL_RANGE_JPEG })
    }

    @Test func framesAreCanonicalConstrainedBaseline() throws {
        let clip = try Clip(.h264, width: 128, height: 96, count: 90, bFrames: 3)
        let seeing = try Seeing(makeTranscoder(from: clip.format, to: .h264).transcodeAll(clip))
        let configuration = try #require(seeing.formats.first).configuration
        #expect(configuration[1] == 66)
        // constraint_set0 and 1: Constrained Baseline (ITU-T H.264 §A.2.1.1).
        #expect(configuration[2] & 0xC0 == 0xC0)
        for frame in seeing.frames {
            let units = try #require(NALUnits(lengthPrefixed: frame.bytes)).units
            #expect(units.allSatisfy { [1, 5, 6].contains($0[0] & 31) })
            #expect(units.contains { $0[0] & 31 == 5 } == frame.isKeyframe)
        }
    }

    /// Reordering needs as many frames as the source's parameter sets say, and nothing here adds to that.
    @Test(arguments: [(0, 0), (3, 2)])
    func picturesComeOutAsSoonAsTheirOrderIsKnown(bFrames: Int, delay: Int) throws {
        let clip = try Clip(.h264, width: 128, height: 96, count: 30, bFrames: bFrames)
        let transcoder = try makeTranscoder(from: clip.format, to: .h264)
        let frames = try transcoder.transcode(clip.frames).compactMap(\.frame)
        #expect(frames.count == 30 - delay)
    }

    @Test func keyframesComeEveryTwoSeconds() throws {
        let clip = try Clip(.vp8, width: 128, height: 96, count: 200, keyframeInterval: 17)
        let frames = try makeTranscoder(from: clip.format, to: .h264).transcodeAll(clip).compactMap(\.frame)
        #expect(frames.indices.filter { frames[$0].isKeyframe } == [0, 60, 120, 180])
    }

    @Test func requestedKeyframeIsTheNextFrame() throws {
        let clip = try Clip(.h264, width: 128, height: 96, count: 90, bFrames: 3)
        let transcoder = try makeTranscoder(from: clip.format, to: .h264)
        var items = try transcoder.transcode(Array(clip.frames[..<40]))
        let before = items.compactMap(\.frame).count
        transcoder.requestKeyframe()
        items += try transcoder.transcode(Array(clip.frames[40...]))
        let frames = items.compactMap(\.frame)
        #expect(frames[before].isKeyframe)
        // The next one is due two seconds after it.
        #expect(frames.indices.filter { frames[$0].isKeyframe } == [0, before])
        // Players may begin with it.
        let tail: [TranscodedItem] = [items[0]] + frames[before...].map { .frame($0) }
        #expect(try Seeing(tail).pictures.count == frames.count - before)
    }

    /// A viewer who watches live joins in the middle of a long group of pictures: it is decoded, but not encoded.
    @Test func whatIsDiscardedIsDecodedAllTheSame() throws {
        let clip = try Clip(.h264, width: 128, height: 96, count: 60, bFrames: 3)
        let whole = try Seeing(makeTranscoder(from: clip.format, to: .h264).transcodeAll(clip))
        let transcoder = try makeTranscoder(from: clip.format, to: .h264)
        let middle = clip.frames.map(\.presentationTime).sorted()[30]
        transcoder.discard(before: middle)
        let rest = try Seeing(transcoder.transcodeAll(clip))
        #expect(rest.frames.map(\.presentationTime) == whole.frames.map(\.presentationTime).filter { $0 >= middle })
        // The empty frame at the end is one.
        #expect(rest.frames.first?.isKeyframe == true && transcoder.undecodableFrames == 1)
    }

    @Test(arguments: [CodecName.h264, .vp8])
    func anotherSizeIsAnotherFormat(codec: CodecName) throws {
        let first = try Clip(codec, width: 128, height: 96, count: 30, bFrames: codec == .h264 ? 3 : 0)
        var second = try Clip(codec, width: 160, height: 120, count: 30, bFrames: codec == .h264 ? 3 : 0)
        second.shift(by: 1_000_000_000)
        let transcoder = try makeTranscoder(from: first.format, to: .h264)
        var items = try transcoder.transcode(first.frames)
        // VP8 says it in its keyframes alone.
        if codec == .h264 { try transcoder.changeSource(to: second.format) }
        items += try transcoder.transcodeAll(second)
        let seeing = try Seeing(items)
        #expect(seeing.formats.map(\.width) == [128, 160])
        #expect(seeing.formats.map(\.height) == [96, 120])
        let times = (first.frames + second.frames).map(\.presentationTime).sorted()
        #expect(seeing.frames.map(\.presentationTime) == times)
        #expect(seeing.pictures.map(\.width) == [Int](repeating: 128, count: 30) + [Int](repeating: 160, count: 30))
        let change = try #require(items.lastIndex { $0.isFormat })
        #expect(items[change + 1].frame?.isKeyframe == true)
    }

    @Test(arguments: [Int64(-10_000), 60_000, 1 << 50])
    func timelineMayJump(milliseconds: Int64) throws {
        let clip = try Clip(.h264, width: 128, height: 96, count: 60, bFrames: 3)
        var again = clip
        again.shift(by: milliseconds &* 1_000_000)
        let transcoder = try makeTranscoder(from: clip.format, to: .h264)
        var items = try transcoder.transcode(clip.frames)
        items += try transcoder.transcodeAll(again)
        let seeing = try Seeing(items)
        let times = [clip, again].flatMap { $0.frames.map(\.presentationTime).sorted() }
        #expect(seeing.frames.map(\.presentationTime) == times)
    }

    @Test func refusesWhatCannotBeTranscoded() throws {
        let opus = TrackFormat(.opus, sampleRate: 48_000, channels: 2)
        #expect(throws: TranscodingError.unavailable(.h264)) { try makeTranscoder(from: opus, to: .h264) }
        #expect(!TranscodingTarget.canTranscode(from: .opus, to: .h264))
        #expect(!TranscodingTarget.canTranscode(from: .h264, to: .aac))
        for codec in CodecName.allCases {
            #expect(TranscodingTarget.canTranscode(from: codec, to: .h264) == (codec.kind == .video))
            #expect(TranscodingTarget.canTranscode(from: codec, to: .opus) == (codec.kind == .audio))
            #expect(TranscodingTarget.canTranscode(from: codec, to: .aac) == (codec.kind == .audio))
        }
        for codec in [CodecName.h264, .h265] {
            #expect(throws: TranscodingError.self) { try makeTranscoder(from: TrackFormat(codec), to: .h264) }
        }
        for channels in [0, -1, 9] {
            let format = TrackFormat(.pcmu, sampleRate: 8_000, channels: channels)
            #expect(throws: TranscodingError.self) { try makeTranscoder(from: format, to: .opus) }
        }
    }

    @Test(arguments: sources)
    func garbageIsCountedAndSurvived(source: Source) throws {
        var random = SeededRandom(seed: 11)
        let clip = try Clip(
            source.codec, width: source.width, height: source.height, count: 60, bFrames: source.bFrames,
            pixelFormat: source.pixelFormat)
        let transcoder = try makeTranscoder(from: clip.format, to: .h264)
        var items: [TranscodedItem] = []
        for round in 0..<6 {
            for frame in clip.frames {
                var frame = frame
                frame.presentationTime = frame.presentationTime + Int64(round) * 2_000_000_000
                if random.chance(0.7) { frame.bytes.mutate(using: &random) }
                try transcoder.transcode(frame, into: &items)
            }
        }
        #expect(transcoder.undecodableFrames > 0)
        var good = clip
        good.shift(by: 20_000_000_000)
        items += try transcoder.transcodeAll(good)
        // Damaged references may spoil pictures up to a keyframe; from the second one on all is well.
        let last = items.compactMap(\.frame).filter { $0.presentationTime.milliseconds >= 21_000 }
        #expect(last.map(\.presentationTime) == good.frames.map(\.presentationTime).sorted().suffix(30))
    }

    @Test(arguments: [CodecName.h264, .h265])
    func damagedParameterSetsAreRefusedOrSurvived(codec: CodecName) throws {
        var random = SeededRandom(seed: 13)
        let clip = try Clip(codec, width: 128, height: 96, count: 20)
        var items: [TranscodedItem] = []
        for _ in 0..<150 {
            var format = clip.format
            format.configuration.mutate(using: &random)
            do throws(TranscodingError) {
                let transcoder = try makeTranscoder(from: format, to: .h264)
                for frame in clip.frames { try transcoder.transcode(frame, into: &items) }
            } catch {
                guard case .failed = error else { throw error }
            }
        }
        #expect(!items.isEmpty)
    }
}

extension Clip {
    mutating func shift(by nanoseconds: Int64) {
        for index in frames.indices {
            frames[index].decodeTime = frames[index].decodeTime + nanoseconds
            frames[index].presentationTime = frames[index].presentationTime + nanoseconds
        }
    }
}

extension Transcoder {
    /// All that comes out for a clip, also what its decoder still holds at the end.
    func transcodeAll(_ clip: Clip) throws -> [TranscodedItem] {
        var items = try transcode(clip.frames)
        // A source that changes lets go of what it had; an empty frame brings nothing of its own.
        let undecodable = undecodableFrames
        try changeSource(to: clip.format)
        try transcode(Frame(time: MediaTime(nanoseconds: 0), bytes: []), into: &items)
        #expect(undecodableFrames == undecodable + 1)
        return items
    }
}
