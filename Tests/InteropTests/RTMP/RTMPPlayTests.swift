import Foundation
import TestSupport
import Testing

extension Interop {
    /// ffmpeg publishes by RTMP; others play by RTMP, and get what was sent, bit by bit.
    @Suite struct RTMPPlayTests {
        @Test(arguments: [TestFilm.h264, .h264WithBFrames])
        func ffprobeSeesTheSourcesPackets(film: TestFilm) async throws {
            let source = try await MediaProbe(film.file())
            try await ServerProcess.run { server in
                try await film.publish(to: server.rtmp("live/demo"), isLooped: false) { _ in
                    try await server.waitUntilLive("live/demo")
                    let played = try await MediaProbe(server.rtmp("live/demo"), seconds: 4)
                    try expectSameStreams(played, source)
                    try expectSamePackets(played, source, label: "\(film)")
                }
            }
        }

        /// H.265 and AV1 go by Enhanced RTMP, from the recent ffmpeg to the recent ffmpeg.
        @Test(arguments: [TestFilm.hevc, .av1, .vp9])
        func enhancedRTMPArrivesAsItWasSent(film: TestFilm) async throws {
            let source = try await MediaProbe(film.file())
            let directory = try TemporaryDirectory("recording")
            let recording = directory.url.appending(path: "recording.mkv")
            try await ServerProcess.run { server in
                try await film.publish(to: server.rtmp("live/demo"), by: Checkout.ffmpeg) { _ in
                    try await server.waitUntilLive("live/demo")
                    try await RTMPPrograms.record(
                        server.rtmp("live/demo"), seconds: 4, by: Checkout.ffmpeg, options: RTMPPrograms.enhanced,
                        to: recording)
                }
            }
            let played = try await MediaProbe(recording.path)
            try expectSameStreams(played, source)
            for kind in ["video", "audio"] {
                let sent = Set(source.packets(kind).map(\.hash))
                let strangers = played.packets(kind).filter { !sent.contains($0.hash) }
                #expect(strangers.isEmpty, "\(kind) packets that nobody sent: \(strangers)")
                #expect(played.packets(kind).count > 90)
            }
        }

        /// librtmp has not changed since 2010, and is in many players. A live stream it plays until it is told to stop.
        @Test func rtmpdumpPlays() async throws {
            let directory = try TemporaryDirectory("recording")
            let recording = directory.url.appending(path: "recording.flv")
            try await ServerProcess.run { server in
                try await TestFilm.h264.publish(to: server.rtmp("live/demo")) { _ in
                    try await server.waitUntilLive("live/demo")
                    let rtmpdump = try ChildProcess.launch(
                        "/usr/bin/rtmpdump",
                        ["--live", "--quiet", "-r", server.rtmp("live/demo"), "-o", recording.path])
                    // Five seconds of the film.
                    try await eventually("rtmpdump writes", timeout: .seconds(30)) {
                        let attributes = try? FileManager.default.attributesOfItem(atPath: recording.path)
                        return (attributes?[.size] as? Int ?? 0) > 400_000 ? true : nil
                    }
                    rtmpdump.send(signal: SIGINT)
                    _ = try await rtmpdump.waitUntilEnd(timeout: .seconds(30))
                }
            }
            try expectSamePackets(
                try await MediaProbe(recording.path), try await MediaProbe(TestFilm.h264.file()), label: "rtmpdump")
        }

        @Test func gstreamerPlays() async throws {
            let directory = try TemporaryDirectory("recording")
            let recording = directory.url.appending(path: "recording.flv")
            try await ServerProcess.run { server in
                try await TestFilm.h264WithBFrames.publish(to: server.rtmp("live/demo")) { _ in
                    try await server.waitUntilLive("live/demo")
                    let pipeline = "rtmp2src location=\(server.rtmp("live/demo")) num-buffers=350 ! filesink location="
                    let gstreamer = try ChildProcess.launch(
                        "/usr/bin/gst-launch-1.0",
                        ["-q"] + (pipeline + recording.path).split(separator: " ").map(String.init))
                    try await RTMPPrograms.expectSuccess(gstreamer, timeout: .seconds(45))
                }
            }
            try expectSamePackets(
                try await MediaProbe(recording.path), try await MediaProbe(TestFilm.h264WithBFrames.file()),
                label: "GStreamer plays")
        }

        @Test func gstreamerPublishes() async throws {
            let film = try await TestFilm.h264.file()
            try await ServerProcess.run { server in
                let pipeline = """
                    filesrc location=\(film) ! qtdemux name=in in.video_0 ! queue ! h264parse ! out. \
                    in.audio_0 ! queue ! aacparse ! out. \
                    flvmux name=out streamable=true ! rtmp2sink location=\(server.rtmp("live/demo"))
                    """
                let gstreamer = try ChildProcess.launch(
                    "/usr/bin/gst-launch-1.0", ["-q"] + pipeline.split(separator: " ").map(String.init))
                do {
                    try await server.waitUntilLive("live/demo")
                    let played = try await MediaProbe(server.rtmp("live/demo"), seconds: 4)
                    try expectSameStreams(played, try await MediaProbe(film))
                    #expect(played.packets("video").count >= 100)
                    #expect(played.packets("audio").count >= 150)
                    await gstreamer.end()
                } catch {
                    await gstreamer.end()
                    throw TestFailure("\(error)\nGStreamer said: \(gstreamer.output.suffix(3000))")
                }
            }
        }
    }
}

/// Expects the codecs and sizes of another.
func expectSameStreams(_ played: MediaProbe, _ source: MediaProbe) throws {
    #expect(played.streams.count == 2)
    for (kind, names) in [
        ("video", ["codec_name", "width", "height"]), ("audio", ["codec_name", "sample_rate", "channels"]),
    ] {
        for name in names {
            #expect(played.stream(kind)[name] == source.stream(kind)[name], "\(kind) \(name)")
        }
    }
}

/// Expects successive packets of the source with its timestamps, all later or earlier by the same time. RTMP's are whole
/// milliseconds, and that of decoding and its distance to that of presentation are rounded by themselves.
func expectSamePackets(_ played: MediaProbe, _ source: MediaProbe, label: String) throws {
    let first = try #require(played.packets("video").first)
    #expect(first.isKeyframe)
    let origin = try #require(source.packets("video").first { $0.hash == first.hash }, "the first frame is unknown")
    let shift = first.pts - origin.pts
    for kind in ["video", "audio"] {
        let received = played.packets(kind)
        #expect(received.count >= (kind == "video" ? 90 : 140), "\(received.count) packets of \(kind)")
        let sent = source.packets(kind)
        let begin = try #require(
            sent.firstIndex { abs($0.pts + shift - (received.first?.pts ?? .infinity)) < 0.0025 },
            "no packet of \(kind) has the first one's time")
        for (one, other) in zip(received, sent[begin...]) {
            let isSame = abs(other.pts + shift - one.pts) < 0.0025 && abs(other.dts + shift - one.dts) < 0.0025
            guard isSame, one.hash == other.hash, one.isKeyframe == other.isKeyframe else {
                Issue.record("\(label): after \(shift) s, \(one) is not \(other)")
                break
            }
        }
        printFigure("\(label): \(received.count) packets of \(kind) equal to the source's")
    }
}
