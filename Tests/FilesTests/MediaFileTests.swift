import Codecs
import Files
import Foundation
import TestSupport
import Testing

/// Files of all kinds, beside what ffprobe says of them.
@Suite struct MediaFileTests {
    private func open(_ sample: Sample) async throws -> MediaFile {
        try MediaFile(try OpenedFile(path: try await sample.file()))
    }

    private static let formats: [(Sample, [CodecName])] = [
        (.mp4WithBFrames, [.h264, .aac]), (.mp4WithFragments, [.h264, .aac]), (.mp4WithHEVC, [.h265, .aac]),
        (.matroska, [.vp9, .opus]), (.matroskaWithBFrames, [.h264, .ac3]), (.webm, [.vp8, .opus]),
        (.webmWithAV1, [.av1, .opus]), (.transportStream, [.h264, .aac]), (.transportStreamWithHEVC, [.h265, .mp3]),
        (.quickTime, [.jpeg, .l16]), (.avi, [.jpeg, .l16]), (.flv, [.h264, .aac]), (.mp3, [.mp3]), (.wav, [.l16]),
        (.alaw, [.pcma]), (.g722, [.g722]), (.aac, [.aac]), (.opus, [.opus]), (.flac, [.flac]),
    ]

    @Test(arguments: formats)
    func tracksAreOfTheirCodecs(_ sample: Sample, _ codecs: [CodecName]) async throws {
        let file = try await open(sample)
        #expect(file.tracks.map(\.codec) == codecs)
        #expect(file.notes.isEmpty)
        for track in file.tracks {
            if track.kind == .video {
                #expect(track.width == 160 && track.height == 120)
            } else {
                let rate = [.alaw: 8_000, .g722: 16_000, .flv: 44_100][sample] ?? 48_000
                #expect(track.sampleRate == rate && track.channels == 1)
            }
            switch track.codec {
            case .h264: #expect(try AVCConfiguration(parsing: track.configuration.span).lengthSize == 4)
            case .h265: #expect(try HEVCConfiguration(parsing: track.configuration.span).lengthSize == 4)
            case .av1: #expect(try AV1Configuration(parsing: track.configuration.span).units.isEmpty == false)
            case .vp8, .vp9: _ = try VPConfiguration(parsing: track.configuration.span)
            case .aac: #expect(try AudioSpecificConfig(parsing: track.configuration.span).objectType == 2)
            case .opus: #expect(try OpusHeader(parsing: track.configuration.span).channels == 1)
            case .flac: #expect(track.configuration.count == 34)
            default: #expect(track.configuration.isEmpty)
            }
        }
        let duration = try #require(file.duration)
        #expect(abs(duration - 6_000_000_000) < 150_000_000)
    }

    @Test(arguments: Sample.allCases)
    func timesAndKeyframesAreThoseOfFFprobe(_ sample: Sample) async throws {
        let file = try await open(sample)
        let probe = try await Probe(try await sample.file())
        #expect(file.start == probe.start)
        let frames = try file.readAll()
        for (index, track) in file.tracks.enumerated() {
            let found = frames.filter { $0.track == index }.map(\.frame)
            let expected = track.kind == .video ? probe.video : probe.audio
            #expect(expected.count > 10)
            switch track.codec {
            case .l16, .pcma, .g722: expectSamples(found, expected, track)
            default: expectPackets(found, expected, track)
            }
        }
    }

