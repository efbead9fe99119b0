import Codecs
import Foundation
import FramePlane
import SFU
import Testing
import WebRTCGateway

@testable import Server

/// What is known of streams as frames: in the API, in the metrics, and in a viewer's refusal.
@Suite struct FrameStreamsTests {
    private static let note =
        "The stream's audio is AAC, which is not taken here, and transcode.to_opus is off for this path."

    private func frames() throws -> [FrameStreamSummary] {
        let video = FrameTrackSummary(
            format: TrackFormat(.h264, width: 1_280, height: 720), frames: 100, bytes: 5_000, isReordered: true)
        let audio = FrameTrackSummary(
            format: TrackFormat(.aac, sampleRate: 48_000, channels: 2), frames: 200, bytes: 700, isReordered: false)
        func reader(_ audience: Int, _ name: String) -> ReaderSummary {
            ReaderSummary(
                client: FrameClient(session: "s", protocolName: name, remote: "r"), audience: audience, frames: 1,
                droppedFrames: 0, codecs: [.h264])
        }
        let derived = DerivedTrackSummary(
            codec: .h264, source: .h264, frames: 90, lostFrames: 1, cpuTime: .microseconds(1_234_567))
        return [
            FrameStreamSummary(
                path: try StreamPath("live/one"), isPublished: true,
                publisher: FrameClient(session: "session-id", protocolName: "rtmp", remote: "192.0.2.1:5000"),
                tracks: [video, audio], derived: [derived, derived], readers: [reader(3, "rtmp"), reader(2, "rtmp")],
                notes: [Self.note]),
            // Waited for, published by nobody.
            FrameStreamSummary(
                path: try StreamPath("live/two"), isPublished: false, publisher: nil, tracks: [audio], derived: [],
                readers: [reader(1, "rtmp")], notes: []),
            // Nobody's at all.
            FrameStreamSummary(
                path: try StreamPath("live/three"), isPublished: false, publisher: nil, tracks: [], derived: [],
                readers: [], notes: []),
        ]
    }

    private func broker() throws -> FakeBroker {
        let broker = FakeBroker()
        let stream = StreamSummary(
            path: try StreamPath("live/one"),
            tracks: [TrackSummary(kind: "video", codec: "H264", packets: 10, bytes: 20, lost: 3)],
            workers: [WorkerSummary(worker: 0, subscribers: 4)], uptime: 1, isPublishing: true)
        broker.change { $0.streams = [stream] }
        return broker
    }

    @Test func framesStandBesidePackets() async throws {
        try await withServer(broker: try broker(), frames: try frames()) { client, _ in
            let response = try await client.request("GET", "/v1/streams/live/one")
            #expect(
                response.body == #"{"derivedTracks":["#
                    + #"{"codec":"H264","cpuSeconds":1.235,"frames":90,"from":"H264","lost":1},"#
                    + #"{"codec":"H264","cpuSeconds":1.235,"frames":90,"from":"H264","lost":1}],"isPublishing":true,"#
                    + #""nativeTracks":[{"bytes":5000,"codec":"H264","frames":100,"hasBFrames":true,"height":720,"#
                    + #""kind":"video","width":1280},{"bytes":700,"channels":2,"codec":"AAC","frames":200,"#
                    + #""kind":"audio","sampleRate":48000}],"notes":["\#(Self.note)"],"path":"live/one","#
                    + #""publisher":{"protocol":"rtmp","remote":"192.0.2.1:5000","session":"session-id"},"#
                    + #""readers":[{"count":5,"protocol":"rtmp"},{"count":4,"protocol":"webrtc"}],"subscribers":9,"#
                    + #""tracks":[{"bytes":20,"codec":"H264","kind":"video","lost":3,"packets":10}],"uptime":1,"#
                    + #""workers":[{"subscribers":4,"worker":0}]}"#)
        }
    }

    @Test func streamsOfFramesAloneAppear() async throws {
        try await withServer(broker: try broker(), frames: try frames()) { client, _ in
            let response = try await client.request("GET", "/v1/streams/live/two")
            #expect(
                response.body == #"{"derivedTracks":[],"isPublishing":false,"nativeTracks":[{"bytes":700,"channels":2,"#
                    + #""codec":"AAC","frames":200,"kind":"audio","sampleRate":48000}],"path":"live/two","#
                    + #""readers":[{"count":1,"protocol":"rtmp"}],"subscribers":1,"tracks":[{"codec":"AAC","#
                    + #""kind":"audio"}],"uptime":0}"#)
            #expect(try await client.request("GET", "/v1/streams/live/three").status == 404)
            let list = try await client.request("GET", "/v1/streams")
            #expect(list.body.contains(#""path":"live/two""#) && !list.body.contains("live/three"))
        }
    }

    /// Addresses and figures are for those with the right `api`.
    @Test func viewersSeeNoFigures() async throws {
        try await withServer(broker: try broker(), frames: try frames()) { client, _ in
            let response = try await client.request("GET", "/v1/streams/live/one", host: "media.example")
            #expect(
                response.body
                    == #"{"isPublishing":true,"nativeTracks":[{"codec":"H264","hasBFrames":true,"height":720,"#
                    + #""kind":"video","width":1280},{"channels":2,"codec":"AAC","kind":"audio","sampleRate":48000}],"#
                    + #""notes":["\#(Self.note)"],"path":"live/one","publisher":{"protocol":"rtmp"},"subscribers":9,"#
                    + #""tracks":[{"codec":"H264","kind":"video"}],"uptime":1}"#)
        }
    }

    @Test(arguments: [("live/one", "whep", " " + note), ("live/two", "whep", ""), ("live/one", "whip", "")])
    func aRefusedViewerIsToldWhy(_ path: String, _ word: String, _ notes: String) async throws {
        let broker = try broker()
        broker.change { $0.refusal = .unacceptableOffer("No codec in common.") }
        try await withServer(broker: broker, frames: try frames()) { client, _ in
            let response = try await client.request(
                "POST", "/\(path)/\(word)", ["Content-Type: application/sdp"], body: "v=0")
            #expect(response.status == 406)
            #expect(response.body.contains(#""detail":"No codec in common.\#(notes)""#))
        }
    }

    @Test func metricsCountDerivedTime() async throws {
        try await withServer(frames: try frames()) { client, _ in
            let response = try await client.request("GET", "/metrics")
            #expect(
                response.body.contains(
                    "# TYPE turnout_derived_cpu_seconds_total counter\n"
                        + "turnout_derived_cpu_seconds_total{path=\"live/one\",codec=\"H264\"} 2.469134\n"))
            #expect(response.body.contains("turnout_streams 7\n"))
        }
    }
}
