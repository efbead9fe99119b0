import TestSupport
import Testing

extension Interop {
    /// One Chromium publishes, others watch.
    @Suite struct BrowserTests {
        @Test(arguments: ["VP8", "VP9", "H264", "AV1"])
        func twoViewersSeeAndHear(codec: String) async throws {
            try await ServerProcess.run { server in
                try await Chromium.run { browser in
                    let publisher = try await browser.publish("live/demo", to: server, codec: codec)
                    let viewers = [
                        try await browser.watch("live/demo", on: server),
                        try await browser.watch("live/demo", on: server),
                    ]
                    for viewer in viewers {
                        try await viewer.waitUntilLive()
                        let (before, after) = try await viewer.watch(frames: 40)
                        #expect(after["codec"].string?.uppercased().contains(codec) == true)
                        #expect(after["packetsLost"] == before["packetsLost"])
                        #expect(after["audio"]["packetsLost"] == before["audio"]["packetsLost"])
                        #expect(after["srtpCipher"].string?.contains("AEAD_AES_128_GCM") == true)
                        try await expectSameSize(viewer, publisher)
                        try await expectSound(viewer)
                        #expect(try await viewer.peerConnections() == 1)
                    }
                    let sent = try await publisher.figures()
                    #expect(sent["codec"].string?.uppercased().contains(codec) == true)
                    #expect(sent["srtpCipher"].string?.contains("AEAD_AES_128_GCM") == true)
                    printFigure("\(codec): \(try await viewers[0].figures()["framesPerSecond"].number ?? 0) fps")
                }
            }
        }

        /// Browsers cut frames into packets that differ by a byte, so that many of these are padded.
        @Test(arguments: ["VP8", "VP9", "H264", "AV1"])
        func paddedPacketsAreDecoded(codec: String) async throws {
            try await ServerProcess.run(environment: ["TURNOUT_WEBRTC_PAD_PACKETS": "true"]) { server in
                try await Chromium.run { browser in
                    let publisher = try await browser.publish("demo", to: server, codec: codec)
                    let viewer = try await browser.watch("demo", on: server)
                    try await viewer.waitUntilLive()
                    let (before, after) = try await viewer.watch(frames: 60)
                    #expect(after["codec"].string?.uppercased().contains(codec) == true)
                    #expect(after["packetsLost"] == before["packetsLost"])
                    #expect(after["framesDropped"] == before["framesDropped"])
                    try await expectSameSize(viewer, publisher)
                }
            }
        }

        @Test func aLateViewerSeesItsFirstFrame() async throws {
            try await ServerProcess.run { server in
                try await Chromium.run { browser in
                    let publisher = try await browser.publish("demo", to: server, codec: "VP8")
                    try await publisher.figures("100 frames are out") { ($0["framesEncoded"].number ?? 0) >= 100 }
                    let before = try await publisher.figures()
                    let viewer = try await browser.watch("demo", on: server)
                    try await viewer.waitUntil("document.querySelector('video').readyState >= 2", timeout: .seconds(15))
                    let time = try await viewer.evaluate("performance.now()").number ?? 0
                    printFigure("late viewer: first frame \(Int(time)) ms after its page began to load")
                    _ = try await viewer.watch(frames: 20)
                    let (had, has) = (before["keyFrames"], (try await publisher.figures())["keyFrames"])
                    #expect((has.number ?? 0) > (had.number ?? 0), "nobody asked the publisher for a keyframe")
                }
            }
        }

        @Test func viewersGoOnWhenThePublisherReloads() async throws {
            try await ServerProcess.run { server in
                try await Chromium.run { browser in
                    let publisher = try await browser.publish("demo", to: server, codec: "VP8")
                    let viewers = [
                        try await browser.watch("demo", on: server), try await browser.watch("demo", on: server),
                    ]
                    for viewer in viewers { _ = try await viewer.watch(frames: 10) }
                    try await publisher.reload()
                    try await publisher.waitUntilLive()
                    for viewer in viewers { try await expectItGoesOn(viewer) }
                }
            }
        }

        @Test func viewersGoOnWhenThePublisherComesBackWithAnotherCodec() async throws {
            try await ServerProcess.run { server in
                try await Chromium.run { browser in
                    let publisher = try await browser.publish("demo", to: server, codec: "VP8")
                    let viewer = try await browser.watch("demo", on: server)
                    _ = try await viewer.watch(frames: 10)
                    try await publisher.navigate(to: server.url("demo/publish?" + Chromium.publishQuery(codec: "VP9")))
                    try await publisher.waitUntilLive()
                    try await viewer.figures("VP9 arrives") { $0["codec"].string?.uppercased().contains("VP9") == true }
                    try await expectItGoesOn(viewer)
                }
            }
        }

        @Test func viewersWaitForAPublisherThatStopped() async throws {
            try await ServerProcess.run { server in
                try await Chromium.run { browser in
                    let publisher = try await browser.publish("demo", to: server, codec: "VP8")
                    let viewer = try await browser.watch("demo", on: server)
                    _ = try await viewer.watch(frames: 10)
                    try await publisher.evaluate("turnout.stop()")
                    try await viewer.waitUntil("turnout.state !== 'live'", timeout: .seconds(45))
                    try await publisher.evaluate("turnout.start()")
                    try await publisher.waitUntilLive()
                    try await viewer.waitUntilLive()
                    _ = try await viewer.watch(frames: 10)
                }
            }
        }

        /// The same peer connection decodes on: its counters did not begin anew.
        private func expectItGoesOn(_ viewer: ChromiumPage) async throws {
            let (before, after) = try await viewer.watch(frames: 30)
            #expect((before["framesDecoded"].number ?? 0) >= 10)
            #expect(after["state"] == "live")
            #expect(try await viewer.peerConnections() == 1)
        }

        /// The encoder may be changing the size just now, so both are asked until they agree.
        private func expectSameSize(_ viewer: ChromiumPage, _ publisher: ChromiumPage) async throws {
            try await eventually("the picture has its size", timeout: .seconds(30), every: .milliseconds(200)) {
                let (sent, seen) = (try await publisher.figures(), try await viewer.figures())
                let isSame = sent["width"] == seen["width"] && sent["height"] == seen["height"]
                return isSame && (seen["width"].number ?? 0) >= 160 ? true : nil
            }
        }

        /// The fake microphone beeps once a second. The page starts muted, and Chromium then hears nothing at all.
        private func expectSound(_ viewer: ChromiumPage) async throws {
            try await viewer.unmute()
            let energy = { (figures: JSON) in figures["audio"]["totalAudioEnergy"].number ?? 0 }
            let before = energy(try await viewer.figures("sound is heard") { energy($0) > 0 })
            try await viewer.figures("more sound is heard") { energy($0) > before }
        }
    }
}
