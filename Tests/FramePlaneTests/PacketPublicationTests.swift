import Codecs
import MediaPlane
import Net
import SFU
import Synchronization
import TestSupport
import Testing

@testable import FramePlane

/// A publisher of packets: what readers of packets get, and of what frames are made, and when.
@Suite struct PacketPublicationTests {
    private let telephone = PacketFormat(.audio, "PCMU", payloadType: 0, clockRate: 8_000)
    private let vp8 = PacketFormat(.video, "VP8", payloadType: 96, clockRate: 90_000)
    private let metadata = PacketFormat(.application, "vnd.onvif.metadata", payloadType: 107, clockRate: 90_000)
    private var now: Instant { LoopTime.ofSystem().now }
    private let wallClock: Int64 = 1_700_000_000_000_000_000

    private func wait(_ what: String, until goal: () async throws -> Bool) async throws {
        try await eventually(what, timeout: .seconds(60), every: .milliseconds(2)) { try await goal() ? true : nil }
    }

    /// One packet of a frame of VP8, 33 ms after the one before.
    private func push(
        _ sink: PacketPublication, _ sequence: Int64, isKeyframe: Bool = false, track: Int = 0, shown: Int64? = nil
    ) {
        let number = shown ?? sequence
        // RFC 7741: the start of a partition, and of a key or interframe of 640x360.
        let header: [UInt8] = [0x10, isKeyframe ? 0x10 : 0x11, 0x02, 0x00]
        let payload = header + (isKeyframe ? [0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x01] : [UInt8(number & 0x7F)])
        sink.receive(
            payload.span, sequence: sequence, timestamp: UInt32(truncatingIfNeeded: number * 2_970), marker: true,
            captureTime: wallClock + number * 33_000_000, track: track, now: now)
    }

    private func publication(_ plane: TestPlane, _ path: StreamPath) async throws -> PacketPublication {
        try await plane.frames.publishPackets(path, as: .test, refusesWhenPublished: false) { _ in }
    }

    private func read(_ plane: TestPlane, _ path: StreamPath, packets: Bool) async throws -> ReaderLog {
        ReaderLog(
            try await plane.frames.read(
                path, as: .test, accepting: Set(CodecName.allCases), takesPackets: packets, wake: {}))
    }

    @Test func readersOfPacketsGetThemAsTheyAreAndNoFrameIsMade() async throws {
        let (plane, path) = (try TestPlane(), try StreamPath.made())
        let sink = try await publication(plane, path)
        sink.describe([vp8, metadata])
        push(sink, 7, isKeyframe: true)
        push(sink, 8)
        sink.flush(now: now)
        try await wait("the stream") { plane.frames.streams().first?.isPublished == true }
        let log = try await read(plane, path, packets: true)
        push(sink, 9)
        sink.receive([1, 2, 3].span, sequence: 1, timestamp: 5, marker: true, captureTime: 0, track: 1, now: now)
        sink.flush(now: now)
        try await wait("the packets") { log.update().packets.count == 4 }
        #expect(log.packets.map(\.track) == [0, 0, 0, 1])
        #expect(log.packets.map(\.packet.sequence) == [7, 8, 9, 1])
        #expect(log.packets.map(\.packet.timestamp) == [20_790, 23_760, 26_730, 5])
        #expect(log.packets.map(\.packet.startsKeyframe) == [true, false, false, true])
        #expect(log.packets.last?.payload == [1, 2, 3])
        guard case .tracks(let tracks)? = log.events.first else {
            Issue.record("no tracks first")
            return
        }
        #expect(tracks == [.packets(vp8, nil), .packets(metadata, nil)])
        #expect(plane.frames.streams().first?.tracks.map(\.frames) == [0, 0])
        sink.end()
        await plane.stop()
    }

    @Test func framesAreMadeFromTheLastKeyframeOnWhileSomebodyReadsThem() async throws {
        let (plane, path) = (try TestPlane(), try StreamPath.made())
        let sink = try await publication(plane, path)
        sink.describe([vp8])
        for number in 0..<4 as Range<Int64> { push(sink, number, isKeyframe: number == 1) }
        sink.flush(now: now)
        try await wait("the stream") { plane.frames.streams().first?.isPublished == true }
        let log = try await read(plane, path, packets: false)
        push(sink, 4)
        sink.flush(now: now)
        try await wait("the frames") { log.update().times.count == 4 }
        let first = try #require(log.times.first)
        #expect(log.times.map { $0 - first } == [0, 33, 66, 99])
        guard case .tracks(let tracks)? = log.events.first else {
            Issue.record("no tracks first")
            return
        }
        #expect(tracks.map(\.format?.codec) == [.vp8] && tracks.map(\.format?.width) == [640])
        let before = plane.frames.streams().first?.tracks.first?.frames
        log.close()
        for number in 5..<9 as Range<Int64> { push(sink, number) }
        sink.flush(now: now)
        #expect(plane.frames.streams().first?.tracks.first?.frames == before)
        #expect(plane.frames.streams().first?.tracks.first?.packets == 9)
        sink.end()
        await plane.stop()
    }

