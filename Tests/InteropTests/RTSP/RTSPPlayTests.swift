import Foundation
import TestSupport
import Testing

extension Interop {
    /// ffmpeg publishes H.264 High with B-frames, and AAC, as it is; everybody who speaks RTSP watches.
    @Suite struct RTSPPlayTests {
        private static let film = TestFilm.h264WithBFrames

        @Test(arguments: RTSPTransport.allCases)
        func everybodyWatches(transport: RTSPTransport) async throws {
            try await ServerProcess.run { server in
                let url = "rtsp://localhost:\(server.rtspPort)/live.sdp"
                try await Self.film.publish(byRTSP: url, over: transport) { publisher in
                    try await server.waitUntilLive("live.sdp")
                    for transport in RTSPTransport.allCases {
                        try await RTSPPrograms.expectFilm(url, over: transport)
                        let decoded = try await RTSPPrograms.gstreamer(url, protocols: transport.rawValue)
                        #expect((decoded.width, decoded.height) == (640, 360))
                        try await RTSPPrograms.expectOpenCVReads(url, over: transport)
                    }
                    let byRTMP = try await MediaProbe(server.rtmp("live.sdp"), seconds: 3)
                    #expect(byRTMP.stream("video")["codec_name"] == "h264")
                    #expect(byRTMP.packets("video").count >= 60)
                    #expect(byRTMP.packets("audio").count >= 90)
                    let session = try #require(try await server.rtspSessions("publisher").first)
                    #expect(session["transport"].string == transport.rawValue)
                    #expect(session["lost"] == 0)
                    #expect((session["packets"].number ?? 0) > 500)
                    #expect(publisher.ending == nil)
                }
            }
        }

        /// Frames are those that were sent, bit by bit and in step, whatever they went over.
        @Test(arguments: RTSPTransport.allCases)
        func nothingIsChangedOnTheWay(transport: RTSPTransport) async throws {
            let source = try await Packets(of: Self.film.file(), options: [])
            try await ServerProcess.run { server in
                try await Self.film.publish(byRTSP: server.rtsp("live/demo"), over: transport, isLooped: false) { _ in
                    try await server.waitUntilLive("live/demo")
                    let played = try await Packets(of: server.rtsp("live/demo"), options: transport.options)
                    for (kind, least) in [("video", 90), ("audio", 140)] {
                        let (sent, received) = (source.hashes(kind), played.hashes(kind))
                        let begin = try #require(
                            received.first.flatMap { sent.firstIndex(of: $0) }, "nobody sent the first of \(kind)")
                        #expect(received.count >= least)
                        #expect(
                            received.elementsEqual(sent[begin...].prefix(received.count)), "\(kind) by \(transport)")
                        printFigure("by \(transport): \(received.count) packets of \(kind) equal to the source's")
                    }
                }
            }
        }

        /// Debian's VLC is built without what speaks RTSP to other than television servers (live555), so it is told by the
        /// description what comes to which ports, and the test speaks RTSP for it; and it plays the same stream by RTMP.
        @Test func vlcPlays() async throws {
            try await ServerProcess.run { server in
                try await Self.film.publish(byRTSP: server.rtsp("live/demo")) { _ in
                    try await server.waitUntilLive("live/demo")
                    let client = try RTSPTestClient(port: server.rtspPort)
                    let directory = try TemporaryDirectory("vlc")
                    let file = directory.url.appending(path: "stream.sdp")
                    let (sdp, begin) = try VLC.describe(server.rtsp("live/demo"), to: client)
                    try Data(sdp.utf8).write(to: file)
                    try await VLC.expectItDecodes(file.path, options: ["--demux", "avformat"], in: directory) {
                        try begin()
                    }
                    #expect(try client.request("TEARDOWN", server.rtsp("live/demo")).status == 200)
                    try await VLC.expectItDecodes(server.rtmp("live/demo"), options: [], in: directory) {}
                }
            }
        }
    }
}

/// The MD5 sums of what a demuxer gives, as ffmpeg writes them: H.264 as a byte stream without parameter sets and delimiters,
/// which stand elsewhere in a file than in a stream.
private struct Packets {
    private let lines: [[Substring]]

    init(of input: String, options: [String]) async throws {
        let directory = try TemporaryDirectory("hashes")
        let report = directory.url.appending(path: "hashes.txt")
        let filters = "h264_mp4toannexb,filter_units=remove_types=6-9"
        let output = ["-map", "0", "-c", "copy", "-bsf:v", filters, "-f", "framehash", "-hash", "md5", report.path]
        let ffmpeg = try ChildProcess.launch(
            RTMPPrograms.plainFFmpeg, ["-v", "error"] + options + ["-i", input, "-t", "5"] + output)
        try await RTMPPrograms.expectSuccess(ffmpeg, timeout: .seconds(45))
        lines = try String(contentsOf: report, encoding: .utf8).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }.map { $0.split(separator: ",") }
    }

    func hashes(_ kind: String) -> [String] {
        lines.filter { $0.first == (kind == "video" ? "0" : "1") }
            .compactMap { $0.last?.trimmingCharacters(in: .whitespaces) }
    }
}
