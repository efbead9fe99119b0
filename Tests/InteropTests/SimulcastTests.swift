import TestSupport
import Testing

extension Interop {
    /// One Chromium sends three layers; as long as nobody chooses, viewers get the best.
    @Suite struct SimulcastTests {
        @Test(arguments: ["VP8", "H264"]) func viewersGetTheBestLayer(codec: String) async throws {
            try await ServerProcess.run { server in
                try await Chromium.run { browser in
                    let query = "source=pattern&codec=\(codec)&size=720&fps=15&bitrate=2500&audio=1&simulcast=1&start=1"
                    let publisher = try await browser.open(server.url("demo/publish?" + query))
                    try await publisher.waitUntilLive()
                    try await publisher.figures("three layers are sent") { $0["layers"].array?.count == 3 }
                    let viewer = try await browser.watch("demo", on: server)
                    try await viewer.figures("the picture is the largest") {
                        $0["width"].number == 1_280 && $0["height"].number == 720
                    }
                    let (before, after) = try await viewer.watch(frames: 30)
                    #expect(after["packetsLost"] == before["packetsLost"])
                    #expect(after["freezeCount"] == before["freezeCount"])
                    #expect(try await viewer.peerConnections() == 1)
                }
            }
        }
    }
}
