import Foundation
import TestSupport
import Testing

extension Interop {
    /// Publishers that die, and readers that sleep.
    @Suite struct RTMPEnduranceTests {
        @Test func readersGoOnWhenThePublisherComesBack() async throws {
            let directory = try TemporaryDirectory("recording")
            let recording = directory.url.appending(path: "recording.mkv")
            try await ServerProcess.run { server in
                let first = try await TestFilm.h264.publisher(to: server.rtmp("live/demo"))
                try await server.waitUntilLive("live/demo")
                let player = try ChildProcess.launch(
                    RTMPPrograms.plainFFmpeg,
                    ["-v", "error", "-i", server.rtmp("live/demo"), "-c", "copy", recording.path])
                try await Chromium.run { browser in
                    let viewer = try await browser.watch("live/demo", on: server)
                    _ = try await viewer.watch(frames: 60)
                    await first.end()
                    try await Task.sleep(for: .seconds(3))
                    try await TestFilm.h264.publish(to: server.rtmp("live/demo")) { _ in
                        let (_, after) = try await viewer.watch(frames: 90)
                        #expect(after["state"] == "live")
                        #expect(try await viewer.peerConnections() == 1)
                        #expect(player.ending == nil, "the player ended: \(player.output)")
                        player.send(signal: SIGINT)
                        _ = try await player.waitUntilEnd(timeout: .seconds(30))
                    }
                }
            }
            // The picture stood still while nobody published, and time went on.
            let times = try await MediaProbe(recording.path).packets("video").map(\.dts)
            let pauses = zip(times, times.dropFirst()).map { $1 - $0 }
            let pause = try #require(pauses.max())
            let last = pauses.firstIndex(of: pause) ?? 0
            printFigure("a player's pause when its publisher was killed and came back: \(Int(pause * 1_000)) ms")
            #expect(last >= 30 && times.count - last > 60, "\(times)")
            #expect(0.03...30 ~= pause, "\(times)")
        }

        /// What one reader leaves lying costs it its connection, and nobody else anything.
        @Test func onlyTheReaderThatSleepsIsCutOff() async throws {
            try await ServerProcess.run { server in
                try await TestFilm.noise.publish(to: server.rtmp("live/demo")) { publisher in
                    try await server.waitUntilLive("live/demo")
                    let readers = try (0..<2).map { _ in
                        try ChildProcess.launch(
                            RTMPPrograms.plainFFmpeg,
                            ["-v", "error", "-i", server.rtmp("live/demo"), "-c", "copy", "-f", "null", "-"])
                    }
                    try await expectReaders(2, on: server)
                    readers[0].send(signal: SIGSTOP)
                    let asleep = ContinuousClock.now
                    try await expectReaders(1, on: server)
                    let seconds = (ContinuousClock.now - asleep) / .seconds(1)
                    printFigure("a reader that stopped reading was cut off after \(Int(seconds.rounded())) s")
                    readers[0].send(signal: SIGCONT)
                    _ = try await readers[0].waitUntilEnd(timeout: .seconds(30))
                    #expect(readers[1].ending == nil, "\(readers[1].output)")
                    #expect(publisher.ending == nil)
                    let played = try await MediaProbe(server.rtmp("live/demo"), seconds: 2).packets("video")
                    // At this rate a busy machine makes a slow reader of anybody now and then.
                    #expect(played.count > 10, "\(played.map(\.dts))")
                    for reader in readers { await reader.end() }
                }
            }
        }

        private func expectReaders(_ count: Double, on server: ServerProcess) async throws {
            try await eventually("\(count) readers", timeout: .seconds(45), every: .milliseconds(200)) {
                try await server.waitUntilLive("live/demo")["subscribers"].number == count ? true : nil
            }
        }
    }
}
