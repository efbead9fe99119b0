import TestSupport
import Testing

extension Interop {
    /// Chromium publishes by WHIP; players of RTSP get the same packets.
    @Suite struct BrowserToRTSPTests {
        @Test(arguments: ["VP8", "H264"])
        func playersSeeAndHear(codec: String) async throws {
            try await ServerProcess.run { server in
                try await Chromium.run { browser in
                    let query = "source=pattern&codec=\(codec)&size=360&fps=30&bitrate=800&audio=1&start=1"
                    let publisher = try await browser.open(server.url("live/demo/publish?" + query))
                    try await publisher.waitUntilLive()
                    let url = server.rtsp("live/demo")
                    for transport in RTSPTransport.allCases {
                        let played = try await MediaProbe(url, seconds: 3, options: transport.options)
                        #expect(played.stream("video")["codec_name"].string == codec.lowercased())
                        #expect(played.stream("audio")["codec_name"] == "opus")
                        #expect(played.packets("video").count >= 45, "\(played.packets("video").count)")
                        #expect(played.packets("audio").count >= 90, "\(played.packets("audio").count)")
                        let decoded = try await RTSPPrograms.gstreamer(url, protocols: transport.rawValue)
                        // Browsers make their pictures smaller while the machine or the network is busy.
                        #expect(decoded.width >= 160 && decoded.width * 9 == decoded.height * 16, "\(decoded)")
                    }
                    // The lamp's middle.
                    let beats = try await Beats(url, seconds: 5, lamp: "40:40:535:130")
                    try expectLipSync(beats, "Chromium (\(codec)) to RTSP")
                }
            }
        }
    }
}
