import Codecs
import MediaPlane
import Net
import SFU
import Synchronization
import TestSupport
import Testing

@testable import FramePlane

/// From a publisher's packets to what a stream's sinks are told and get, without a media plane.
@Suite struct PacketSourceTests {
    private let clock = TestClock()
    private let publisher = FrameSource.publication(1)
    private let wallClock: Int64 = 1_700_000_000_000_000_000
    private let vp8 = PacketFormat(.video, "VP8", payloadType: 96, clockRate: 90_000)
    private let jpeg = PacketFormat(.video, "JPEG", payloadType: 26, clockRate: 90_000)
    private let telephone = PacketFormat(.audio, "PCMU", payloadType: 0, clockRate: 8_000)

    private func begin(_ formats: [PacketFormat]) throws -> (FrameStream, PacketSource) {
        let stream = FrameStream(path: try .made(), rules: TranscodingRules(), clocks: clock.read)
        stream.begin(publisher, formats.map { SourceTrack(packets: $0) }, replaces: true)
        let source = PacketSource(formats, to: StreamEntrance(stream: stream, source: publisher))
        source.describe()
        return (stream, source)
    }

    /// One packet of a frame of VP8 (RFC 7741): the start of a partition, and of a key or interframe of 640x360.
    private func push(_ source: PacketSource, _ sequence: Int64, shown number: Int64, isKeyframe: Bool = false) {
        let header: [UInt8] = [0x10, isKeyframe ? 0x10 : 0x11, 0x02, 0x00]
        let payload = header + (isKeyframe ? [0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x01] : [UInt8(sequence & 0x7F)])
        source.receive(
            payload.span, sequence: sequence, timestamp: UInt32(number * 3_000), marker: true,
            captureTime: wallClock + number * 33_333_333, track: 0, now: clock.now)
        source.flush(now: clock.now)
    }

    /// B-frames show by the timestamps of packets, when nothing is known of what is in these; what becomes known then must
    /// not bring the packets back.
    @Test func framesThatAreReorderedStaySoWhenTheirFormatBecomesKnown() throws {
        let (stream, source) = try begin([vp8])
        let sink = RecordingSink()
        stream.attach(sink, PacketFeed.wants)
        push(source, 0, shown: 0, isKeyframe: true)
        #expect(sink.events.last == .packets([0], track: 0))
        push(source, 1, shown: 3)
        push(source, 2, shown: 1)
        #expect(stream.framesWanted(from: publisher) == [0])
        push(source, 3, shown: 2)
        #expect(stream.summary.tracks.first?.format?.width == 640)
        #expect(stream.summary.tracks.first?.isReordered == true)
        #expect(sink.events.last == .tracks([SinkTrack(codec: .h264)]))
        push(source, 4, shown: 6)
        #expect(stream.framesWanted(from: publisher) == [0])
        stream.detach(sink)
    }

    /// Another format may be in the order in which it is shown.
    @Test func packetsOfAnotherFormatHaveShownNothingYet() throws {
        let (stream, source) = try begin([vp8])
        for (sequence, number) in [0, 3, 1].enumerated() {
            push(source, Int64(sequence), shown: Int64(number), isKeyframe: number == 0)
        }
        #expect(stream.summary.tracks.map(\.isReordered) == [true])
        source.update(PacketFormat(.video, "VP9", payloadType: 96, clockRate: 90_000), track: 0)
        #expect(stream.summary.tracks.map(\.isReordered) == [false])
    }

    /// Viewers of WebRTC agree on tracks once: one whose format only its frames tell has its place from the beginning.
    @Test func aTrackWhoseFormatIsNotKnownYetHasItsPlace() throws {
        let (stream, _) = try begin([jpeg, telephone])
        let sink = RecordingSink()
        stream.attach(sink, PacketFeed.wants, isActive: false)
        guard case .tracks(let tracks)? = sink.events.last else {
            Issue.record("no tracks")
            return
        }
        #expect(tracks.map(\.codec) == [.h264, .pcmu])
        #expect(tracks.map(\.packets) == [nil, telephone])
        #expect(stream.framesWanted(from: publisher).isEmpty)
        stream.setActive(true, sink)
        #expect(stream.framesWanted(from: publisher) == [0])
    }

