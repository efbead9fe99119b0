import Foundation
import SFU
import Testing
import WebRTCGateway

@testable import Server

@Suite struct StreamsTests {
    private func broker() throws -> FakeBroker {
        let broker = FakeBroker()
        let streams = try ["live/two", "live/one", "private"].map { path in
            StreamSummary(
                path: try StreamPath(path),
                tracks: [TrackSummary(kind: "video", codec: "VP8", packets: 10, bytes: 20, lost: 3)],
                workers: [WorkerSummary(worker: 1, subscribers: 2)],
                uptime: 12.3456, isPublishing: true)
        }
        broker.change { $0.streams = streams }
        return broker
    }

    private static let yaml = """
        users:
          - {name: viewer, secret: view-secret, may: [play: live/*]}
          - {name: operator, secret: op-secret, may: [api: live/one]}
        """

    @Test func listIsCompleteForTheApi() async throws {
        try await withServer(broker: try broker()) { client, _ in
            let response = try await client.request("GET", "/v1/streams")
            #expect(response.status == 200)
            #expect(response["content-type"] == "application/json")
            let one =
                #"{"isPublishing":true,"path":"live/one","publisher":{"protocol":"webrtc"},"#
                + #""readers":[{"count":2,"protocol":"webrtc"}],"subscribers":2,"#
                + #""tracks":[{"bytes":20,"codec":"VP8","kind":"video","lost":3,"packets":10}],"uptime":12.346,"#
                + #""workers":[{"subscribers":2,"worker":1}]}"#
            #expect(response.body.hasPrefix(#"{"streams":["# + one + ","))
            #expect(try paths(response) == ["live/one", "live/two", "private"])
        }
    }

    /// From elsewhere: what may be played, without figures.
    @Test func listIsPublicWhereWatchingIs() async throws {
        try await withServer(broker: try broker()) { client, _ in
            let response = try await client.request(
                "GET", "/v1/streams", ["Origin: https://example.org"], host: "media.example")
            #expect(response.status == 200)
            #expect(response["access-control-allow-origin"] == "*")
            #expect(try paths(response) == ["live/one", "live/two", "private"])
            #expect(!response.body.contains("bytes"))
            #expect(response.body.contains("VP8"))
        }
    }

    @Test func listHoldsWhatTheRequesterMaySee() async throws {
        try await withServer(yaml: Self.yaml, broker: try broker()) { client, _ in
            func list(_ headers: [String]) async throws -> RawResponse {
                try await client.request("GET", "/v1/streams", headers, host: "media.example")
            }
            let viewer = try await list(["Authorization: Bearer view-secret"])
            #expect(try paths(viewer) == ["live/one", "live/two"])
            #expect(!viewer.body.contains("bytes"))
            let operatorList = try await list(["Authorization: Bearer op-secret"])
            #expect(try paths(operatorList) == ["live/one"])
            #expect(operatorList.body.contains("bytes"))
            #expect(try await list([]).status == 401)
            #expect(try await list(["Authorization: Bearer nobody"]).status == 401)
        }
    }

    @Test(arguments: [
        ("live/one", "op-secret", 200), ("live/one", "view-secret", 200), ("live/two", "op-secret", 403),
        ("private", "view-secret", 403), ("live/three", "view-secret", 404), ("live/one", "nobody", 401),
    ])
    func oneStream(_ path: String, _ token: String, _ status: Int) async throws {
        try await withServer(yaml: Self.yaml, broker: try broker()) { client, _ in
            let response = try await client.request("GET", "/v1/streams/\(path)", ["Authorization: Bearer \(token)"])
            #expect(response.status == status)
            #expect(response.body.contains("bytes") == (status == 200 && token == "op-secret"))
        }
    }

    @Test func metricsCountAnswers() async throws {
        try await withServer { client, _ in
            _ = try await client.request("POST", "/demo/whip", ["Authorization: Bearer nobody"], body: "v=0")
            _ = try await client.request("POST", "/demo/whip", ["Authorization: Bearer nobody"], body: "v=0")
            let response = try await client.request("GET", "/metrics")
            #expect(response.status == 200)
            #expect(response["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(response.body.contains("turnout_streams 7\n"))
            #expect(response.body.contains("turnout_http_responses_total{code=\"401\"} 2\n"))
        }
    }

    private func paths(_ response: RawResponse) throws -> [String] {
        struct List: Decodable {
            struct Stream: Decodable { var path: String }
            var streams: [Stream]
        }
        return try JSONDecoder().decode(List.self, from: Data(response.body.utf8)).streams.map(\.path)
    }
}
