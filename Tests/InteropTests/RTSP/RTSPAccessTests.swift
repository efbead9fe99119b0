import Foundation
import TestSupport
import Testing

extension Interop {
    /// Who may publish and play by RTSP, over TLS, and to whom all listen at once.
    @Suite struct RTSPAccessTests {
        private static let environment = [
            "TURNOUT_TRUST_LOOPBACK": "false",
            "TURNOUT_USERS": """
            [{name: studio, secret: open-sesame, may: [publish: live/*, play: live/*, api: "**"]}]
            """,
            "TURNOUT_STREAM_KEYS": "{key-of-the-door: live/door}",
        ]

        /// By Digest, by what stands behind the name, and by a key.
        @Test(
            arguments: [
                ("studio:open-sesame", "live/a", RTSPTransport.tcp), ("studio:open-sesame", "live/a", .udp),
                (nil, "live/b?token=open-sesame", .tcp), (nil, "live/door?token=key-of-the-door", .udp),
            ] as [(String?, String, RTSPTransport)])
        func whoIsKnownPublishesAndPlays(user: String?, name: String, transport: RTSPTransport) async throws {
            try await ServerProcess.run(environment: Self.environment) { server in
                let url = server.rtsp(name, user: user)
                try await TestFilm.h264.publish(byRTSP: url, over: transport) { _ in
                    try await eventually("it is live", timeout: .seconds(30)) {
                        let headers = ["Authorization": "Bearer open-sesame"]
                        let path = name.prefix { $0 != "?" }
                        return try await HTTP.send("GET", server.url("v1/streams/" + path), headers: headers).status
                            == 200
                            ? true : nil
                    }
                    try await RTSPPrograms.expectFilm(url, over: transport, seconds: 1)
                }
            }
        }

        @Test(
            arguments: [(nil, "live/a"), ("studio:wrong", "live/a"), ("studio:open-sesame", "elsewhere/a")]
                as [(String?, String)])
        func othersAreRefused(user: String?, name: String) async throws {
            try await ServerProcess.run(environment: Self.environment) { server in
                let publisher = try await TestFilm.h264.publisher(byRTSP: server.rtsp(name, user: user))
                #expect(try await publisher.waitUntilEnd(timeout: .seconds(30)) != .exited(code: 0))
                let refusal = user == "studio:open-sesame" ? "403" : "401"
                #expect(publisher.output.contains(refusal), "\(publisher.output.suffix(1000))")
                await #expect(throws: TestFailure.self) {
                    _ = try await MediaProbe(server.rtsp(name, user: user), seconds: 1, timeout: .seconds(15))
                }
            }
        }

        /// What was overheard is worth nothing: for another address, on another connection, or once and for all.
        @Test func proofsAreGoodForOneRequestOfOneConnection() async throws {
            try await ServerProcess.run(environment: Self.environment) { server in
                let url = server.rtsp("live/a")
                try await TestFilm.h264.publish(byRTSP: server.rtsp("live/a", user: "studio:open-sesame")) { _ in
                    let client = try RTSPTestClient(port: server.rtspPort)
                    let challenge = try #require(try client.request("DESCRIBE", url).field("WWW-Authenticate"))
                    let proof = { (method: String, url: String, challenge: String) in
                        (
                            "Authorization",
                            digestProof(
                                user: "studio", secret: "open-sesame", challenge: challenge, method: method, url: url)
                        )
                    }
                    let described = try await eventually("it is described", timeout: .seconds(20)) {
                        let answer = try client.request("DESCRIBE", url, [proof("DESCRIBE", url, challenge)])
                        return answer.status == 404 ? nil : answer
                    }
                    #expect(described.status == 200)
                    let control = try #require(RTSPTestClient.controls(of: described, url).first)
                    let transport = ("Transport", "RTP/AVP/TCP;unicast;interleaved=0-1")
                    for stolen in [
                        [], [proof("DESCRIBE", url, challenge)], [proof("SETUP", server.rtsp("live/b"), challenge)],
                        [("Authorization", "Digest")], [("Authorization", "Basic c3R1ZGlvOndyb25n")],
                    ] {
                        #expect(try client.request("SETUP", control, [transport] + stolen).status == 401, "\(stolen)")
                    }
                    #expect(
                        try client.request("SETUP", control, [transport, proof("SETUP", control, challenge)]).status
                            == 200)
                    #expect(try client.request("PLAY", url).status == 401)
                    #expect(try client.request("PLAY", url, [proof("PLAY", url, challenge)]).status == 200)
                    // On another connection, whose challenge is another.
                    let thief = try RTSPTestClient(port: server.rtspPort)
                    let answer = try thief.request("DESCRIBE", url, [proof("DESCRIBE", url, challenge)])
                    #expect(answer.status == 401)
                    #expect(answer.field("WWW-Authenticate") != challenge)
                }
            }
        }

        @Test func publishedAndPlayedOverTLS() async throws {
            try await ServerProcess.run(environment: ["TURNOUT_HTTP_SELF_SIGNED": "true"]) { server in
                let url = server.rtsps("live/demo")
                try await TestFilm.h264WithBFrames.publish(byRTSP: url, options: ["-tls_verify", "0"]) { _ in
                    try await server.waitUntilLive("live/demo")
                    try await RTSPPrograms.expectFilm(url, over: .tcp, options: ["-tls_verify", "0"])
                    let decoded = try await RTSPPrograms.gstreamer(
                        url, protocols: "tcp", options: "tls-validation-flags=0")
                    #expect((decoded.width, decoded.height) == (640, 360))
                    #expect(try await server.rtspSessions("publisher").count == 1)
                }
            }
        }

        /// One train of packets for two players, by the loopback interface.
        @Test func aGroupIsPlayedTo() async throws {
            try await ServerProcess.run { server in
                let url = server.rtsp("live/demo")
                try await TestFilm.h264WithBFrames.publish(byRTSP: url) { _ in
                    try await server.waitUntilLive("live/demo")
                    let options = "multicast-iface=lo"
                    async let one = RTSPPrograms.gstreamer(url, protocols: "udp-mcast", options: options)
                    async let other = RTSPPrograms.gstreamer(url, protocols: "udp-mcast", options: options)
                    try await eventually("two players of a group", timeout: .seconds(20)) {
                        let players = try await server.rtspSessions("player")
                        return players.count { $0["transport"] == "multicast" } == 2 ? true : nil
                    }
                    for decoded in try await [one, other] { #expect((decoded.width, decoded.height) == (640, 360)) }
                }
            }
        }
    }
}
