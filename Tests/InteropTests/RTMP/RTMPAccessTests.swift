import Foundation
import TestSupport
import Testing

extension Interop {
    /// Who may publish and play by RTMP, and over TLS.
    @Suite struct RTMPAccessTests {
        private static let environment = [
            "TURNOUT_TRUST_LOOPBACK": "false",
            "TURNOUT_USERS": """
            [{name: studio, secret: open-sesame, may: [publish: live/*, play: live/*, api: "**"]}]
            """,
            "TURNOUT_STREAM_KEYS": "{key-of-the-door: live/door}",
        ]

        /// How an encoder may show who it is, and the path that is live then.
        @Test(arguments: [
            ("live/a?user=studio&pass=open-sesame", "live/a"), ("live/b?token=open-sesame", "live/b"),
            ("live/key-of-the-door", "live/door"),
        ])
        func credentialsInTheAddress(name: String, path: String) async throws {
            try await ServerProcess.run(environment: Self.environment) { server in
                try await TestFilm.h264.publish(to: server.rtmp(name)) { _ in
                    try await Self.expectLive(path, on: server)
                }
            }
        }

        /// ffmpeg itself tells the server nothing of what stands in front of the host, so it is told to.
        @Test func credentialsInFrontOfTheHost() async throws {
            try await ServerProcess.run(environment: Self.environment) { server in
                let address = "rtmp://studio:open-sesame@127.0.0.1:\(server.rtmpPort)/live"
                try await TestFilm.h264.publish(to: server.rtmp("live/c"), options: ["-rtmp_tcurl", address]) { _ in
                    try await Self.expectLive("live/c", on: server)
                }
            }
        }

        @Test(arguments: ["live/demo", "live/demo?user=studio&pass=wrong", "elsewhere/demo?token=open-sesame"])
        func othersAreRefusedWithASentence(name: String) async throws {
            try await ServerProcess.run(environment: Self.environment) { server in
                let publisher = try await TestFilm.h264.publisher(to: server.rtmp(name))
                let ending = try await publisher.waitUntilEnd(timeout: .seconds(30))
                #expect(ending != .exited(code: 0))
                // ffmpeg prints the description of the error that it is answered with.
                let said = publisher.output.split(separator: "\n").first { $0.contains("Server error: ") }
                let sentence = said?.components(separatedBy: "Server error: ").last ?? ""
                #expect(sentence.split(separator: " ").count >= 4, "\(publisher.output.suffix(1000))")
                printFigure("a refused publisher is told: \(sentence)")
                await #expect(throws: TestFailure.self) {
                    _ = try await MediaProbe(server.rtmp(name), seconds: 1, timeout: .seconds(15))
                }
            }
        }

        @Test func publishedAndPlayedOverTLS() async throws {
            try await ServerProcess.run(environment: ["TURNOUT_HTTP_SELF_SIGNED": "true"]) { server in
                try await TestFilm.h264.publish(to: server.rtmps("live/demo"), options: ["-tls_verify", "0"]) { _ in
                    try await server.waitUntilLive("live/demo")
                    let played = try await MediaProbe(
                        server.rtmps("live/demo"), seconds: 2, options: ["-tls_verify", "0"])
                    #expect(played.stream("video")["codec_name"] == "h264")
                    #expect(played.packets("video").count >= 40)
                    #expect(played.packets("audio").count >= 60)
                }
            }
        }

        private static func expectLive(_ path: String, on server: ServerProcess) async throws {
            try await eventually("\(path) is live", timeout: .seconds(30)) {
                let headers = ["Authorization": "Bearer open-sesame"]
                return try await HTTP.send("GET", server.url("v1/streams/" + path), headers: headers).status == 200
                    ? true : nil
            }
        }
    }
}