    /// Packets out of order are put in order; one that is missing is given up, and frames go on with a keyframe.
    @Test func whatIsMissingIsSeenByReaders() async throws {
        let (plane, path) = (try TestPlane(), try StreamPath.made())
        let sink = try await publication(plane, path)
        sink.describe([vp8])
        push(sink, 0, isKeyframe: true)
        sink.flush(now: now)
        try await wait("the stream") { plane.frames.streams().first?.isPublished == true }
        let (packets, frames) = (
            try await read(plane, path, packets: true), try await read(plane, path, packets: false)
        )
        for number in [2, 1, 4] as [Int64] { push(sink, number) }
        sink.flush(now: now)
        #expect(sink.deadline < .distantFuture)
        sink.advance(now: sink.deadline)
        push(sink, 5)
        push(sink, 6, isKeyframe: true)
        sink.flush(now: now)
        try await wait("the packets") { packets.update().packets.count == 6 }
        #expect(packets.packets.map(\.packet.sequence) == [0, 1, 2, 4, 5, 6])
        try await wait("the frames") { frames.update().times.count == 4 }
        let first = try #require(frames.times.first)
        #expect(frames.times.map { $0 - first } == [0, 33, 66, 198])
        sink.end()
        await plane.stop()
    }

    /// What viewers by WebRTC get are the publisher's packets, with its numbers moved.
    @Test func viewersGetThePublishersPackets() async throws {
        let (plane, path) = (try TestPlane(clocks: TestClock().read), try StreamPath.made())
        let sink = try await publication(plane, path)
        sink.describe([telephone])
        try await wait("the stream") { await plane.media.worker(of: path)?.live(path) != nil }
        let live = try #require(await plane.media.worker(of: path)?.live(path))
        plane.media.subscribe(live.identity)
        var payloads: [[UInt8]] = []
        var sequences: [Int64] = []
        try await wait("the packets") {
            let number = Int64(payloads.count)
            // Numbers 3 and 4 never come.
            let sequence = number < 3 ? number : number + 2
            sink.receive(
                [UInt8](repeating: UInt8(number), count: 160).span, sequence: sequence,
                timestamp: UInt32(sequence * 160), marker: false, captureTime: wallClock + sequence * 20_000_000,
                track: 0, now: now)
            sink.advance(now: now.advanced(by: .seconds(1)))
            for case .packets(let batch) in plane.tap.take() {
                for index in batch.sections.flatMap(\.packets) {
                    let (record, bytes) = batch.packet(index)
                    payloads.append(Array(bytes))
                    sequences.append(record.sequence)
                }
            }
            return payloads.count >= 6
        }
        #expect(payloads.prefix(6).allSatisfy { $0.count == 160 })
        #expect(plane.frames.streams().first?.tracks.first?.frames == 0)
        let steps = zip(sequences, sequences.dropFirst()).map { $1 - $0 }
        #expect(steps.contains(2) && steps.allSatisfy { $0 == 1 || $0 == 2 }, "\(sequences)")
        sink.end()
        await plane.stop()
    }

    /// What the first packets show is not forgotten because nobody was there yet to be told.
    @Test func framesThatAreReorderedAreNoticedFromTheFirstPacketOn() async throws {
        let (plane, path) = (try TestPlane(), try StreamPath.made())
        let sink = try await publication(plane, path)
        sink.describe([vp8])
        for (sequence, number) in [0, 3, 1].enumerated() {
            push(sink, Int64(sequence), isKeyframe: number == 0, shown: Int64(number))
        }
        sink.flush(now: now)
        try await wait("the stream") { plane.frames.streams().first?.isPublished == true }
        push(sink, 3, shown: 4)
        sink.flush(now: now)
        #expect(plane.frames.streams().first?.tracks.map(\.isReordered) == [true])
        sink.end()
        await plane.stop()
    }

    /// Viewers who come and go get no packet twice.
    @Test func packetsThatWereKeptAreNotSentAgain() async throws {
        let (plane, path) = (try TestPlane(clocks: TestClock().read), try StreamPath.made())
        let sink = try await publication(plane, path)
        sink.describe([vp8])
        for number in 0..<3 as Range<Int64> { push(sink, number, isKeyframe: number == 0) }
        sink.flush(now: now)
        try await wait("the stream") { await plane.media.worker(of: path)?.live(path) != nil }
        let live = try #require(await plane.media.worker(of: path)?.live(path))
        var timestamps: [UInt32] = []
        func update() -> [UInt32] {
            for case .packets(let batch) in plane.tap.take() {
                for index in batch.sections.flatMap(\.packets) {
                    timestamps.append(batch.packet(index).record.timestamp)
                }
            }
            return timestamps
        }
        plane.media.subscribe(live.identity)
        try await wait("what was kept") { update().count == 3 }
        plane.media.unsubscribe(live.identity)
        plane.media.subscribe(live.identity)
        for number in 3..<20 as Range<Int64> {
            push(sink, number)
            sink.flush(now: now)
        }
        let all = (0..<20).map { UInt32($0 * 2_970) }
        try await wait("the rest") { update().last == all.last }
        #expect(timestamps == all)
        sink.end()
        await plane.stop()
    }
}
