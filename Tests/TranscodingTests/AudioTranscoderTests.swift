import Codecs
import TestSupport
import Testing
import Transcoding

/// Sound through a transcoder and a player's decoder: what is heard, and when.
@Suite struct AudioTranscoderTests {
    struct Source: CustomTestStringConvertible, Sendable {
        var codec: CodecName
        var rate: Int
        var channels: Int
        var testDescription: String { "\(codec.displayName) \(rate) Hz \(channels)" }
    }

    static let sources = [
        Source(codec: .aac, rate: 48_000, channels: 2), Source(codec: .aac, rate: 44_100, channels: 2),
        Source(codec: .aac, rate: 22_050, channels: 1), Source(codec: .aac, rate: 8_000, channels: 1),
        Source(codec: .aac, rate: 48_000, channels: 6), Source(codec: .aac, rate: 44_100, channels: 1),
        Source(codec: .mp3, rate: 44_100, channels: 2), Source(codec: .mp3, rate: 22_050, channels: 1),
        Source(codec: .ac3, rate: 48_000, channels: 6), Source(codec: .eac3, rate: 48_000, channels: 2),
        Source(codec: .flac, rate: 44_100, channels: 2), Source(codec: .flac, rate: 96_000, channels: 2),
        Source(codec: .opus, rate: 48_000, channels: 2), Source(codec: .opus, rate: 48_000, channels: 1),
        Source(codec: .opus, rate: 48_000, channels: 6),
        Source(codec: .pcmu, rate: 8_000, channels: 1), Source(codec: .pcma, rate: 8_000, channels: 1),
        Source(codec: .g722, rate: 16_000, channels: 1), Source(codec: .pcma, rate: 16_000, channels: 2),
        Source(codec: .l16, rate: 44_100, channels: 2), Source(codec: .l16, rate: 8_000, channels: 1),
        Source(codec: .l16, rate: 48_000, channels: 8),
    ]

    @Test(arguments: sources, [TranscodingTarget.opus, .aac])
    func toneKeepsItsPitchAndItsTime(source: Source, target: TranscodingTarget) throws {
        let sound = try Sound(
            source.codec, rate: source.rate, channels: source.channels, seconds: 3, signal: bursts)
        let transcoder = try makeTranscoder(from: sound.format, to: target)
        let hearing = try Hearing(transcoder.transcode(sound.frames))
        #expect(transcoder.undecodableFrames == 0)
        #expect(hearing.passages.count == 1)
        #expect(hearing.formats.map(\.codec) == [target.codec])
        for burst in 0..<5 {
            let onset = Double(burst) / 2 + 0.1
            let middle = try #require(hearing.middleOfSound(in: onset - 0.1..<onset + 0.2))
            #expect(abs(middle - 0.05 - onset) < 0.005, "burst \(burst): \((middle - 0.05 - onset) * 1_000) ms off")
            let frequency = try #require(hearing.frequency(in: onset + 0.02..<onset + 0.08))
            #expect(abs(frequency - 1_000) < 10)
        }
    }

    @Test(arguments: [1, 2, 6], [TranscodingTarget.opus, .aac])
    func soundIsAsLoudInBothEars(channels: Int, target: TranscodingTarget) throws {
        let sound = try Sound(.flac, rate: 48_000, channels: channels, seconds: 1, signal: tone)
        let hearing = try Hearing(makeTranscoder(from: sound.format, to: target).transcode(sound.frames))
        let passage = try #require(hearing.passages.first)
        for ear in [passage.left, passage.right] {
            let peak = ear[20_000..<30_000].reduce(0) { max($0, abs($1)) }
            #expect(abs(peak - 0.5) < 0.05, "\(peak)")
        }
    }

    /// A viewer who listens live joins: what was before would only make it late.
    @Test(arguments: [TranscodingTarget.opus, .aac])
    func whatIsDiscardedIsHeardByNobody(target: TranscodingTarget) throws {
        let sound = try Sound(.aac, rate: 48_000, channels: 2, seconds: 2, signal: tone)
        let times = { (items: [TranscodedItem]) in
            items.compactMap { if case .frame(let frame) = $0 { frame.presentationTime } else { nil } }
        }
        let whole = try times(makeTranscoder(from: sound.format, to: target).transcode(sound.frames))
        let transcoder = try makeTranscoder(from: sound.format, to: target)
        let middle = MediaTime(milliseconds: 1_000)
        transcoder.discard(before: middle)
        let items = try transcoder.transcode(sound.frames)
        #expect(items.first?.isFormat == true)
        #expect(times(items) == whole.filter { $0 >= middle })
        #expect(times(items).count > 30)
    }

