import Foundation
import TestSupport
import Testing

extension Interop {
    /// Streams that are pushed to and pulled from an nginx with its RTMP module, which dies and comes back.
    @Suite struct RTMPLinkTests {
        enum Way: String, CaseIterable {
            case api
            case configuration
        }

        @Test(arguments: Way.allCases)
        func aPushComesBackWithItsTarget(way: Way) async throws {
            let nginx = try NginxProcess()
            try nginx.start()
            let settings = way == .configuration ? "{live/demo: {push: [\"\(nginx.url("copy"))\"]}}" : "{}"
            try await Self.run(nginx, paths: settings) { server in
                try await TestFilm.h264WithBFrames.publish(to: server.rtmp("live/demo")) { _ in
                    try await server.waitUntilLive("live/demo")
                    if way == .api { _ = try await server.link("push", "live/demo", nginx.url("copy")) }
                    try await Self.expectPictureAndSound(nginx.url("copy"))
                    await nginx.kill()
                    try nginx.start()
                    try await Self.expectPictureAndSound(nginx.url("copy"))
                }
            }
        }

        @Test(arguments: Way.allCases)
        func aPullComesBackWithItsSource(way: Way) async throws {
            let nginx = try NginxProcess()
            try nginx.start()
            let settings = way == .configuration ? "{live/demo: {pull: \"\(nginx.url("source"))\"}}" : "{}"
            try await Self.run(nginx, paths: settings) { server in
                if way == .api { _ = try await server.link("pull", "live/demo", nginx.url("source")) }
                for _ in 0..<2 {
                    try await TestFilm.h264WithBFrames.publish(to: nginx.url("source")) { _ in
                        try await server.waitUntilLive("live/demo", timeout: .seconds(60))
                        try await Self.expectPictureAndSound(server.rtmp("live/demo"))
                    }
                    await nginx.kill()
                    try nginx.start()
                }
            }
        }

        /// What the API made is in the state directory; what is not allowed is not made.
        @Test func linksOfTheAPISurviveARestart() async throws {
            let nginx = try NginxProcess()
            try nginx.start()
            let state = try TemporaryDirectory("state")
            let environment = ["TURNOUT_STATE_DIRECTORY": state.url.path]
            let link = try await ServerProcess.run(environment: environment) { server in
                for url in ["file:///etc/passwd", "unix:/run/socket", "rtmp://"] {
                    let answer = try await HTTP.send(
                        "POST", server.url("v1/streams/live/demo/push"), headers: ["Content-Type": "application/json"],
                        body: "{\"url\": \"\(url)\"}")
                    #expect(400..<500 ~= answer.status, "\(url): \(answer.body)")
                    #expect(answer.header("Content-Type")?.contains("application/problem+json") == true)
                }
                return try await server.link("push", "live/demo", nginx.url("copy"))
            }
            try await Self.run(nginx, environment: environment) { server in
                let list = try await HTTP.get(server.url("v1/streams/live/demo/push"))
                let identifier = try #require(link.split(separator: "/").last)
                #expect(list.body.contains(identifier), "\(list.body)")
                try await TestFilm.h264.publish(to: server.rtmp("live/demo")) { _ in
                    try await Self.expectPictureAndSound(nginx.url("copy"))
                }
                #expect(try await HTTP.send("DELETE", server.url(link)).status / 100 == 2)
            }
            try await ServerProcess.run(environment: environment) { server in
                let list = try await HTTP.get(server.url("v1/streams/live/demo/push"))
                #expect(!list.body.contains("copy"), "\(list.body)")
            }
        }

        /// A server for the time of `body`, and after it no nginx.
        private static func run(
            _ nginx: NginxProcess, paths: String = "{}", environment: [String: String] = [:],
            _ body: (ServerProcess) async throws -> Void
        ) async throws {
            do {
                let settings = environment.merging(["TURNOUT_PATHS": paths]) { $1 }
                try await ServerProcess.run(environment: settings, body)
                await nginx.kill()
            } catch {
                let log = nginx.log
                await nginx.kill()
                throw TestFailure("\(error)\nnginx said: \(log.suffix(2000))")
            }
        }

        /// Plays until there are H.264 and AAC; as long as nobody publishes there, ffprobe waits in vain or finds nothing.
        private static func expectPictureAndSound(_ url: String) async throws {
            let started = ContinuousClock.now
            try await eventually("picture and sound at \(url)", timeout: .seconds(60)) { () -> Bool? in
                let played = try? await MediaProbe(url, seconds: 1, timeout: .seconds(10))
                guard let played, played.packets("video").count >= 20, played.packets("audio").count >= 30 else {
                    return nil
                }
                #expect(played.stream("video")["codec_name"] == "h264")
                #expect(played.stream("video")["width"] == 640)
                #expect(played.stream("audio")["codec_name"] == "aac")
                return true
            }
            let seconds = (ContinuousClock.now - started) / .seconds(1)
            printFigure(
                "picture and sound at \(url.split(separator: "/").last ?? "") after \(Int(seconds.rounded())) s")
        }
    }
}
