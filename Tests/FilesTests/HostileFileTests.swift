import Codecs
import Files
import Foundation
import TestSupport
import Testing

/// Files that are damaged, or made to lead elsewhere.
@Suite struct HostileFileTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory("hostile")
    }

    private func write(_ bytes: some Collection<UInt8>, _ name: String = "film") throws -> OpenedFile {
        let path = directory.url.appending(path: name).path
        try Data(bytes).write(to: URL(filePath: path))
        return try OpenedFile(path: path)
    }

    /// Lists of other files, which the library would open.
    @Test(arguments: [
        ("film.ffconcat", "ffconcat version 1.0\nfile '%'\nduration 6\n"),
        ("film.m3u8", "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:6\n#EXTINF:6.0,\n%\n#EXT-X-ENDLIST\n"),
        (
            "film.mpd",
            """
            <?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" \
            mediaPresentationDuration="PT6S">\
            <Period><AdaptationSet mimeType="video/mp2t"><Representation id="1" bandwidth="1"><BaseURL>%</BaseURL>\
            <SegmentBase/></Representation></AdaptationSet></Period></MPD>
            """
        ),
        (
            "film.sdp",
            "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 5004 RTP/AVP 26\r\n"
        ),
        ("film.txt", "file:%"), ("film.empty", ""),
    ])
    func listsOfOtherFilesAreNotPlayed(_ name: String, _ text: String) async throws {
        let target = try await Sample.transportStream.file()
        let file = try write(text.replacing("%", with: target).utf8, name)
        #expect(throws: MediaFileError.self) { _ = try MediaFile(file) }
    }

    /// ffmpeg itself follows the list above: the test would otherwise pass with a list that is none.
    @Test func theListWouldBeFollowedByOthers() async throws {
        let list = "ffconcat version 1.0\nfile '\(try await Sample.transportStream.file())'\n"
        _ = try write(list.utf8, "film.ffconcat")
        let path = directory.url.appending(path: "film.ffconcat").path
        let probe = try ChildProcess.launch("/usr/bin/ffprobe", ["-v", "error", "-safe", "0", "-i", path])
        #expect(try await probe.waitUntilEnd(timeout: .seconds(30)) == .exited(code: 0))
    }

    /// Damage in the head, in the middle and at the end, a little and a lot: each file yields frames or an error, and
    /// so does each seek in it. Nothing is larger than it may be.
    @Test(arguments: [
        Sample.mp4WithBFrames, .mp4WithFragments, .mp4WithHEVC, .matroska, .webmWithAV1, .transportStream,
        .transportStreamWithHEVC, .quickTime, .avi, .flv, .mp3, .wav, .aac, .opus, .flac,
    ])
    func damagedFilesEndInAnErrorAtWorst(_ sample: Sample) async throws {
        let whole = try Array(Data(contentsOf: URL(filePath: try await sample.file())))
        var random = SeededRandom(seed: 0xF11E)
        var read = 0
        for round in 0..<(Checkout.runsLongTests ? 1_000 : 24) {
            let file = try write(damage(whole, round, &random), "film-\(round)")
            guard let media = try? MediaFile(file) else { continue }
            #expect((1...MediaFile.maximumTracks).contains(media.tracks.count))
            read += drain(media)
            for _ in 0..<2 {
                let time = media.start + Int64.random(in: -1_000_000_000...8_000_000_000, using: &random)
                guard (try? media.seek(to: time)) != nil else { continue }
                read += drain(media)
            }
        }
        // Most damage is survived.
        #expect(read > 1_000)
    }

    /// Reads to the end, or to the error.
    private func drain(_ media: MediaFile) -> Int {
        var count = 0
        while let item = try? media.read() {
            #expect(media.tracks.indices.contains(item.track))
            #expect((1...Frame.maximumSize).contains(item.frame.bytes.count))
            count += 1
        }
        return count
    }

    private func damage(_ whole: [UInt8], _ round: Int, _ random: inout SeededRandom) -> [UInt8] {
        var bytes = whole
        switch round % 4 {
        case 0: bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
        case 1:
            // The first bytes are those that say what everything else is.
            for _ in 0..<8 { bytes[Int.random(in: 0..<min(4_096, bytes.count), using: &random)] = random.bytes(1)[0] }
        case 2:
            for _ in 0..<(bytes.count / 1_000) {
                bytes[Int.random(in: bytes.indices, using: &random)] = random.bytes(1)[0]
            }
        default:
            let start = Int.random(in: bytes.indices, using: &random)
            bytes.removeSubrange(start..<min(bytes.count, start + Int.random(in: 1...5_000, using: &random)))
        }
        return bytes
    }

    /// A file that becomes shorter while it is read.
    @Test func aFileThatShrinksEnds() async throws {
        let whole = try Array(Data(contentsOf: URL(filePath: try await Sample.mp4WithBFrames.file())))
        let media = try MediaFile(try write(whole))
        _ = try media.read()
        #expect(truncate(directory.url.appending(path: "film").path, 5_000) == 0)
        #expect(drain(media) < 400)
    }
}
