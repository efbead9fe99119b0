import Foundation
import TestSupport
import Testing

extension Interop {
    /// ffmpeg publishes by RTSP; Chromium watches by WHEP.
    @Suite struct RTSPToBrowserTests {
        /// AAC becomes Opus on the way, and with B-frames H.264 is encoded anew.
        @Test(arguments: [(TestFilm.h264, RTSPTransport.udp), (.h264WithBFrames, .tcp)])
        func chromiumSeesAndHears(film: TestFilm, transport: RTSPTransport) async throws {
            try await ServerProcess.run { server in
                try await film.publish(byRTSP: server.rtsp("live/demo"), over: transport) { publisher in
                    try await server.waitUntilLive("live/demo")
                    try await Chromium.run { browser in
                        let viewer = try await browser.watch("live/demo", on: server)
                        try await viewer.waitUntilLive()
                        let (before, after) = try await viewer.watch(frames: 60)
                        #expect(after["codec"].string?.uppercased().contains("H264") == true)
                        #expect(after["width"] == 640 && after["height"] == 360)
                        #expect(after["packetsLost"] == before["packetsLost"])
                        #expect(after["audio"]["codec"].string?.lowercased().contains("opus") == true)
                        try await viewer.unmute()
                        try await viewer.figures("sound is heard") { ($0["audio"]["totalAudioEnergy"].number ?? 0) > 0 }
                        // How far apart Chromium reckons them; it takes half a minute and more to bring them in step.
                        let skew = try await viewer.evaluate(
                            """
                            latestPeerConnection.getStats().then(report => {
                                const of = kind => [...report.values()].find(
                                    ({ type, kind: its }) => type === 'inbound-rtp' && its === kind)
                                return of('audio').estimatedPlayoutTimestamp - of('video').estimatedPlayoutTimestamp
                            })
                            """
                        ).number
                        let shown = Int((skew ?? .nan).isNaN ? 0 : (skew ?? 0).rounded())
                        printFigure(
                            "RTSP (\(film)) to Chromium: sound \(shown) ms before picture, by its own reckoning")
                        #expect(abs(skew ?? .infinity) < 500)
                        #expect(try await viewer.peerConnections() == 1)
                    }
                    #expect(publisher.ending == nil, "\(publisher.output.suffix(3000))")
                }
            }
        }

        /// A camera that speaks JPEG alone is seen by players as it is, and by browsers as video.
        @Test func aMotionJPEGCameraIsWatched() async throws {
            try await ServerProcess.run { server in
                let camera = try ChildProcess.launch(
                    RTMPPrograms.plainFFmpeg, Self.camera + [server.rtsp("cameras/yard")])
                do {
                    try await server.waitUntilLive("cameras/yard")
                    for transport in RTSPTransport.allCases {
                        try await RTSPPrograms.expectFilm(
                            server.rtsp("cameras/yard"), over: transport, codecs: ["mjpeg"])
                    }
                    try await RTSPPrograms.expectFFplayShows(server.rtsp("cameras/yard"), over: .udp)
                    try await Chromium.run { browser in
                        let viewer = try await browser.watch("cameras/yard", on: server)
                        try await viewer.waitUntilLive()
                        let (_, after) = try await viewer.watch(frames: 60)
                        #expect(after["width"] == 640 && after["height"] == 360)
                        printFigure("MJPEG reaches Chromium as \(after["codec"].string ?? "nothing")")
                    }
                    await camera.end()
                } catch {
                    await camera.end()
                    throw TestFailure("\(error)\nthe camera said: \(camera.output.suffix(2000))")
                }
            }
        }

        /// RFC 2435 knows the standard Huffman tables alone.
        private static let camera =
            ["-hide_banner", "-nostats", "-re", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=30"]
            + ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-huffman", "default", "-q:v", "5", "-f", "rtsp"]
    }
}
