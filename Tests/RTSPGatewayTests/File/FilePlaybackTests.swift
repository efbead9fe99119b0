import Codecs
import Files
import Foundation
import MediaPlane
import Net
import RTP
import Synchronization
import TestSupport
import Testing

@testable import RTSPGateway

/// Playbacks and live files on their threads, which share a limit: so one test at a time.
@Suite(.serialized) struct FilePlaybackTests {
    private let directory: TemporaryDirectory
    private let folder: MediaFolder
    private let limit = Duration.seconds(60)

    init() throws {
        directory = try TemporaryDirectory("playback")
        folder = MediaFolder(directory.url.path)
    }

    /// Two seconds of H.264 with B-frames, and sound.
    private func makeFilm(_ name: String = "film.mkv", sound: String = "aac") async throws {
        let inputs = [
            "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=2", "-f", "lavfi", "-i", "sine=duration=2",
        ]
        let codecs = [
            "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "25", "-c:a", sound,
        ]
        let ffmpeg = try ChildProcess.launch(
            "/usr/bin/ffmpeg", ["-loglevel", "error"] + inputs + codecs + [directory.url.appending(path: name).path])
        #expect(try await ffmpeg.waitUntilEnd(timeout: limit) == .exited(code: 0))
    }

    private func opener(_ name: String = "film.mkv") -> @Sendable () throws(MediaFileError) -> MediaFile {
        { [folder] () throws(MediaFileError) in try MediaFile(try folder.open(name)) }
    }

    private func tracks(_ name: String = "film.mkv") throws -> [PlaybackTrack] {
        var random = SeededRandom(seed: 1)
        return try FileInformation(opener(name)()).tracks.compactMap { track in
            PlaybackTrack(
                index: track.index, format: track.format,
                sender: RTPSender(format: track.packets, cname: "a@b", random: &random))
        }
    }

    @Test func filesAreDescribed() async throws {
        try await makeFilm(sound: "flac")
        let answer = Mutex<Result<FileInformation, PlaybackError>?>(nil)
        FileInformation.read(open: opener()) { result in answer.withLock { $0 = result } }
        let result = try await eventually("the description", timeout: limit) { answer.withLock { $0 } }
        let information = try result.get()
        #expect(information.tracks.map(\.format.codec) == [.h264])
        #expect(information.tracks[0].packets.encodingName == "H264")
        #expect(information.notes == ["There are no RTP packets of this FLAC (track 1)."])
        #expect(information.duration.map { abs($0.inSeconds - 2) < 0.1 } == true)
        FileInformation.read(open: opener("none.mkv")) { result in answer.withLock { $0 = result } }
        try await eventually("the refusal", timeout: limit) {
            answer.withLock { $0 == .failure(.file(.notFound)) } ? true : nil
        }
    }

