import Codecs
import MediaPlane
import Net
import SFU
import Synchronization
import TestSupport
import Testing

@testable import FramePlane

/// Publishing and reading on real workers. Every wait is for something that must come, with a generous limit.
@Suite struct FramePlaneTests {
    private let limit = Duration.seconds(60)

    private func wait(_ what: String, until goal: () async throws -> Bool) async throws {
        try await eventually(what, timeout: limit, every: .milliseconds(2)) { try await goal() ? true : nil }
    }

    /// A publication that is live.
    private func live(_ plane: TestPlane, _ path: StreamPath, ends: EndLog = EndLog()) async throws -> FramePublication
    {
        let publication = try await plane.publish(path, ends: ends)
        publication.describe([.video, .opusSound])
        try await wait("the publication") {
            plane.frames.streams().contains { $0.path == path && !$0.tracks.isEmpty }
        }
        return publication
    }

    private func read(_ plane: TestPlane, _ path: StreamPath) async throws -> FrameReader {
        try await plane.frames.read(path, as: .test, accepting: [.vp8, .opus]) {}
    }

    @Test func whatIsPublishedIsReadWithItsTimes() async throws {
        let (plane, path) = (try TestPlane(), try StreamPath.made())
        let publication = try await plane.publish(path)
        // What comes before the path is taken is kept.
        publication.describe([.video, .opusSound])
        publication.push(.made(7_001, key: true, mark: 1, shown: 7_081), track: 0)
        try await wait("the stream") { !plane.frames.streams().isEmpty && !plane.frames.streams()[0].tracks.isEmpty }
        let log = ReaderLog(try await read(plane, path))
        publication.push(.made(7_034, mark: 2), track: 0)
        publication.push(.made(7_024, key: true, mark: 3), track: 1)
        #expect(log.update().marks == [1, 2, 3])
        #expect(log.times == [7_001, 7_034, 7_024])
        guard case .tracks([.frames(.video), .frames(.opusSound)])? = log.events.first else {
            Issue.record("no tracks first")
            return
        }
        publication.end()
        try await wait("the end") { log.update().end == .streamEnded }
        try await wait("an empty plane") { plane.frames.streams().isEmpty }
        await plane.stop()
    }

    @Test func nobodyReadsWhatIsNotThere() async throws {
        let (plane, path) = (try TestPlane(), try StreamPath.made())
        await #expect(throws: FramePlaneError.nothingLive) { try await read(plane, path) }
        #expect(plane.frames.streams().isEmpty)
        await plane.stop()
    }

    @Test func aReaderGoesOnWithWhoTakesThePath() async throws {
        let (plane, path, ends) = (try TestPlane(grace: .seconds(30)), try StreamPath.made(), EndLog())
        let first = try await live(plane, path, ends: ends)
        let log = ReaderLog(try await read(plane, path))
        first.push(.made(5_000, key: true, mark: 1), track: 0)
        let second = try await plane.publish(path)
        second.describe([.video, .opusSound])
        second.push(.made(0, key: true, mark: 2), track: 0)
        try await wait("the second one's frame") { log.update().marks == [1, 2] }
        try await wait("the first one's end") { ends.ends == [.replaced] }
        first.push(.made(5_033, key: true, mark: 3), track: 0)
        first.end()
        second.push(.made(33, mark: 4), track: 0)
        #expect(log.update().marks == [1, 2, 4])
        #expect(log.times[1] > 5_000 && log.times[2] == log.times[1] + 33)
        #expect(ends.ends == [.replaced])
        await plane.stop()
        #expect(log.update().end == .serverStopping)
    }

    /// The media plane has a publisher, but none that begins on this one before it leaves.
    @Test func aReaderOfAPublisherThatNeverBeginsIsToldOfTheEnd() async throws {
        let (plane, path) = (try TestPlane(), try StreamPath.made())
        let feed = try await plane.media.openFeed(
            FeedOpening(path: path, tracks: [], refusesWhenPublished: false) { _ in })
        let log = ReaderLog(try await read(plane, path))
        feed.close()
        try await wait("the end") { log.update().end == .streamEnded }
        try await wait("an empty plane") { plane.frames.streams().isEmpty }
        await plane.stop()
    }

