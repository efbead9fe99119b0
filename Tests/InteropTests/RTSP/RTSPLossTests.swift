import Foundation
import TestSupport
import Testing

extension Interop {
    /// Publishers and players behind bad networks.
    @Suite(.enabled(if: LossyNetwork.isAllowed || Checkout.isCI, "needs root, for a network of its own"))
    struct RTSPLossTests {
        private static let user = "studio:open-sesame"
        private static let environment = [
            "TURNOUT_USERS": "[{name: studio, secret: open-sesame, may: [publish: \"**\", play: \"**\"]}]"
        ]

        /// Three of a hundred datagrams never come: they are counted, and players see pictures again and again.
        @Test func whatAPublisherLosesIsCounted() async throws {
            let network = try LossyNetwork()
            try network.lose(percent: 3)
            try await ServerProcess.run(environment: Self.environment) { server in
                let url = "rtsp://\(Self.user)@\(network.address):\(server.rtspPort)/live/demo"
                try await TestFilm.h264.publish(byRTSP: url, over: .udp, within: network.within) { publisher in
                    try await server.waitUntilLive("live/demo")
                    // Decoded, what is broken too; each keyframe ends that.
                    let player = try ChildProcess.launch(
                        RTMPPrograms.plainFFmpeg,
                        ["-v", "quiet"] + RTSPTransport.tcp.options + ["-i", server.rtsp("live/demo"), "-t", "10"]
                            + ["-f", "framemd5", "-"])
                    try await RTMPPrograms.expectSuccess(player, timeout: .seconds(45))
                    let pictures = player.output.split(separator: "\n").count { $0.hasPrefix("0,") }
                    #expect(pictures >= 200, "\(pictures) pictures in 10 s")
                    let session = try #require(try await server.rtspSessions("publisher").first)
                    let (received, lost) = (session["packets"].number ?? 0, session["lost"].number ?? 0)
                    let share = lost / (received + lost) * 100
                    let dropped = Double(try network.lost())
                    printFigure("of \(Int(dropped)) lost datagrams \(Int(lost)) were counted, \(share.formatted()) %")
                    #expect(1...6 ~= share)
                    // Those at the end nobody misses yet, nor those of RTCP.
                    #expect(dropped * 0.5...dropped + 1 ~= lost)
                    #expect(publisher.ending == nil)
                    let played = try await MediaProbe(
                        server.rtsp("live/demo"), seconds: 5, options: RTSPTransport.tcp.options)
                    let keyframes = played.packets("video").count(where: \.isKeyframe)
                    #expect(keyframes >= 1, "no keyframe in 5 s")
                }
            }
        }

        /// By TCP nothing is lost on the way, so it is left out: what does not fit, up to keyframes.
        @Test func aPlayerBehindATightPipeGetsLess() async throws {
            let network = try LossyNetwork()
            try network.limit(kilobitsPerSecond: 500)
            try await ServerProcess.run(environment: Self.environment) { server in
                try await TestFilm.grain.publish(byRTSP: server.rtsp("live/demo")) { publisher in
                    try await server.waitUntilLive("live/demo")
                    let url = "rtsp://\(Self.user)@\(network.address):\(server.rtspPort)/live/demo"
                    let output = ["-c", "copy", "-f", "null", "-"]
                    let command =
                        network.within + [RTMPPrograms.plainFFmpeg, "-v", "error"] + RTSPTransport.tcp.options
                        + ["-i", url] + output
                    let slow = try ChildProcess.launch(command[0], Array(command.dropFirst()))
                    try await eventually("the slow player loses frames", timeout: .seconds(60)) {
                        let players = try await server.rtspSessions("player")
                        let dropped = players.first.map { $0["tracks"].array ?? [] }?.compactMap {
                            $0["dropped"].number
                        }
                        return (dropped?.max() ?? 0) > 0 ? true : nil
                    }
                    try await RTSPPrograms.expectFilm(server.rtsp("live/demo"), over: .tcp)
                    #expect(slow.ending == nil, "\(slow.output)")
                    #expect(publisher.ending == nil)
                    #expect(try await server.rtspSessions("publisher").first?["lost"] == 0)
                    await slow.end()
                }
            }
        }
    }
}