    private func expectPackets(_ found: [Frame], _ expected: [Probe.Packet], _ track: TrackFormat) {
        #expect(found.count == expected.count)
        for (frame, packet) in zip(found, expected) {
            if let time = packet.presentationTime { #expect(frame.presentationTime == time) }
            if let time = packet.decodeTime { #expect(frame.decodeTime == time) }
            #expect(frame.isKeyframe == packet.isKeyframe)
        }
        for (one, other) in zip(found, found.dropFirst()) { #expect(one.decodeTime < other.decodeTime) }
        if track.kind == .video { #expect(found.filter(\.isKeyframe).count >= 6) }
    }

    /// All of them, one frame behind the other, from packet to packet.
    private func expectSamples(_ found: [Frame], _ expected: [Probe.Packet], _ track: TrackFormat) {
        let times = Set(found.map(\.presentationTime))
        #expect(expected.allSatisfy { $0.presentationTime.map(times.contains) ?? true })
        let bytesPerSecond: Int =
            switch track.codec {
            case .l16: track.sampleRate * 2
            case .g722: track.sampleRate / 2
            default: track.sampleRate
            }
        #expect(found.reduce(0) { $0 + $1.bytes.count } == 6 * bytesPerSecond)
        for (one, other) in zip(found, found.dropFirst()) {
            let length = MediaTime(ticks: Int64(one.bytes.count), rate: bytesPerSecond)
            #expect(abs(other.decodeTime - (one.decodeTime + length.nanoseconds)) <= 1)
            #expect(length.milliseconds <= 20)
        }
    }

    /// Of H.264 and H.265, units behind lengths, and no sets: those are in the configuration.
    @Test(arguments: [
        Sample.mp4WithBFrames, .mp4WithHEVC, .matroskaWithBFrames, .transportStream, .transportStreamWithHEVC, .flv,
    ])
    func framesAreInTheirForms(_ sample: Sample) async throws {
        let file = try await open(sample)
        let isH264 = file.tracks[0].codec == .h264
        for item in try file.readAll() where item.track == 0 {
            #expect(item.format == nil)
            let filtered =
                isH264
                ? try ParameterSetFilter.h264(item.frame.bytes.span)
                : try ParameterSetFilter.h265(item.frame.bytes.span)
            #expect(filtered.bytes == item.frame.bytes && !filtered.bytes.isEmpty)
            #expect(filtered.isKeyframe == item.frame.isKeyframe)
        }
    }

    /// What is behind the headers of AAC in MPEG-TS is what MP4 has without them.
    @Test func headersOfAACAreTakenOff() async throws {
        let stream = try await open(.transportStream)
        let plain = try await open(.aac)
        #expect(stream.tracks[1].configuration == plain.tracks[0].configuration)
        #expect(stream.tracks[1].configuration == (try AudioSpecificConfig(lowComplexity: 48_000, channels: 1)).bytes)
        let frames = try stream.readAll().filter { $0.track == 1 }.map(\.frame.bytes)
        #expect(frames == (try plain.readAll().map(\.frame.bytes)))
        #expect(!frames.contains { $0.starts(with: [0xFF, 0xF1]) })
    }

    @Test func samplesAreBigEndian() async throws {
        let wav = try Array(Data(contentsOf: URL(filePath: try await Sample.wav.file())))
        let frames = try await open(.wav).readAll()
        let bytes = frames.flatMap(\.frame.bytes)
        let samples = Array(wav.suffix(bytes.count))
        #expect(bytes.contains { $0 != 0 })
        var swapped: [UInt8] = []
        for start in stride(from: 0, to: samples.count, by: 2) { swapped += [samples[start + 1], samples[start]] }
        #expect(bytes == swapped)
    }

    @Test func whatHasNoNameIsLeftOutAndNoted() async throws {
        let directory = try TemporaryDirectory("unknown")
        let path = directory.url.appending(path: "mixed.mkv").path
        let ffmpeg = try ChildProcess.launch(
            "/usr/bin/ffmpeg",
            [
                "-hide_banner", "-loglevel", "error", "-i", try await Sample.mp4WithBFrames.file(), "-map", "0:a",
                "-map", "0:v",
            ]
                + ["-map", "0:v", "-c:a", "copy", "-c:v:0", "mpeg4", "-c:v:1", "copy", "-t", "1", path])
        #expect(try await ffmpeg.waitUntilEnd(timeout: .seconds(60)) == .exited(code: 0))
        let file = try MediaFile(try OpenedFile(path: path))
        #expect(file.tracks.map(\.codec) == [.aac, .h264])
        #expect(file.notes == ["Stream 1 (video, mpeg4) is left out."])
        let frames = try file.readAll()
        #expect(Set(frames.map(\.track)) == [0, 1])
    }
}

extension MediaFile {
    func readAll() throws(MediaFileError) -> [FileFrame] {
        var frames: [FileFrame] = []
        while let frame = try read() { frames.append(frame) }
        return frames
    }
}