    @Test func aPathThatIsTakenIsRefused() async throws {
        let (plane, path, ends) = (try TestPlane(), try StreamPath.made(), EndLog())
        // Both ask while nobody publishes.
        let first = try await plane.publish(path, refusesWhenPublished: true)
        let second = try await plane.publish(path, refusesWhenPublished: true, ends: ends)
        first.describe([.video])
        try await wait("the stream") { plane.frames.streams().first?.tracks.isEmpty == false }
        second.describe([.video])
        try await wait("the refusal") { ends.ends == [.alreadyPublished] }
        await #expect(throws: FramePlaneError.alreadyPublished) {
            try await plane.publish(path, refusesWhenPublished: true)
        }
        first.end()
        try await wait("an empty plane") { plane.frames.streams().isEmpty }
        await plane.stop()
    }

    @Test func aReaderThatCanHaveNothingIsToldWhyAndLeavesNothing() async throws {
        let (plane, path) = (try TestPlane(), try StreamPath.made())
        let publication = try await plane.publish(path)
        publication.describe([.video])
        try await wait("the stream") { plane.frames.streams().first?.tracks.isEmpty == false }
        await #expect(throws: FramePlaneError.unacceptable("The stream's video is VP8, which is not taken here.")) {
            try await plane.frames.read(path, as: .test, accepting: [.aac]) {}
        }
        try await wait("the reader's being gone") { plane.frames.streams().first?.readers.isEmpty == true }
        publication.end()
        try await wait("an empty plane") { plane.frames.streams().isEmpty }
        await plane.stop()
    }

    /// M22: publishers come and go, at once and after some frames, and take each other's places.
    @Test func tenThousandPublishersLeaveNothing() async throws {
        let (plane, ends) = (try TestPlane(grace: .milliseconds(1)), EndLog())
        let paths = try (0..<8).map { try StreamPath.made("live/\($0)") }
        var traces: [Trace] = []
        for number in 0..<10_000 {
            let publication = try await plane.publish(paths[number % paths.count], ends: ends)
            traces.append(Trace(publication))
            publication.describe([.video, .opusSound])
            publication.push(.made(0, key: true), track: 0)
            if number % 5 == 0 { await Task.yield() }
            if number % 500 == 0 { _ = try? await read(plane, paths[number % paths.count]) }
            if number % 3 != 0 { publication.end() }
        }
        plane.frames.stop()
        try await wait("an empty plane") { plane.frames.streams().isEmpty }
        try await wait("the end of every publication") { traces.allSatisfy { $0.publication == nil } }
        try await wait("an empty media plane") { await plane.media.streams().isEmpty }
        for path in paths { #expect(plane.media.worker(of: path) == nil) }
        await plane.media.stop()
    }

    /// Readers that close while publishers come and go never keep a stream, and those that stay see its end.
    @Test func readersAndPublishersCross() async throws {
        let (plane, path) = (try TestPlane(grace: .milliseconds(20)), try StreamPath.made())
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for number in 0..<200 {
                        guard let publication = try? await plane.publish(path) else { continue }
                        publication.describe([.video, .opusSound])
                        for time in 0..<10 { publication.push(.made(Int64(time), key: time == 0), track: 0) }
                        await Task.yield()
                        if number % 2 == 0 { publication.describe([.opusSound]) }
                        publication.end()
                    }
                }
                group.addTask {
                    for number in 0..<400 {
                        guard let reader = try? await read(plane, path) else {
                            await Task.yield()
                            continue
                        }
                        // Some are closed by their owner, others by the stream.
                        if number % 3 != 0 { reader.close() }
                    }
                }
            }
        }
        try await wait("an empty plane") { plane.frames.streams().isEmpty }
        await plane.stop()
    }
}

/// Knows whether a publication is still there.
private struct Trace {
    weak var publication: FramePublication?

    init(_ publication: FramePublication) {
        self.publication = publication
    }
}
