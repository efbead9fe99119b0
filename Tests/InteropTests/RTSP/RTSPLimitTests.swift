import Foundation
import TestSupport
import Testing

extension Interop {
    /// Clients that break the protocol, forge, or sleep.
    @Suite struct RTSPLimitTests {
        /// One server for all of them, which still serves everybody else at the end.
        @Test func brokenRequestsAreRefusedAndTheConnectionClosed() async throws {
            try await ServerProcess.run { server in
                let url = server.rtsp("live/demo")
                let field = { (count: Int) in String(repeating: "X-Field: value\r\n", count: count) }
                let broken: [(name: String, request: String, statuses: Set<Int>)] = [
                    ("256 header fields", "OPTIONS \(url) RTSP/1.0\r\nCSeq: 1\r\n\(field(256))\r\n", [400, 413, 431]),
                    (
                        "3 KB in one header field",
                        "OPTIONS \(url) RTSP/1.0\r\nCSeq: 1\r\nX: \(String(repeating: "x", count: 3_000))\r\n\r\n",
                        [400, 413, 431]
                    ),
                    (
                        "a negative length", "OPTIONS \(url) RTSP/1.0\r\nCSeq: 1\r\nContent-Length: -1\r\n\r\n",
                        [400, 413]
                    ),
                    (
                        "a huge length",
                        "OPTIONS \(url) RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 99999999999999999999\r\n\r\n",
                        [400, 413]
                    ),
                    (
                        "a body beyond the limit",
                        "OPTIONS \(url) RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 1073741824\r\n\r\n", [413]
                    ),
                    ("a line break in the URL", "OPTIONS rtsp://127.0.0.1/a\rb RTSP/1.0\r\nCSeq: 1\r\n\r\n", [400]),
                    (
                        "a URL of 3 KB",
                        "OPTIONS rtsp://127.0.0.1/\(String(repeating: "a", count: 3_000)) RTSP/1.0\r\nCSeq: 1\r\n\r\n",
                        [400, 413, 414]
                    ),
                    ("no RTSP", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", [400, 505]),
                ]
                for (name, request, statuses) in broken {
                    let client = try RTSPTestClient(port: server.rtspPort)
                    try client.send(request)
                    let status = try client.response().status
                    #expect(statuses.contains(status), "\(name): \(status)")
                    #expect(try client.isClosed(within: .seconds(5)), "\(name): the connection stays")
                }
                // A channel that nobody set up.
                let client = try RTSPTestClient(port: server.rtspPort)
                try client.send("$\u{7F}\0\u{4}abcd$\u{7F}\0\u{4}abcd")
                #expect(try client.request("OPTIONS", url).status == 200)
                // It is the last one: 255 has none for RTCP.
                try await TestFilm.h264.publish(byRTSP: url) { _ in
                    try await server.waitUntilLive("live/demo")
                    let client = try RTSPTestClient(port: server.rtspPort)
                    let answer = try client.request("DESCRIBE", url)
                    let control = try #require(RTSPTestClient.controls(of: answer, url).first)
                    for channels in ["255-256", "255", "-1-0", "3-2"] {
                        let transport = "RTP/AVP/TCP;unicast;interleaved=\(channels)"
                        let status = try client.request("SETUP", control, [("Transport", transport)]).status
                        #expect([200, 400, 461].contains(status), "channels \(channels): \(status)")
                    }
                    try await RTSPPrograms.expectFilm(url, over: .tcp, seconds: 1)
                }
            }
        }

        @Test func requestsOutOfTurnAreAnsweredSo() async throws {
            try await ServerProcess.run { server in
                let url = server.rtsp("live/demo")
                try await TestFilm.h264.publish(byRTSP: url) { publisher in
                    try await server.waitUntilLive("live/demo")
                    let client = try RTSPTestClient(port: server.rtspPort)
                    #expect([454, 455].contains(try client.request("PLAY", url).status), "PLAY before SETUP")
                    let control = try #require(
                        RTSPTestClient.controls(of: client.request("DESCRIBE", url), url).first)
                    let transport = ("Transport", "RTP/AVP/TCP;unicast;interleaved=0-1")
                    #expect(try client.request("SETUP", control, [transport]).status == 200)
                    let again = try client.request(
                        "SETUP", control, [("Transport", "RTP/AVP/TCP;unicast;interleaved=2-3")])
                    #expect([400, 455, 459].contains(again.status), "the same track twice: \(again.status)")
                    #expect(try client.request("RECORD", url).status == 455)
                    #expect(try client.request("PLAY", url).status == 200)
                    let session = try #require(client.session)

                    let stranger = try RTSPTestClient(port: server.rtspPort)
                    #expect(try stranger.request("PLAY", url, [("Session", session)]).status == 454)
                    #expect(try stranger.request("TEARDOWN", url, [("Session", session)]).status == 454)
                    #expect(try client.frame(timeout: .seconds(5)) != nil, "a stranger ended another's session")
                    #expect(try client.request("TEARDOWN", url).status == 200)
                    #expect(try client.request("TEARDOWN", url, [("Session", session)]).status == 454)
                    #expect(publisher.ending == nil)
                }
            }
        }

        /// While a path is live and `on_conflict` says `refuse`, nobody else publishes there.
        @Test func aBusyPathIsRefused() async throws {
            try await ServerProcess.run(environment: ["TURNOUT_STREAMS_ON_CONFLICT": "refuse"]) { server in
                try await TestFilm.h264.publish(byRTSP: server.rtsp("live/demo")) { publisher in
                    try await server.waitUntilLive("live/demo")
                    let other = try await TestFilm.h264.publisher(byRTSP: server.rtsp("live/demo"), over: .udp)
                    let ending = try await other.waitUntilEnd(timeout: .seconds(30))
                    #expect(ending != .exited(code: 0))
                    #expect(other.output.contains(" 4"), "\(other.output.suffix(500))")
                    #expect(publisher.ending == nil)
                }
            }
        }

        /// What one reader leaves lying costs it its connection, and nobody else anything.
        @Test func onlyTheReaderThatSleepsIsCutOff() async throws {
            try await ServerProcess.run { server in
                let url = server.rtsp("live/demo")
                try await TestFilm.noise.publish(byRTSP: url) { publisher in
                    try await server.waitUntilLive("live/demo")
                    let other = try ChildProcess.launch(
                        RTMPPrograms.plainFFmpeg,
                        ["-v", "error"] + RTSPTransport.tcp.options + ["-i", url, "-c", "copy", "-f", "null", "-"])
                    let sleeper = try RTSPTestClient(port: server.rtspPort, receiveBuffer: 65_536)
                    try sleeper.setUp(url)
                    #expect(try sleeper.request("PLAY", url).status == 200)
                    let asleep = ContinuousClock.now
                    try await expectPlayers(2, on: server)
                    try await expectPlayers(1, on: server)
                    let seconds = (ContinuousClock.now - asleep) / .seconds(1)
                    printFigure("a reader that stopped reading was cut off after \(Int(seconds.rounded())) s")
                    #expect(seconds < 30)
                    #expect(other.ending == nil, "\(other.output)")
                    #expect(publisher.ending == nil)
                    let played = try await MediaProbe(url, seconds: 2, options: RTSPTransport.tcp.options)
                    #expect(played.packets("video").count > 10)
                    await other.end()
                }
            }
        }

        private func expectPlayers(_ count: Int, on server: ServerProcess) async throws {
            try await eventually("\(count) players", timeout: .seconds(45), every: .milliseconds(100)) {
                try await server.rtspSessions("player").count == count ? true : nil
            }
        }
    }
}
