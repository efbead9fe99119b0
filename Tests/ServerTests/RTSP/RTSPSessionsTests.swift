import Foundation
import RTSPGateway
import Testing

@testable import Server

/// `/v1/rtsp/sessions`.
@Suite struct RTSPSessionsTests {
    private static let yaml = """
        users:
          - {name: viewer, secret: view-secret, may: [play]}
          - {name: operator, secret: op-secret, may: [api: live/*]}
          - {name: admin, secret: admin-secret, may: [api]}
        """

    private static let sessions = [
        RTSPSessionSummary(
            id: "player-id", path: "live/two", role: .player, remote: "[2001:db8::1]:5000", transport: .tcp,
            tracks: [], age: .zero),
        RTSPSessionSummary(
            id: "publisher-id", path: "live/one", role: .publisher, remote: "192.0.2.1:5000", transport: .udp,
            tracks: [
                RTSPTrackSummary(
                    encoding: "H264", packets: 1_000, bytes: 900_000, lost: 30, jitter: 1.2345678, dropped: 0),
                RTSPTrackSummary(
                    encoding: "MPEG4-GENERIC", packets: 100, bytes: 9_000, lost: 1, jitter: 3.5, dropped: 0),
            ], age: .microseconds(12_345_678)),
        RTSPSessionSummary(
            id: "pull-id", path: "cameras/door", role: .pull, remote: "rtsp://camera/1", transport: .multicast,
            tracks: [
                RTSPTrackSummary(encoding: "JPEG", packets: 5, bytes: 50, lost: 0, jitter: nil, dropped: 0),
                RTSPTrackSummary(encoding: "L16", packets: 5, bytes: 50, lost: 0, jitter: .infinity, dropped: 2),
            ], age: .seconds(1)),
    ]

    @Test func aSessionIsShownWithItsLossAndJitter() async throws {
        try await withServer(rtspSessions: Self.sessions) { client, _ in
            let response = try await client.request("GET", "/v1/rtsp/sessions")
            #expect(response.status == 200)
            #expect(response["content-type"] == "application/json")
            #expect(response["access-control-allow-origin"] == "*")
            #expect(
                response.body
                    == #"{"sessions":[{"bytes":100,"id":"pull-id","lost":0,"packets":10,"path":"cameras/door","#
                    + #""remote":"rtsp://camera/1","role":"pull","tracks":["#
                    + #"{"bytes":50,"codec":"JPEG","dropped":0,"lost":0,"packets":5},"#
                    + #"{"bytes":50,"codec":"L16","dropped":2,"lost":0,"packets":5}],"transport":"multicast","#
                    + #""uptime":1},"#
                    + #"{"bytes":909000,"id":"publisher-id","jitter":3.5,"lost":31,"packets":1100,"path":"live/one","#
                    + #""remote":"192.0.2.1:5000","role":"publisher","tracks":["#
                    + #"{"bytes":900000,"codec":"H264","dropped":0,"jitter":1.235,"lost":30,"packets":1000},"#
                    + #"{"bytes":9000,"codec":"MPEG4-GENERIC","dropped":0,"jitter":3.5,"lost":1,"packets":100}],"#
                    + #""transport":"udp","uptime":12.346},"#
                    + #"{"bytes":0,"id":"player-id","lost":0,"packets":0,"path":"live/two","#
                    + #""remote":"[2001:db8::1]:5000","role":"player","tracks":[],"transport":"tcp","uptime":0}]}"#)
            #expect(try await client.request("HEAD", "/v1/rtsp/sessions").status == 200)
            #expect(try await client.request("POST", "/v1/rtsp/sessions", body: "x")["allow"] == "GET, HEAD")
            for target in ["/v1/rtsp", "/v1/rtsp/", "/v1/rtsp/session", "/v1/rtsp/sessions/x"] {
                #expect(try await client.request("GET", target).status == 404, "\(target)")
            }
        }
    }

    /// The right `api`, for each path by itself.
    @Test(arguments: [
        ("admin-secret", 200, ["cameras/door", "live/one", "live/two"]), ("op-secret", 200, ["live/one", "live/two"]),
        ("view-secret", 200, []), ("wrong", 401, []), (nil, 401, []),
    ])
    func othersSessionsAreNotShown(_ token: String?, _ status: Int, _ paths: [String]) async throws {
        let yaml = Self.yaml + "\ntrust_loopback: false"
        try await withServer(yaml: yaml, rtspSessions: Self.sessions) { client, _ in
            let response = try await client.request(
                "GET", "/v1/rtsp/sessions", token.map { ["Authorization: Bearer \($0)"] } ?? [])
            #expect(response.status == status)
            let seen = response.body.matches(of: /"path":"([^"]+)"/).map { String($0.1) }
            #expect(seen == paths)
        }
    }
}