    @Test func whatWasNotHandedOnIsNotTakenForAnotherFormat() throws {
        let (stream, source) = try begin([vp8])
        let sink = RecordingSink()
        stream.attach(
            sink, SinkWants(accepted: [], takesReordered: true, needsFormats: false, takesPackets: { _ in true }))
        source.receive(
            [0x10, 0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x01].span, sequence: 1, timestamp: 0,
            marker: true, captureTime: wallClock, track: 0, now: clock.now)
        source.update(telephone, track: 0)
        source.flush(now: clock.now)
        #expect(sink.events.count { if case .packets = $0 { true } else { false } } == 0)
        #expect(stream.summary.tracks.map(\.packets) == [0])
    }

    /// Sound that is derived and pictures that pass as they came are told the same wall clock, before a sender report and
    /// after it.
    @Test func derivedSoundAndPacketsOfPicturesAreInStep() async throws {
        let (stream, source) = try begin([vp8, telephone])
        let sink = ClockSink()
        stream.attach(
            sink,
            SinkWants(
                accepted: [.vp8, .opus], takesReordered: false, needsFormats: false, isLive: true,
                takesPackets: { $0.media == .video }))
        let report: Int64 = 80_000_000
        for number in 0..<300 as Range<Int64> {
            // What the first packets were taken for was wrong, as a report of each track says in the third second.
            let audioError = number >= 120 ? report : 0
            source.receive(
                [UInt8](repeating: 0x55, count: 160).span, sequence: number, timestamp: UInt32(number * 160),
                marker: false, captureTime: wallClock + number * 20_000_000 + audioError, track: 1, now: clock.now)
            let videoError = number >= 130 ? report + 3_000_000 : 0
            source.receive(
                [0x10, 0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x01].span, sequence: number,
                timestamp: UInt32(number * 1_800), marker: true,
                captureTime: wallClock + 3_000_000 + number * 20_000_000 + videoError, track: 0, now: clock.now)
            source.flush(now: clock.now)
            clock.advance(20)
            guard number == 100 else { continue }
            try await eventually("sound before the report", timeout: .seconds(30), every: .milliseconds(5)) {
                sink.derived.count >= 90 ? true : nil
            }
        }
        try await eventually("derived sound", timeout: .seconds(30), every: .milliseconds(5)) {
            sink.derived.count >= 250 ? true : nil
        }
        let derived = sink.derived
        let first = try #require(derived.first), last = try #require(derived.last)
        // The sound's own time, 20 ms a frame, says how far it is.
        let length = Int64(derived.count - 1) * 20_000_000
        #expect(last.time - first.time == length)
        #expect(last.wallClock - first.wallClock == length + report)
        // Sound and pictures began at the same time, and were both 80 ms off.
        let pictures = sink.pictures
        #expect(pictures.count == 300)
        #expect(abs(first.wallClock - wallClock) <= 20_000_000, "\(first.wallClock - wallClock)")
        #expect(pictures.first == wallClock + 3_000_000)
        #expect(pictures.last == wallClock + 299 * 20_000_000 + report + 6_000_000)
        stream.detach(sink)
    }
}

/// What the wall clock of frames and packets is.
private final class ClockSink: FrameSink {
    private let state = Mutex(State())

    private struct State {
        var derived: [(time: MediaTime, wallClock: Int64)] = []
        var pictures: [Int64] = []
    }

    var derived: [(time: MediaTime, wallClock: Int64)] { state.withLock { $0.derived } }
    var pictures: [Int64] { state.withLock { $0.pictures } }

    func describe(_ tracks: [SinkTrack]) {}
    func restart() {}

    func accept(_ frame: Frame, track: Int, _ moment: FrameMoment) -> Bool {
        state.withLock {
            $0.derived.append((frame.presentationTime, moment.clock.wallClock(of: frame.presentationTime)))
        }
        return false
    }

    func accept(_ batch: PacketBatch, track: Int, age: Int64) -> Bool {
        state.withLock { $0.pictures += batch.packets.map(\.captureTime) }
        return false
    }
}
