import TestSupport
import Testing

extension Interop {
    /// Chromium publishes by WHIP, a drawn picture whose lamp flashes when its tone beeps.
    @Suite struct BrowserToRTMPTests {
        /// VP8 becomes H.264 for a player that speaks plain RTMP, and Opus becomes AAC.
        @Test(arguments: ["VP8", "H264"])
        func plainPlayersSeeAndHearInStep(codec: String) async throws {
            try await ServerProcess.run { server in
                try await Chromium.run { browser in
                    let publisher = try await browser.open(server.url("live/demo/publish?" + Self.query(codec)))
                    try await publisher.waitUntilLive()
                    let played = try await MediaProbe(server.rtmp("live/demo"), seconds: 3)
                    #expect(played.stream("video")["codec_name"] == "h264")
                    #expect(played.stream("audio")["codec_name"] == "aac")
                    let begin = try #require(played.packets.map(\.pts).min())
                    for kind in ["video", "audio"] {
                        let first = try #require(played.packets(kind).first, "there is no \(kind)")
                        #expect(first.pts - begin < 1, "\(kind) begins late")
                    }
                    #expect(played.packets("video").first?.isKeyframe == true)
                    // The lamp's middle.
                    let beats = try await Beats(server.rtmp("live/demo"), seconds: 8, lamp: "40:40:535:130")
                    try expectLipSync(beats, "Chromium (\(codec)) to RTMP")
                }
            }
        }

        /// Between two Turnouts everything stays as it is.
        @Test func anotherTurnoutIsPushedToAndWatched() async throws {
            try await ServerProcess.run { server in
                try await ServerProcess.run { other in
                    try await Chromium.run { browser in
                        let publisher = try await browser.open(server.url("live/demo/publish?" + Self.query("VP8")))
                        try await publisher.waitUntilLive()
                        let link = try await server.link("push", "live/demo", other.rtmp("far/copy"))
                        try await other.waitUntilLive("far/copy")
                        let viewer = try await browser.watch("far/copy", on: other)
                        try await viewer.waitUntilLive()
                        let (before, after) = try await viewer.watch(frames: 40)
                        #expect(after["codec"].string?.uppercased().contains("VP8") == true)
                        #expect(after["packetsLost"] == before["packetsLost"])
                        let lipSync = try await viewer.measureLipSync(lamp: "535, 130, 40, 40")
                        try expectLipSync(lipSync, "Chromium to Turnout to Turnout to Chromium")

                        #expect(try await HTTP.send("DELETE", server.url(link)).status / 100 == 2)
                        #expect(
                            try await HTTP.get(server.url("v1/streams/live/demo/push")).body.contains("far") == false)
                        try await viewer.waitUntil("turnout.state !== 'live'", timeout: .seconds(45))
                    }
                }
            }
        }

        private static func query(_ codec: String) -> String {
            "source=pattern&codec=\(codec)&size=360&fps=30&bitrate=800&audio=1&start=1"
        }
    }
}
