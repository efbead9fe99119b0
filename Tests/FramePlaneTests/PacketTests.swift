import Codecs
import MediaPlane
import Net
import SFU
import Synchronization
import TestSupport
import Testing

@testable import FramePlane

/// From frames to packets and back, through a worker.
@Suite struct PacketTests {
    private func wait(_ what: String, until goal: () async throws -> Bool) async throws {
        try await eventually(what, timeout: .seconds(60), every: .milliseconds(2)) { try await goal() ? true : nil }
    }

    /// Packets are made while somebody reads them, from the last keyframe on, and none is made twice when nobody does for a
    /// moment.
    @Test func aGroupOfPicturesBecomesPacketsOnce() async throws {
        let (plane, path) = (try TestPlane(clocks: TestClock().read), try StreamPath.made())
        let publication = try await plane.frames.publish(path, as: .test, refusesWhenPublished: false) { _ in }
        publication.describe([.video])
        publication.push(.made(0, key: true, mark: 1), track: 0)
        publication.push(.made(33, mark: 2), track: 0)
        try await wait("the stream") { plane.frames.streams().first?.tracks.first?.frames == 2 }
        let live = try #require(await plane.media.worker(of: path)?.live(path))
        #expect(live.isFeed)
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
        try await wait("what was kept") { update() == [0, 2_970] }
        publication.push(.made(66, mark: 3), track: 0)
        try await wait("the next frame") { update() == [0, 2_970, 5_940] }
        plane.media.unsubscribe(live.identity)
        plane.media.subscribe(live.identity)
        // Whether they crossed or not, all come, and only once.
        for number in 3..<20 as Range<Int64> { publication.push(.made(number * 33, mark: 4), track: 0) }
        let all = (0..<20).map { UInt32($0 * 2_970) }
        try await wait("the rest") { update().last == all.last }
        #expect(Set(timestamps).count == timestamps.count, "\(timestamps)")
        #expect(timestamps == timestamps.sorted())
        publication.end()
        await plane.stop()
    }

    /// The bridge, fed by packets of sound.
    @Test func packetsBecomeFramesUntilTheirStreamIsOver() async throws {
        let path = try StreamPath.made()
        let bridge = Mutex<PacketBridge?>(nil)
        let tap = PacketTap { if let bridge = bridge.withLock({ $0 }) { Task { await bridge.receiveMail() } } }
        let media = try TestPlane.media(tap, grace: .milliseconds(50))
        let made = PacketBridge(plane: media, tap: tap, clocks: LoopTime.ofSystem)
        bridge.withLock { $0 = made }
        let wishes = Mutex<[Bool]>([])
        let feed = try await media.openFeed(
            FeedOpening(
                path: path, tracks: [OfferedTrack(codec: Codec(.pcmu, clockRate: 8_000))], refusesWhenPublished: false
            ) { event in if case .wanted(let isWanted) = event { wishes.withLock { $0.append(isWanted) } } })
        let live = try #require(await media.worker(of: path)?.live(path))
        let stream = FrameStream(path: path, rules: TranscodingRules(), clocks: LoopTime.ofSystem)
        let reader = FrameReader(.test) {}
        stream.attach(reader, .everything)
        let hasEnded = Atomic<Bool>(false)
        await made.start(live, to: stream) { hasEnded.store(true, ordering: .relaxed) }
        try await wait("the wish") { wishes.withLock { $0 } == [true] }
        for number in 0..<5 {
            #expect(
                feed.send(
                    FeedFrame(
                        track: 0, timestamp: UInt32(truncatingIfNeeded: 0xFFFF_FF00 + number * 160), isKeyframe: false,
                        width: 0, height: 0, captureTime: number == 0 ? 1_700_000_000_000_000_000 : nil, age: 0,
                        bytes: [UInt8](repeating: UInt8(number), count: 160), ends: [160])))
        }
        let log = ReaderLog(reader)
        try await wait("the frames") { log.update().marks == [0, 1, 2, 3, 4] }
        #expect(log.times == [500, 520, 540, 560, 580])

        // Nobody reads: it stops; somebody reads: it goes on, on the same timeline.
        stream.detach(reader)
        await made.stopUnneeded(live.identity)
        try await wait("the rest") { wishes.withLock { $0 } == [true, false] }
        #expect(stream.source == nil)
        stream.attach(reader, .everything)
        await made.start(live, to: stream) { hasEnded.store(true, ordering: .relaxed) }
        await made.stopUnneeded(live.identity)
        #expect(stream.source == .packets(live.identity))
        try await wait("the wish") { wishes.withLock { $0 } == [true, false, true] }

        // Somebody else feeds the stream: the packets are not needed.
        stream.begin(.publication(1), [.telephone], replaces: true)
        await made.start(live, to: stream) { hasEnded.store(true, ordering: .relaxed) }
        try await wait("the rest") { wishes.withLock { $0 } == [true, false, true, false] }
        #expect(stream.source == .publication(1))
        stream.end(.publication(1))
        await made.start(live, to: stream) { hasEnded.store(true, ordering: .relaxed) }
        feed.close()
        try await wait("the end") { hasEnded.load(ordering: .relaxed) }
        #expect(stream.source == nil)
        await media.stop()
    }
}