    @Test func aFilePlaysToItsEndAndAgain() async throws {
        try await makeFilm()
        let sink = RecordingSink()
        let playback = try FilePlayback(tracks: try tracks(), sink: sink, open: opener())
        for round in 1...2 {
            playback.play(PlaybackRange(from: .zero, to: .seconds(1))) { sink.note($0) }
            try await eventually("the end", timeout: limit) { sink.log.ends.count == round ? true : nil }
        }
        playback.close()
        let log = sink.log
        #expect(log.ends == [.complete, .complete])
        // Whoever is answered has got no packet before.
        #expect(log.packetsBeforeAnswers[0] == 0)
        let video = log.packets.filter { $0.track == 0 && !$0.isControl }
        // Some frames of the second second are decoded in the first, for the B-frames between.
        #expect((50...56).contains(video.count))
        let headers = try video.flatMap { packets in
            try packets.packets.map { range in
                let bytes = Array(packets.bytes[range])
                return try RTPHeader.parse(bytes.span)
            }
        }
        #expect(headers.filter(\.marker).count == video.count)
        for (one, other) in zip(headers, headers.dropFirst()) { #expect(other.sequence == one.sequence &+ 1) }
        #expect(log.packets.filter { $0.track == 1 && !$0.isControl }.count > 80)
        #expect(log.packets.allSatisfy { $0.packets.allSatisfy { $0.count <= 1_412 } })
        #expect(log.packets.filter(\.isControl).count >= 4)
    }

    @Test func aSinkWithoutRoomIsWaitedFor() async throws {
        try await makeFilm()
        let sink = RecordingSink(room: 10)
        let playback = try FilePlayback(tracks: try tracks(), sink: sink, open: opener())
        playback.play(PlaybackRange()) { sink.note($0) }
        try await eventually("ten packets", timeout: limit) { sink.log.packets.count >= 10 ? true : nil }
        // Time for more than there is room for.
        try await Task.sleep(for: .milliseconds(300))
        #expect(sink.log.packets.count == 10)
        // Meanwhile it answers.
        let isPaused = Mutex(false)
        playback.pause { isPaused.withLock { $0 = true } }
        try await eventually("the pause", timeout: limit) { isPaused.withLock { $0 } ? true : nil }
        sink.setRoom(.max)
        playback.continueSending()
        playback.play(PlaybackRange()) { sink.note($0) }
        try await eventually("the end", timeout: limit) { sink.log.ends == [.complete] ? true : nil }
        playback.close()
        #expect(sink.log.packets.filter { $0.track == 0 && !$0.isControl }.count == 50)
    }

    @Test func whatIsNotThereIsRefusedAtEachPlay() async throws {
        let sink = RecordingSink()
        let playback = try FilePlayback(tracks: [], sink: sink, open: opener("none.mkv"))
        for count in 1...2 {
            playback.play(PlaybackRange()) { sink.note($0) }
            try await eventually("the refusal", timeout: limit) { sink.log.answers.count == count ? true : nil }
        }
        playback.close()
        playback.play(PlaybackRange()) { sink.note($0) }
        #expect(sink.log.answers == [.failure(.file(.notFound)), .failure(.file(.notFound)), .failure(.closed)])
    }

    @Test func aFileThatHasChangedIsRefused() async throws {
        try await makeFilm()
        try await makeFilm("other.mkv", sound: "ac3")
        let sink = RecordingSink()
        let playback = try FilePlayback(tracks: try tracks(), sink: sink, open: opener("other.mkv"))
        playback.play(PlaybackRange()) { sink.note($0) }
        try await eventually("the refusal", timeout: limit) { sink.log.answers.count == 1 ? true : nil }
        playback.close()
        #expect(sink.log.answers == [.failure(.file(.unplayable("The file has changed since it was described.")))])
    }

    @Test func thereIsALimitAndWhatEndsMakesRoom() async throws {
        let sink = RecordingSink()
        let threads = FileThreads(maximum: 32)
        var playbacks: [FilePlayback] = []
        while playbacks.count <= 32,
            let playback = try? FilePlayback(tracks: [], sink: sink, threads: threads, open: opener("none.mkv"))
        {
            playbacks.append(playback)
        }
        #expect(playbacks.count == 32)
        let refused = Mutex<Result<FileInformation, PlaybackError>?>(nil)
        FileInformation.read(threads: threads, open: opener("none.mkv")) { result in refused.withLock { $0 = result } }
        #expect(refused.withLock { $0 } == .failure(.overloaded))
        // Letting go of them is closing them.
        playbacks = []
        try await eventually("room", timeout: limit) {
            try? FilePlayback(tracks: [], sink: sink, threads: threads, open: opener("none.mkv"))
        }
    }

    // MARK: Live files

    @Test func aLiveFileEndsOrIsCancelled() async throws {
        try await makeFilm("film.ts")
        let pushed = Mutex<(formats: [TrackFormat], frames: [Frame])>(([], []))
        func run(loops: Bool) async -> LoopedFile.End {
            await LoopedFile(loops: loops, open: opener("film.ts")).run(PlaybackMailbox()) { formats in
                pushed.withLock { $0.formats = formats }
            } push: { frame, track in
                pushed.withLock {
                    if track == 0 { $0.frames.append(frame) }
                }
            }
        }
        #expect(await run(loops: false) == .complete)
        #expect(pushed.withLock { $0.formats.map(\.codec) } == [.h264, .aac])
        #expect(pushed.withLock { $0.frames.count } == 50)

        let task = Task { await run(loops: true) }
        try await eventually("the second pass", timeout: limit) {
            pushed.withLock { $0.frames.count } > 120 ? true : nil
        }
        task.cancel()
        #expect(await task.value == .cancelled)
        let frames = pushed.withLock { $0.frames }[50...]
        #expect(zip(frames, frames.dropFirst()).allSatisfy { $0.decodeTime < $1.decodeTime })
        #expect(zip(frames, frames.dropFirst()).allSatisfy { $1.decodeTime - $0.decodeTime < 120_000_000 })
    }

    @Test func aLiveFileThatIsNotThereFails() async throws {
        let end = await LoopedFile(loops: true, open: opener("none.ts")).run(PlaybackMailbox()) { _ in
        } push: { _, _ in
        }
        #expect(end == .failed(.notFound))
    }
}

/// Takes everything, as far as there is room.
private final class RecordingSink: PlaybackSink {
    struct Log: Sendable {
        var packets: [PlaybackPackets] = []
        var ends: [PlaybackEnd] = []
        var answers: [Result<PlaybackStart, PlaybackError>] = []
        var packetsBeforeAnswers: [Int] = []
    }

    private let state: Mutex<(log: Log, room: Int)>

    init(room: Int = .max) {
        state = Mutex((Log(), room))
    }

    var log: Log { state.withLock { $0.log } }

    func setRoom(_ room: Int) {
        state.withLock { $0.room = room }
    }

    func note(_ answer: Result<PlaybackStart, PlaybackError>) {
        state.withLock {
            $0.log.answers.append(answer)
            $0.log.packetsBeforeAnswers.append($0.log.packets.count)
        }
    }

    func send(_ packets: PlaybackPackets) -> Bool {
        state.withLock {
            $0.log.packets.append(packets)
            return $0.log.packets.count < $0.room
        }
    }

    func ended(_ end: PlaybackEnd) {
        state.withLock { $0.log.ends.append(end) }
    }
}