    /// RTMP rounds times to milliseconds, and some publishers are another one off.
    @Test(arguments: [TranscodingTarget.opus, .aac])
    func jitteringTimesAreNotHeard(target: TranscodingTarget) throws {
        var random = SeededRandom(seed: 1)
        var sound = try Sound(.aac, rate: 44_100, channels: 2, seconds: 20, signal: tone)
        for index in sound.frames.indices {
            let time = sound.frames[index].presentationTime.milliseconds + Int64.random(in: -1...1, using: &random)
            sound.frames[index].presentationTime = MediaTime(milliseconds: time)
        }
        let hearing = try Hearing(makeTranscoder(from: sound.format, to: target).transcode(sound.frames))
        #expect(hearing.passages.count == 1)
        let samples = try #require(hearing.passages.first).left
        // A tone of this pitch and loudness never moves faster from one sample to the next; a click does.
        let steepest = 0.5 * 2 * Float.pi * 1_000 / 48_000
        for index in 48_000..<samples.count - 4_800 {
            #expect(abs(samples[index] - samples[index - 1]) < steepest * 1.15)
        }
    }

    @Test(arguments: [TranscodingTarget.opus, .aac])
    func gapBecomesSilence(target: TranscodingTarget) throws {
        var sound = try Sound(.aac, rate: 48_000, channels: 2, seconds: 4, signal: tone)
        sound.frames.removeAll { (1.0..<1.5).contains(Double($0.presentationTime.nanoseconds) / 1e9) }
        let hearing = try Hearing(makeTranscoder(from: sound.format, to: target).transcode(sound.frames))
        #expect(hearing.passages.count == 1)
        #expect(hearing.middleOfSound(in: 1.1..<1.45) == nil)
        #expect(hearing.middleOfSound(in: 0.5..<0.95) != nil)
        // A burst's middle where the sound is back: the gap took its whole time, and no more.
        let back = try #require(hearing.middleOfSound(in: 1.3..<1.7))
        #expect(abs(back - 1.6) < 0.02)
    }

    @Test func lostPacketOfOpusIsConcealed() throws {
        var sound = try Sound(.opus, rate: 48_000, channels: 2, seconds: 3, signal: tone)
        sound.frames.removeSubrange(60..<62)
        let hearing = try Hearing(makeTranscoder(from: sound.format, to: .aac).transcode(sound.frames))
        #expect(hearing.passages.count == 1)
        let passage = try #require(hearing.passages.first)
        // Forty milliseconds from 1.2 s on were lost; the first twenty still sound like what came before.
        let loss = passage.left[Int((1.2 - passage.start) * 48_000)...].prefix(960)
        #expect(loss.reduce(0) { max($0, abs($1)) } > 0.25)
        let frequency = try #require(hearing.frequency(in: 1.5..<2.5))
        #expect(abs(frequency - 1_000) < 1)
    }

    @Test(arguments: [Int64(-5_000), -200, 2_500, 1 << 40])
    func jumpMovesTheTimeline(milliseconds: Int64) throws {
        var sound = try Sound(.aac, rate: 48_000, channels: 2, seconds: 6, signal: bursts)
        for index in sound.frames.indices where sound.frames[index].presentationTime.milliseconds >= 3_000 {
            sound.frames[index].presentationTime =
                sound.frames[index].presentationTime + milliseconds * 1_000_000
        }
        let hearing = try Hearing(makeTranscoder(from: sound.format, to: .opus).transcode(sound.frames))
        #expect(hearing.passages.count == 2)
        let after = try #require(hearing.passages.last)
        let shift = Double(milliseconds) / 1_000
        #expect(abs(after.start - 3 - shift) < 0.03)
        let middle = try #require(hearing.middleOfSound(in: 4 + shift..<4.3 + shift))
        #expect(abs(middle - 4.15 - shift) < 0.005)
    }

