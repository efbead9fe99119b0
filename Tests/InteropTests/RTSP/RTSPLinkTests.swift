import Foundation
import TestSupport
import Testing

extension Interop {
    /// Streams that are pushed to and pulled from other servers, which die and come back.
    @Suite struct RTSPLinkTests {
        private static let film = TestFilm.h264WithBFrames

        /// Both ways with Digest authentication, which is all that the other Turnout accepts from anybody.
        @Test(arguments: RTSPTransport.allCases)
        func anotherTurnoutIsPulledFromAndPushedTo(transport: RTSPTransport) async throws {
            let guarded = [
                "TURNOUT_TRUST_LOOPBACK": "false",
                "TURNOUT_USERS":
                    "[{name: studio, secret: open-sesame, may: [publish: \"**\", play: \"**\", api: \"**\"]}]",
                "TURNOUT_STREAMS_RECONNECT_GRACE": "1s",
            ]
            try await ServerProcess.run(environment: guarded) { other in
                let far = { other.rtsp($0, user: "studio:open-sesame") }
                try await ServerProcess.run(environment: ["TURNOUT_STREAMS_RECONNECT_GRACE": "1s"]) { server in
                    try await Self.film.publish(byRTSP: far("far/source"), over: transport) { _ in
                        _ = try await server.link(
                            "pull", "near/copy", far("far/source"), transport: transport)
                        try await server.waitUntilLive("near/copy")
                        try await RTSPPrograms.expectFilm(server.rtsp("near/copy"), over: .tcp)
                        #expect(try await server.rtspSessions("pull").first?["transport"].string == transport.rawValue)

                        let push = try await server.link("push", "near/copy", far("far/copy"), transport: transport)
                        try await Self.expectEventually(far("far/copy"), over: .tcp)
                        #expect(try await server.rtspSessions("push").first?["transport"].string == transport.rawValue)
                        #expect(try await HTTP.send("DELETE", server.url(push)).status / 100 == 2)
                        try await eventually("the push is over", timeout: .seconds(15)) {
                            try await server.rtspSessions("push").isEmpty ? true : nil
                        }
                    }
                    // It ends and comes back.
                    try await eventually("the copy is gone", timeout: .seconds(30)) {
                        try await HTTP.get(server.url("v1/streams/near/copy")).status == 404 ? true : nil
                    }
                    try await Self.film.publish(byRTSP: far("far/source"), over: transport) { _ in
                        try await server.waitUntilLive("near/copy", timeout: .seconds(60))
                        try await RTSPPrograms.expectFilm(server.rtsp("near/copy"), over: .udp)
                    }
                }
            }
        }

        /// A wrong secret is an error that the API tells, and no stream.
        @Test func aWrongSecretIsToldByTheAPI() async throws {
            let guarded = [
                "TURNOUT_TRUST_LOOPBACK": "false",
                "TURNOUT_USERS": "[{name: studio, secret: open-sesame, may: [publish: \"**\", play: \"**\"]}]",
            ]
            try await ServerProcess.run(environment: guarded) { other in
                try await ServerProcess.run { server in
                    _ = try await server.link("pull", "near/copy", other.rtsp("far/source", user: "studio:wrong"))
                    try await eventually("the API tells", timeout: .seconds(15)) {
                        let list = try await HTTP.get(server.url("v1/streams/near/copy/pull")).body
                        return list.contains("lastError") && list.contains("backingOff") ? true : nil
                    }
                    let list = try await HTTP.get(server.url("v1/streams/near/copy/pull")).body
                    #expect(!list.contains("wrong"), "it tells the secret too: \(list)")
                    #expect(try await HTTP.get(server.url("v1/streams/near/copy")).status == 404)
                }
            }
        }

        /// Nobody connects before the first reader, and nobody stays after the last.
        @Test func aPullOnDemandComesAndGoesWithItsReaders() async throws {
            try await ServerProcess.run { camera in
                try await TestFilm.h264.publish(byRTSP: camera.rtsp("yard"), over: .udp) { _ in
                    try await camera.waitUntilLive("yard")
                    let pull = "{url: \"\(camera.rtsp("yard"))\", on_demand: true, close_after: 1s, transport: udp}"
                    let settings = ["TURNOUT_PATHS": "{live/yard: {pull: \(pull)}}"]
                    try await ServerProcess.run(environment: settings) { server in
                        try await Task.sleep(for: .seconds(2))
                        #expect(try await camera.rtspSessions("player").isEmpty)
                        try await RTSPPrograms.expectFilm(server.rtsp("live/yard"), over: .tcp)
                        try await eventually("the pull is closed", timeout: .seconds(15)) {
                            try await camera.rtspSessions("player").isEmpty ? true : nil
                        }
                    }
                }
            }
        }

        /// As `ffplay -rtsp_flags listen` does, ffmpeg waits for a publisher, and takes what it is given.
        @Test(arguments: RTSPTransport.allCases)
        func ffmpegInListenModeIsPushedTo(transport: RTSPTransport) async throws {
            let url = "rtsp://127.0.0.1:\(try freePorts(SOCK_STREAM, count: 1))/live.sdp"
            try await ServerProcess.run { server in
                try await Self.film.publish(byRTSP: server.rtsp("live/demo")) { _ in
                    try await server.waitUntilLive("live/demo")
                    let listener = try ChildProcess.launch(
                        RTMPPrograms.plainFFmpeg,
                        ["-v", "error", "-rtsp_flags", "listen"] + transport.options
                            + ["-i", url, "-t", "4", "-f", "framemd5", "-"])
                    try await Task.sleep(for: .seconds(1))
                    _ = try await server.link("push", "live/demo", url, transport: transport)
                    try await RTMPPrograms.expectSuccess(listener, timeout: .seconds(45))
                    let lines = listener.output.split(separator: "\n")
                    let (pictures, sounds) = (lines.count { $0.hasPrefix("0,") }, lines.count { $0.hasPrefix("1,") })
                    #expect(pictures >= 80 && sounds >= 120, "\(listener.output.suffix(1000))")
                    printFigure(
                        "ffmpeg in listen mode by \(transport): \(pictures) pictures, \(sounds) frames of sound")
                }
            }
        }

        private static func expectEventually(_ url: String, over transport: RTSPTransport) async throws {
            try await eventually("\(url) is played", timeout: .seconds(30)) {
                let played = try? await MediaProbe(url, seconds: 1, options: transport.options, timeout: .seconds(10))
                return played.map { $0.packets("video").count >= 20 && $0.packets("audio").count >= 30 } == true
                    ? true : nil
            }
        }
    }
}

extension ServerProcess {
    /// Makes a link by the API, and returns its address below the server's root.
    fileprivate func link(
        _ direction: String, _ path: String, _ url: String, transport: RTSPTransport
    ) async throws -> String {
        let answer = try await HTTP.send(
            "POST", self.url("v1/streams/\(path)/\(direction)"), headers: ["Content-Type": "application/json"],
            body: "{\"url\": \"\(url)\", \"transport\": \"\(transport)\"}")
        #expect(answer.status == 201, "\(answer.body)")
        return String(try #require(answer.header("Location")).dropFirst())
    }
}
