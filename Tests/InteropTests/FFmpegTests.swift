import TestSupport
import Testing

extension Interop {
    /// ffmpeg publishes by its WHIP muxer, as the DTLS server; Chromium watches.
    @Suite struct FFmpegTests {
        /// The encoder's default profile is High, which many viewers do not offer and yet decode.
        @Test(arguments: ["baseline", "high"])
        func chromiumWatchesFFmpeg(profile: String) async throws {
            try await watch(profile: profile, frames: 60)
        }

        /// Longer than the 30 s after which a session ends that sends no connectivity checks.
        @Test(.enabled(if: Checkout.runsLongTests))
        func chromiumWatchesFFmpegForAMinute() async throws {
            try await watch(profile: "high", frames: 25 * 60, timeout: .seconds(180))
        }

        /// At its end ffmpeg says DELETE, and the stream is gone at once.
        @Test func theStreamEndsWithFFmpeg() async throws {
            try await ServerProcess.run { server in
                let ffmpeg = try publish(to: server, profile: "baseline")
                defer { ffmpeg.send(signal: 9) }
                try await Chromium.run { browser in
                    let viewer = try await browser.watch("demo", on: server)
                    _ = try await viewer.watch(frames: 10)
                    ffmpeg.send(signal: 15)
                    _ = try await ffmpeg.waitUntilEnd(timeout: .seconds(30))
                    try await viewer.waitUntil("turnout.state !== 'live'", timeout: .seconds(30))
                }
            }
        }

        private func watch(profile: String, frames: Double, timeout: Duration = .seconds(45)) async throws {
            try await ServerProcess.run { server in
                let ffmpeg = try publish(to: server, profile: profile)
                defer { ffmpeg.send(signal: 9) }
                try await Chromium.run { browser in
                    let viewer = try await browser.watch("demo", on: server)
                    do {
                        try await viewer.waitUntilLive()
                        try await viewer.unmute()
                        let (before, after) = try await viewer.watch(frames: frames, timeout: timeout)
                        #expect(after["codec"].string?.uppercased().contains("H264") == true)
                        #expect(after["width"] == 640)
                        #expect(after["height"] == 360)
                        #expect(after["packetsLost"] == before["packetsLost"])
                        #expect((after["audio"]["totalAudioEnergy"].number ?? 0) > 0)
                        #expect(try await viewer.peerConnections() == 1)
                    } catch {
                        throw TestFailure("\(error)\nffmpeg said: \(ffmpeg.output.suffix(3000))")
                    }
                    #expect(ffmpeg.ending == nil, "ffmpeg ended early: \(ffmpeg.output.suffix(3000))")
                }
            }
        }

        private func publish(to server: ServerProcess, profile: String) throws -> ChildProcess {
            let source = "-re -f lavfi -i testsrc2=size=640x360:rate=25 -f lavfi -i sine=frequency=440"
            let encoder = "-c:v libx264 -preset ultrafast -tune zerolatency -profile:v \(profile)"
            let video = "\(encoder) -pix_fmt yuv420p -bf 0 -g 25"
            let audio = "-c:a libopus -ar 48000 -ac 2 -b:a 64k"
            let arguments = "-hide_banner -loglevel info \(source) \(video) \(audio) -f whip".split(separator: " ")
            return try ChildProcess.launch(Checkout.ffmpeg, arguments.map(String.init) + [server.url("demo/whip")])
        }
    }
}
