import TestSupport
import Testing

extension Interop {
    /// Two publishers want one path.
    @Suite struct ConflictTests {
        @Test func theNewcomerTakesOverAndTheOtherIsToldWhy() async throws {
            try await ServerProcess.run { server in
                try await Chromium.run { browser in
                    let first = try await browser.publish("demo", to: server, codec: "VP8")
                    let viewer = try await browser.watch("demo", on: server)
                    _ = try await viewer.watch(frames: 10)
                    let second = try await browser.publish("demo", to: server, codec: "VP8")
                    try await first.waitUntil("turnout.state === 'ended'", timeout: .seconds(30))
                    #expect(try await first.evaluate("turnout.error").string?.contains("took over") == true)
                    let (_, after) = try await viewer.watch(frames: 30)
                    #expect(after["state"] == "live")
                    #expect(try await viewer.peerConnections() == 1)
                    #expect(try await second.evaluate("turnout.state") == "live")
                }
            }
        }

        @Test func theNewcomerIsRefusedWhereTheOperatorSaysSo() async throws {
            try await ServerProcess.run(environment: ["TURNOUT_STREAMS_ON_CONFLICT": "refuse"]) { server in
                try await Chromium.run { browser in
                    let first = try await browser.publish("demo", to: server, codec: "VP8")
                    let second = try await browser.open(
                        server.url("demo/publish?" + Chromium.publishQuery(codec: "VP8")))
                    try await second.waitUntil("turnout.error !== null", timeout: .seconds(30))
                    #expect(try await second.evaluate("turnout.error").string?.contains("refuse") == true)
                    #expect(try await first.evaluate("turnout.state") == "live")
                }
            }
        }
    }
}
