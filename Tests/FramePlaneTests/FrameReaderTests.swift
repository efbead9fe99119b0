import Codecs
import Net
import Synchronization
import Testing

@testable import FramePlane

/// What a reader gets, and what it loses when it is slow.
@Suite struct FrameReaderTests {
    private let moment = FrameMoment(age: 0, clock: StreamClock())
    private let tracks = [SinkTrack(codec: .vp8, format: .video), SinkTrack(codec: .opus, format: .opusSound)]

    private func take(_ reader: FrameReader) -> [FrameEvent] {
        var events: [FrameEvent] = []
        reader.take(into: &events)
        return events
    }

    private func words(_ events: [FrameEvent]) -> [String] {
        events.map { event in
            switch event {
            case .tracks(let tracks): "tracks \(tracks.count)"
            case .frame(let frame, let track): "\(track):\(frame.isKeyframe ? "key" : "frame")"
            case .packets(let batch, let track): "\(track):\(batch.packets.count) packets"
            case .gap: "gap"
            case .ended(let reason): "ended \(reason)"
            }
        }
    }

    @Test func videoBeginsWithAKeyframeAndSoundAtOnce() {
        let reader = FrameReader(.test) {}
        reader.describe(tracks)
        #expect(reader.accept(.made(0), track: 0, moment))
        #expect(!reader.accept(.made(0, key: true), track: 1, moment))
        #expect(!reader.accept(.made(33, key: true), track: 0, moment))
        #expect(!reader.accept(.made(66), track: 0, moment))
        #expect(!reader.accept(.made(66), track: 2, moment))
        #expect(words(take(reader)) == ["tracks 2", "1:key", "0:key", "0:frame"])
        #expect(reader.summary.frames == 3)
        #expect(reader.summary.droppedFrames == 1)
    }

    @Test func itIsWokenWhenThereIsSomethingAfterThereWasNothing() {
        let wakes = Mutex(0)
        let reader = FrameReader(.test) { wakes.withLock { $0 += 1 } }
        reader.describe(tracks)
        for time in 0..<10 { _ = reader.accept(.made(Int64(time), key: true), track: 1, moment) }
        #expect(wakes.withLock { $0 } == 1)
        _ = take(reader)
        _ = reader.accept(.made(10, key: true), track: 1, moment)
        #expect(wakes.withLock { $0 } == 2)
    }

    @Test(arguments: [(count: 8_191, size: 1), (count: 24, size: 1 << 20)])
    func aSlowReaderLosesWholeFramesUpToAKeyframe(count: Int, size: Int) {
        let reader = FrameReader(.test) {}
        reader.describe(tracks)
        for time in 0..<count { _ = reader.accept(.made(Int64(time), key: time == 0, size: size), track: 0, moment) }
        #expect(reader.summary.droppedFrames == 0)
        #expect(reader.accept(.made(9_000, size: size), track: 0, moment))
        #expect(reader.summary.droppedFrames == UInt64(count) + 1)
        _ = reader.accept(.made(9_001, key: true), track: 1, moment)
        _ = reader.accept(.made(9_002, key: true), track: 0, moment)
        #expect(words(take(reader)) == ["tracks 2", "gap", "1:key", "0:key"])
    }

    /// A publisher that describes its tracks again and again, and a reader that does not look.
    @Test func descriptionsAreBounded() {
        let reader = FrameReader(.test) {}
        for width in 1...10_000 {
            reader.describe([SinkTrack(codec: .vp8, format: TrackFormat(.vp8, width: width, height: 1))])
        }
        let events = take(reader)
        #expect(events.count == 1)
        guard case .tracks(let tracks)? = events.first else {
            Issue.record("no tracks")
            return
        }
        #expect(tracks.map(\.format?.width) == [10_000])
    }

    @Test func theSameTracksAreToldOnce() {
        let reader = FrameReader(.test) {}
        reader.describe(tracks)
        _ = reader.accept(.made(0, key: true), track: 0, moment)
        reader.describe(tracks)
        _ = reader.accept(.made(33), track: 0, moment)
        reader.restart()
        _ = reader.accept(.made(66), track: 0, moment)
        #expect(words(take(reader)) == ["tracks 2", "0:key", "0:frame"])
    }

    @Test func nothingComesAfterTheEnd() {
        let reader = FrameReader(.test) {}
        reader.describe(tracks)
        reader.end(.streamEnded)
        reader.end(.serverStopping)
        reader.describe([])
        _ = reader.accept(.made(0, key: true), track: 0, moment)
        #expect(words(take(reader)) == ["tracks 2", "ended streamEnded"])
    }

    @Test func aReaderThatClosesGetsNothingAndIsLetGoOfOnce() {
        let closes = Mutex(0)
        let reader = FrameReader(.test) {}
        reader.setOnClose { _ in closes.withLock { $0 += 1 } }
        reader.describe(tracks)
        reader.close()
        reader.close()
        reader.end(.streamEnded)
        #expect(take(reader).isEmpty)
        #expect(closes.withLock { $0 } == 1)
    }

    private func batch(_ sequence: Int64, key: Bool = false, beginsAnew: Bool = false, size: Int = 1) -> PacketBatch {
        PacketBatch(
            packets: [
                MediaPacket(
                    sequence: sequence, timestamp: 0, captureTime: 0, payloadStart: 0, payloadLength: Int32(size),
                    marker: true, startsKeyframe: key)
            ], bytes: [UInt8](repeating: 0, count: size), arrival: Instant(nanoseconds: 0), beginsAnew: beginsAnew)
    }

    /// That a publisher counts anew is told with the first packets that the reader gets of it.
    @Test(arguments: [false, true])
    func aBeginningThatWasLeftOutIsToldLater(isSlow: Bool) {
        let reader = FrameReader(.test) {}
        reader.describe([
            SinkTrack(codec: .vp8, packets: PacketFormat(.video, "VP8", payloadType: 96, clockRate: 90_000)),
            SinkTrack(codec: .pcmu, packets: PacketFormat(.audio, "PCMU", payloadType: 0, clockRate: 8_000)),
        ])
        #expect(!reader.accept(batch(9, key: true, beginsAnew: true), track: 0, age: 0))
        if isSlow {
            #expect(!reader.accept(batch(1, key: true, beginsAnew: true), track: 0, age: 0))
            #expect(reader.accept(batch(2, size: 24 << 20), track: 0, age: 0))
        } else {
            _ = take(reader)
            reader.restart()
            #expect(reader.accept(batch(1, beginsAnew: true), track: 0, age: 0))
        }
        #expect(!reader.accept(batch(3, key: true), track: 0, age: 0))
        #expect(!reader.accept(batch(4), track: 0, age: 0))
        #expect(!reader.accept(batch(5, key: true), track: 1, age: 0))
        let batches = take(reader).compactMap { if case .packets(let batch, _) = $0 { batch } else { nil } }
        #expect(batches.flatMap { $0.packets.map(\.sequence) } == [3, 4, 5])
        #expect(batches.map(\.beginsAnew) == [true, false, false])
    }
}
