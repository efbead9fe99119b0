import TestSupport
import Testing

extension Interop {
    /// ffmpeg publishes by RTMP; Chromium watches by WHEP.
    @Suite struct RTMPToBrowserTests {
        /// AAC becomes Opus on the way, and with B-frames H.264 is encoded anew.
        @Test(arguments: [TestFilm.h264, .h264WithBFrames])
        func chromiumSeesAndHearsInStep(film: TestFilm) async throws {
            try await ServerProcess.run { server in
                try await film.publish(to: server.rtmp("live/demo")) { publisher in
                    try await server.waitUntilLive("live/demo")
                    try await Chromium.run { browser in
                        let viewer = try await browser.watch("live/demo", on: server)
                        try await viewer.waitUntilLive()
                        let (before, after) = try await viewer.watch(frames: 60)
                        #expect(after["codec"].string?.uppercased().contains("H264") == true)
                        #expect(after["width"] == 640)
                        #expect(after["height"] == 360)
                        #expect(after["packetsLost"] == before["packetsLost"])
                        #expect(after["audio"]["codec"].string?.lowercased().contains("opus") == true)
                        try expectLipSync(try await viewer.measureLipSync(), "RTMP (\(film)) to Chromium")
                        #expect(try await viewer.peerConnections() == 1)
                    }
                    #expect(publisher.ending == nil, "\(publisher.output.suffix(3000))")
                }
            }
        }

        /// What Chromium decodes as it came, of codecs that only Enhanced RTMP carries.
        @Test(arguments: [TestFilm.vp9, .av1])
        func chromiumWatchesEnhancedRTMP(film: TestFilm) async throws {
            try await ServerProcess.run { server in
                try await film.publish(to: server.rtmp("live/demo"), by: Checkout.ffmpeg) { _ in
                    try await Chromium.run { browser in
                        let viewer = try await browser.watch("live/demo", on: server)
                        try await viewer.waitUntilLive()
                        let (before, after) = try await viewer.watch(frames: 60)
                        #expect(after["codec"].string?.lowercased().contains(film.codecs.video) == true)
                        #expect(after["width"] == 640)
                        #expect(after["packetsLost"] == before["packetsLost"])
                        let lipSync = try await viewer.measureLipSync()
                        try expectLipSync(lipSync, "Enhanced RTMP (\(film)) to Chromium")
                    }
                }
            }
        }
    }
}
