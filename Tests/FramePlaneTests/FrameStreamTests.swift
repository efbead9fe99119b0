import Codecs
import Net
import SFU
import TestSupport
import Testing

@testable import FramePlane

/// What a stream gives its sinks, and when.
@Suite struct FrameStreamTests {
    private let clock = TestClock()
    private let publisher = FrameSource.publication(1)

    private func stream(_ formats: [TrackFormat]) throws -> FrameStream {
        let stream = FrameStream(path: try .made(), rules: TranscodingRules(), clocks: clock.read)
        stream.begin(publisher, formats, replaces: true)
        return stream
    }

    @Test func whoJoinsGetsWhatIsKeptInOrderAndEveryFrameOnce() throws {
        let stream = try stream([.video, .opusSound])
        stream.push(.made(0, key: true, mark: 1), track: 0, from: publisher)
        stream.push(.made(5, key: true, mark: 2), track: 1, from: publisher)
        stream.push(.made(33, mark: 3), track: 0, from: publisher)
        stream.push(.made(25, key: true, mark: 4), track: 1, from: publisher)
        let sink = RecordingSink()
        stream.attach(sink, .everything)
        stream.push(.made(66, mark: 5), track: 0, from: publisher)
        let marks = sink.events.compactMap { if case .frame(let frame, _) = $0 { frame.bytes[0] } else { nil } }
        #expect(marks == [1, 2, 4, 3, 5])
        #expect(
            sink.events.first
                == .tracks([
                    SinkTrack(codec: .vp8, format: .video), SinkTrack(codec: .opus, format: .opusSound),
                ]))
    }

    /// The order within a track is that of decoding, whatever its times say.
    @Test func aClockThatWasSetBackReordersNothing() throws {
        let stream = try stream([.video])
        for (mark, time) in [2_147_483_648, 2_147_483_681, 0, 33].enumerated() {
            stream.push(.made(Int64(time), key: mark == 0, mark: UInt8(mark)), track: 0, from: publisher)
        }
        let sink = RecordingSink()
        stream.attach(sink, .everything)
        #expect(sink.marks(of: 0) == [0, 1, 2, 3])
    }

    /// A derived track whose format does not come is waited for, but not for ever; its format may come later.
    @Test func aSinkThatWaitedGetsEveryFrameOnce() async throws {
        let stream = try stream([.video, .telephone])
        let sink = RecordingSink()
        stream.attach(sink, SinkWants(accepted: [.vp8, .aac], takesReordered: true, needsFormats: true))
        for mark in 0..<5 as Range<UInt8> {
            stream.push(.made(Int64(mark) * 33, key: mark == 0, mark: mark), track: 0, from: publisher)
        }
        #expect(sink.events.isEmpty)
        clock.advance(2_000)
        for mark in 5..<8 as Range<UInt8> {
            stream.push(.made(Int64(mark) * 33, mark: mark), track: 0, from: publisher)
        }
        #expect(sink.marks(of: 0) == Array(0..<8))

        for number in 0..<20 as Range<Int64> {
            stream.push(.made(264 + number * 20, key: true, size: 160), track: 1, from: publisher)
        }
        try await eventually("the derived track", timeout: .seconds(30), every: .milliseconds(5)) {
            sink.marks(of: 1).isEmpty ? nil : true
        }
        stream.push(.made(700, mark: 8), track: 0, from: publisher)
        #expect(sink.marks(of: 0) == Array(0..<9))
        stream.detach(sink)
        #expect(stream.summary.derived.isEmpty)
    }

    /// The clock stands still: what a sink got is known by the frames themselves.
    @Test func nothingIsLostOrDoubledWhenATrackComes() throws {
        let stream = try stream([.video])
        let sink = RecordingSink()
        stream.attach(sink, SinkWants(accepted: [.vp8, .aac], takesReordered: true, needsFormats: true))
        for mark in 0..<3 as Range<UInt8> {
            stream.push(.made(Int64(mark), key: mark == 0, mark: mark), track: 0, from: publisher)
        }
        stream.describe([.video, .telephone], from: publisher)
        for mark in 3..<5 as Range<UInt8> { stream.push(.made(Int64(mark), mark: mark), track: 0, from: publisher) }
        #expect(sink.marks(of: 0) == [0, 1, 2])
        // Another change while it waits.
        stream.describe([.video, .telephone, .opusSound], from: publisher)
        stream.push(.made(5, mark: 5), track: 0, from: publisher)
        clock.advance(2_000)
        stream.push(.made(6, mark: 6), track: 0, from: publisher)
        #expect(sink.marks(of: 0) == Array(0..<7))
    }

    @Test func anotherPublishersVideoBeginsWithAKeyframe() throws {
        let stream = try stream([.video])
        let reader = FrameReader(.test) {}
        stream.attach(reader, .everything)
        stream.push(.made(1_000, key: true, mark: 1), track: 0, from: publisher)
        clock.advance(500)
        let next = FrameSource.publication(2)
        #expect(stream.begin(next, [.video], replaces: false).isTaken == false)
        #expect(stream.begin(next, [.video], replaces: true).former == publisher)
        stream.push(.made(1_033, mark: 2), track: 0, from: publisher)
        stream.push(.made(0, mark: 3), track: 0, from: next)
        stream.push(.made(33, key: true, mark: 4), track: 0, from: next)
        var events: [FrameEvent] = []
        reader.take(into: &events)
        let frames = events.compactMap { if case .frame(let frame, _) = $0 { frame } else { nil } }
        #expect(frames.map(\.bytes) == [[1], [4]])
        #expect(frames.map(\.decodeTime.milliseconds) == [1_000, 1_533])
    }

    @Test func aReadersWishForAKeyframeIsKnownToWhoFeedsTheStream() throws {
        let stream = try stream([.opusSound, .video])
        let reader = FrameReader(.test) {}
        stream.attach(reader, .everything)
        stream.push(.made(0), track: 1, from: publisher)
        #expect(stream.keyframeWishes(from: publisher) == [1])
        #expect(stream.keyframeWishes(from: .publication(2)).isEmpty)
        stream.push(.made(33, key: true), track: 1, from: publisher)
        #expect(stream.keyframeWishes(from: publisher).isEmpty)
        stream.push(.made(66), track: 1, from: publisher)
        #expect(stream.keyframeWishes(from: publisher).isEmpty)
    }

    /// Browsers send keyframes only when asked: who joins minutes later does not begin minutes behind.
    @Test(arguments: [(2_000, [1, 2, 3, 4]), (2_001, [4])] as [(Int64, [UInt8])])
    func whoJoinsAPeersStreamBeginsWithAYoungKeyframe(age: Int64, marks: [UInt8]) throws {
        let stream = FrameStream(path: try .made(), rules: TranscodingRules(), clocks: clock.read)
        let peer = FrameSource.packets(StreamIdentity(path: try .made(), home: 0, number: 1))
        stream.begin(peer, [.video, .opusSound], replaces: false)
        stream.push(.made(0, key: true, mark: 1), track: 0, from: peer)
        clock.advance(age)
        stream.push(.made(age, mark: 2), track: 0, from: peer)
        stream.push(.made(age, key: true, mark: 3), track: 1, from: peer)
        let sink = RecordingSink()
        stream.attach(sink, .everything)
        #expect(stream.keyframeWishes(from: peer) == (age > 2_000 ? [0] : []))
        stream.push(.made(age + 33, key: true, mark: 4), track: 0, from: peer)
        #expect((sink.marks(of: 0) + sink.marks(of: 1)).sorted() == marks)
        #expect(stream.keyframeWishes(from: peer).isEmpty)
    }

    /// A publisher that stood still for seconds is behind its clock from then on; what is derived of it is new all the same.
    @Test func aDerivedFrameIsAsOldAsItsSource() async throws {
        let stream = try stream([.telephone])
        let sink = RecordingSink()
        stream.attach(sink, SinkWants(accepted: [.opus], takesReordered: false, needsFormats: false))
        for number in 0..<10 as Range<Int64> {
            if number == 5 { clock.advance(4_000) }
            stream.push(.made(number * 20, key: true, size: 160), track: 0, from: publisher)
        }
        try await eventually("sound of what came late", timeout: .seconds(30), every: .milliseconds(5)) {
            sink.events.count { if case .frame = $0 { true } else { false } } >= 6 ? true : nil
        }
        #expect(sink.age == 0)
        #expect(stream.summary.derived.map(\.source) == [.pcmu])
    }

    @Test func aTrackThatCannotBeDerivedEndsAReadingWithASentence() async throws {
        let stream = try stream([TrackFormat(.aac, configuration: [0xFF], sampleRate: 0, channels: 0)])
        let reader = FrameReader(.test) {}
        stream.attach(reader, SinkWants(accepted: [.opus], takesReordered: true, needsFormats: true))
        stream.push(.made(0, key: true), track: 0, from: publisher)
        let reason = try await eventually("the end", timeout: .seconds(30), every: .milliseconds(5)) { reader.refusal }
        #expect(reason.contains("AAC cannot be turned into Opus"), "\(reason)")
    }

    @Test func threadsOfDerivedTracksEndWithTheirStream() async throws {
        for _ in 0..<20 {
            let stream = try stream([.telephone])
            stream.attach(
                RecordingSink(), SinkWants(accepted: [.opus], takesReordered: false, needsFormats: false))
            stream.push(.made(0, key: true, size: 160), track: 0, from: publisher)
            #expect(stream.summary.derived.count == 1)
        }
        try await eventually("the end of all threads", timeout: .seconds(60), every: .milliseconds(20)) {
            Threads.names.contains { $0.hasPrefix("derive-") } ? nil : true
        }
    }
}