    /// A publisher whose sample clock is a thousandth off its timestamps', for ten minutes.
    @Test(arguments: [1.001, 0.999])
    func driftIsFollowed(speed: Double) throws {
        var sound = try Sound(.pcmu, rate: 8_000, channels: 1, seconds: 600) {
            $0.truncatingRemainder(dividingBy: 30) < 1 ? bursts($0) : 0
        }
        for index in sound.frames.indices {
            sound.frames[index].presentationTime.nanoseconds =
                Int64(Double(sound.frames[index].presentationTime.nanoseconds) * speed)
        }
        let transcoder = try makeTranscoder(from: sound.format, to: .opus)
        let hearing = try Hearing(transcoder.transcode(sound.frames))
        #expect(hearing.passages.count == 1)
        for burst in stride(from: 0.0, to: 600, by: 30) {
            let onset = burst + 0.1
            let (from, to) = ((onset - 0.1) * speed, (onset + 0.2) * speed)
            let middle = try #require(hearing.middleOfSound(in: from..<to))
            #expect(abs(middle - (onset + 0.05) * speed) < 0.02, "\(burst) s: \(middle - (onset + 0.05) * speed)")
        }
    }

    @Test func firstFrameComesAtOnce() throws {
        let sound = try Sound(.aac, rate: 48_000, channels: 2, seconds: 1, signal: tone)
        let opus = try makeTranscoder(from: sound.format, to: .opus)
        #expect(try opus.transcode(Array(sound.frames.prefix(1))).count == 2)
        let aac = try makeTranscoder(from: sound.format, to: .aac)
        // Libavcodec's encoder looks a frame ahead, and its first frame holds nothing but its own start.
        #expect(try aac.transcode(Array(sound.frames.prefix(4))).count >= 2)
    }

    @Test func changedSourceGoesOnInStep() throws {
        let first = try Sound(.aac, rate: 44_100, channels: 2, seconds: 2, signal: bursts)
        let second = try Sound(.opus, rate: 48_000, channels: 1, seconds: 4, signal: bursts)
        let transcoder = try makeTranscoder(from: first.format, to: .opus)
        var items = try transcoder.transcode(first.frames)
        let end = try #require(first.frames.last).presentationTime + 23_220_000
        try transcoder.changeSource(to: second.format)
        items += try transcoder.transcode(second.frames.filter { $0.presentationTime >= end })
        let hearing = try Hearing(items)
        #expect(hearing.formats.count == 1)
        #expect(hearing.passages.count == 1)
        for onset in [0.6, 1.1, 2.6, 3.1] {
            let middle = try #require(hearing.middleOfSound(in: onset - 0.1..<onset + 0.2))
            #expect(abs(middle - 0.05 - onset) < 0.005)
        }
    }

    @Test func undecodableFrameIsSilence() throws {
        var sound = try Sound(.aac, rate: 44_100, channels: 2, seconds: 3, signal: bursts)
        for index in [40, 41, 70] { sound.frames[index].bytes = [] }
        let transcoder = try makeTranscoder(from: sound.format, to: .opus)
        let hearing = try Hearing(transcoder.transcode(sound.frames))
        #expect(transcoder.undecodableFrames == 3)
        #expect(hearing.passages.count == 1)
        for onset in [0.6, 1.1, 2.1] {
            let middle = try #require(hearing.middleOfSound(in: onset - 0.1..<onset + 0.2))
            #expect(abs(middle - 0.05 - onset) < 0.005)
        }
    }

    @Test(arguments: sources, [TranscodingTarget.opus, .aac])
    func garbageIsCountedAndSurvived(source: Source, target: TranscodingTarget) throws {
        var random = SeededRandom(seed: 7)
        let sound = try Sound(
            source.codec, rate: source.rate, channels: source.channels, seconds: 2, signal: bursts)
        let transcoder = try makeTranscoder(from: sound.format, to: target)
        var items: [TranscodedItem] = []
        for round in 0..<6 {
            for frame in sound.frames {
                var frame = frame
                frame.presentationTime = frame.presentationTime + Int64(round) * 2_000_000_000
                frame.bytes.mutate(using: &random)
                try transcoder.transcode(frame, into: &items)
            }
        }
        // Empty frames never are frames.
        let before = transcoder.undecodableFrames
        try transcoder.transcode(Frame(time: MediaTime(milliseconds: 12_000), bytes: []), into: &items)
        #expect(transcoder.undecodableFrames == before + 1)
        let shift: Int64 = 20_000_000_000
        let good = try transcoder.transcode(
            sound.frames.map { Frame(time: $0.presentationTime + shift, bytes: $0.bytes) })
        let hearing = try Hearing([items.first { $0.isFormat }].compactMap { $0 } + good)
        let middle = try #require(hearing.middleOfSound(in: 21.0..<21.3))
        #expect(abs(middle - 21.15) < 0.005)
    }
}
