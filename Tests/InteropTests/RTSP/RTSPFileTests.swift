import Foundation
import TestSupport
import Testing

extension Interop {
    /// Files played on demand from a folder.
    @Suite struct RTSPFileTests {
        /// Three at once: one plays a part, one pauses, one seeks; none of them disturbs another.
        @Test func partsPausesAndSeeks() async throws {
            try await run { server, url in
                async let part: Void = onThread { try Self.playAPart(server.rtspPort, url) }
                async let pause: Void = onThread { try Self.pause(server.rtspPort, url) }
                async let seeks: Void = onThread { try Self.seek(server.rtspPort, url) }
                _ = try await (part, pause, seeks)
            }
        }

        @Test func otherSpeedsAreAnsweredWithOne() async throws {
            try await run { server, url in
                let client = try RTSPTestClient(port: server.rtspPort)
                try client.setUp(url)
                let answer = try client.request("PLAY", url, [("Scale", "4.0"), ("Range", "npt=0-")])
                #expect(answer.status == 200)
                #expect(answer.field("Scale").flatMap(Double.init) == 1)
                let other = try RTSPTestClient(port: server.rtspPort)
                try other.setUp(url)
                let refused = try other.request("PLAY", url, [("Require", "play.scale")])
                #expect(refused.status == 551)
                #expect(refused.field("Unsupported") == "play.scale")
            }
        }

        /// Outside the folder lies a film too, which would be played if it were found.
        @Test func noNameLeavesTheFolder() async throws {
            let names = [
                "../outside.mp4", "%2e%2e/outside.mp4", "inside/../../outside.mp4", "inside/%2E%2E/%2e%2e/outside.mp4",
                "..%2foutside.mp4", "../vod/film.mp4", "film.mp4%00", "%00film.mp4", "film.mp4%00.mp4", "link.mp4",
                "//etc/passwd", "%2fetc/passwd", "..%5coutside.mp4", "inside",
            ]
            try await run { server, url in
                let base = url.replacingOccurrences(of: "film.mp4", with: "")
                let absolute = URL(filePath: try await TestFilm.h264WithBFrames.file()).path
                for name in names + [absolute, "/" + absolute] {
                    let client = try RTSPTestClient(port: server.rtspPort)
                    let answer = try client.request("DESCRIBE", base + name, [("Accept", "application/sdp")])
                    #expect([400, 403, 404].contains(answer.status), "\(name): \(answer.status)")
                    #expect(!answer.body.contains("m="))
                }
                // The film itself is there.
                let client = try RTSPTestClient(port: server.rtspPort)
                #expect(try client.request("DESCRIBE", url).body.contains("m=video"))
            }
        }

        /// Real players seek by what the server tells them of the file's length.
        @Test func ffmpegSeeks() async throws {
            try await run { server, url in
                for transport in RTSPTransport.allCases {
                    let input = transport.options + ["-ss", "20", "-i", url, "-map", "0:v"]
                    let ffmpeg = try ChildProcess.launch(
                        RTMPPrograms.plainFFmpeg,
                        ["-v", "error", "-copyts"] + input + ["-frames:v", "60", "-f", "framemd5", "-"])
                    try await RTMPPrograms.expectSuccess(ffmpeg, timeout: .seconds(30))
                    // Numbers of the stream, of decoding, of presentation...
                    let times = ffmpeg.output.split(separator: "\n").filter { $0.first == "0" }.compactMap {
                        Int($0.split(separator: ",")[2].trimmingCharacters(in: .whitespaces)).map { Double($0) / 30 }
                    }
                    #expect(times.count == 60)
                    let first = try #require(times.first)
                    #expect(19.9...20.2 ~= first, "ffmpeg by \(transport) begins at \(first) s")
                }
            }
        }

        /// A path with `source` and `loop` is live from the beginning, and goes on at the file's end.
        @Test func aLoopedFileIsALiveStream() async throws {
            let paths = "{studio/pause: {source: short.mp4, loop: true}}"
            try await run(paths: paths) { server, _ in
                try await server.waitUntilLive("studio/pause")
                let played = try await MediaProbe(
                    server.rtsp("studio/pause"), seconds: 7, options: ["-rtsp_transport", "tcp"])
                let times = played.packets("video").map(\.dts)
                #expect(times.count > 180, "\(times.count)")
                let steps = zip(times, times.dropFirst()).map { $1 - $0 }
                // Where the film begins anew there may be some frames' time more: sound is longer than the picture.
                #expect(steps.allSatisfy { 0.01...0.2 ~= $0 }, "\(steps.filter { !(0.01...0.2 ~= $0) })")
            }
        }

        /// A server with a folder of one film, a short one, a link that leads out, and a film beside the folder.
        private func run(
            paths: String = "{}", _ body: (ServerProcess, _ film: String) async throws -> Void
        ) async throws {
            let directory = try TemporaryDirectory("vod")
            let folder = directory.url.appending(path: "vod")
            let film = try await TestFilm.h264WithBFrames.file()
            let manager = FileManager.default
            try manager.createDirectory(at: folder.appending(path: "inside"), withIntermediateDirectories: true)
            try manager.copyItem(atPath: film, toPath: folder.path + "/film.mp4")
            try manager.copyItem(atPath: film, toPath: directory.url.path + "/outside.mp4")
            try manager.createSymbolicLink(atPath: folder.path + "/link.mp4", withDestinationPath: "../outside.mp4")
            let short = try ChildProcess.launch(
                RTMPPrograms.plainFFmpeg,
                ["-v", "error", "-i", film, "-t", "4", "-c", "copy", folder.path + "/short.mp4"])
            try await RTMPPrograms.expectSuccess(short, timeout: .seconds(20))
            let settings = ["TURNOUT_RTSP_FILES": folder.path, "TURNOUT_PATHS": paths]
            try await ServerProcess.run(environment: settings) { server in
                try await body(server, server.rtsp("vod/film.mp4"))
            }
        }
    }
}
