import Codecs
import Files
import TestSupport
import Testing

/// Where seeks land, beside all that ffprobe shows of the file.
@Suite struct SeekingTests {
    private static let second: Int64 = 1_000_000_000

    private static let videos: [Sample] = [
        .mp4WithBFrames, .mp4WithFragments, .mp4WithHEVC, .matroska, .matroskaWithBFrames, .webm, .webmWithAV1,
        .transportStream, .transportStreamWithHEVC, .quickTime, .avi, .flv,
    ]

    /// Milliseconds from the beginning; back and forth.
    private static let times: [Int64] = [5_000, 20, 3_500, 3_499, 999, 1_000, 1_001, 5_950, 2_250, 4_000]

    @Test(arguments: videos)
    func seeksLandOnTheKeyframeAtOrBefore(_ sample: Sample) async throws {
        let path = try await sample.file()
        let probe = try await Probe(path)
        let file = try MediaFile(try OpenedFile(path: path))
        let whole = try MediaFile(try OpenedFile(path: path)).readAll()
        let keyframes = whole.filter { $0.track == 0 && $0.frame.isKeyframe }.map(\.frame.presentationTime)
        #expect(keyframes == probe.video.filter(\.isKeyframe).compactMap(\.presentationTime))
        for milliseconds in Self.times {
            let time = file.start + milliseconds * 1_000_000
            let landed = try file.seek(to: time)
            let expected = keyframes.last { $0 <= time + 500_000 } ?? keyframes[0]
            #expect(landed == expected, "\(milliseconds) ms")
            let frames = try file.readAll()
            let video = frames.filter { $0.track == 0 }.map(\.frame)
            #expect(video.first?.presentationTime == landed)
            #expect(video.first?.isKeyframe == true)
            // The rest of the file, without what is shown before.
            let rest = whole.filter { $0.track == 0 }.map(\.frame).drop { $0.presentationTime != landed }
            #expect(video.map(\.bytes) == rest.filter { $0.presentationTime >= landed }.map(\.bytes))
            #expect(
                video.map(\.presentationTime) == rest.filter { $0.presentationTime >= landed }.map(\.presentationTime))
            let audio = frames.filter { $0.track == 1 }.map(\.frame)
            #expect(audio.allSatisfy { $0.presentationTime >= landed })
            if let first = audio.first { #expect(first.presentationTime - landed < 150_000_000, "\(milliseconds) ms") }
            #expect(audio.last?.bytes == whole.last { $0.track == 1 }?.frame.bytes)
        }
    }

    @Test(arguments: [Sample.mp3, .wav, .alaw, .aac, .opus, .flac, .g722])
    func soundBeginsWithTheFrameAtTheTime(_ sample: Sample) async throws {
        let path = try await sample.file()
        let file = try MediaFile(try OpenedFile(path: path))
        for milliseconds in Self.times {
            let time = file.start + milliseconds * 1_000_000
            let landed = try file.seek(to: time)
            #expect((0...100_000_000).contains(time + 500_000 - landed), "\(milliseconds) ms: \(landed - file.start)")
            let frames = try file.readAll()
            #expect(frames.first?.frame.presentationTime == landed)
            let expected = (6 * Self.second - (landed - file.start)) * Int64(frames.count)
            #expect(expected > 0)
        }
    }

    @Test(arguments: Sample.allCases)
    func theBeginningIsTheWholeFileAgain(_ sample: Sample) async throws {
        let file = try MediaFile(try OpenedFile(path: try await sample.file()))
        // Of AV1, the format may be a little other than the container says; it stays so.
        let first = try file.readAll().map(\.frame)
        #expect(try file.read() == nil)
        for time in [file.start, file.start + -Self.second] {
            #expect(try file.seek(to: time) == file.start)
            #expect(try file.readAll().map(\.frame) == first)
        }
    }

    @Test func behindTheEndIsTheLastKeyframe() async throws {
        let file = try MediaFile(try OpenedFile(path: try await Sample.mp4WithBFrames.file()))
        #expect(try file.seek(to: file.start + 1_000 * Self.second) == file.start + 5 * Self.second)
    }
}
