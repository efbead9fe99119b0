package import Cryptography
package import MediaPlane
import SFU

/// The media plane's figures in the Prometheus text exposition format, version 0.0.4. Labels name workers, paths and
/// reasons, never sessions: their number has no bound.
package enum MetricsPage {
    package static func render(_ workers: [WorkerState], cipher: CipherEngine) -> String {
        var page = ExpositionPage()
        page.head("turnout_cipher_engine_info", "What encrypts and decrypts media, as a label.", "gauge")
        page.sample("turnout_cipher_engine_info", [("engine", cipher.name)], "1")
        renderWorkers(workers, &page)
        renderSessions(workers, &page)
        renderStreams(workers.flatMap(\.streams), &page)
        renderViewers(workers.flatMap(\.sessions), &page)
        return page.text
    }

    private static func renderSessions(_ workers: [WorkerState], _ page: inout ExpositionPage) {
        page.head("turnout_sessions", "Sessions, by role and phase.", "gauge")
        for worker in workers {
            for isPublisher in [true, false] {
                for phase in ["checking", "handshaking", "connected"] {
                    let count = worker.sessions.count { $0.isPublisher == isPublisher && $0.phase == phase }
                    page.sample(
                        "turnout_sessions",
                        [
                            ("worker", "\(worker.index)"), ("role", isPublisher ? "publisher" : "subscriber"),
                            ("phase", phase),
                        ], "\(count)")
                }
            }
        }
    }

    private static func renderStreams(_ streams: [StreamState], _ page: inout ExpositionPage) {
        page.head("turnout_stream_viewers", "Viewers of a stream.", "gauge")
        for stream in streams {
            page.sample("turnout_stream_viewers", [("path", stream.path.text)], "\(stream.viewers)")
        }
        page.head("turnout_stream_publishing", "Whether a stream's publisher is connected.", "gauge")
        for stream in streams {
            page.sample("turnout_stream_publishing", [("path", stream.path.text)], stream.isPublishing ? "1" : "0")
        }
        for metric in trackCounters {
            page.head("turnout_track_\(metric.name)_total", metric.help, "counter")
            for stream in streams {
                for (index, track) in stream.tracks.enumerated() {
                    page.sample(
                        "turnout_track_\(metric.name)_total",
                        [("path", stream.path.text), ("track", "\(index)"), ("kind", track.kind)],
                        "\(metric.value(track))")
                }
            }
        }
    }

    /// The worst-off viewer of each path: labels by session would have no bound.
    private static func renderViewers(_ sessions: [SessionState], _ page: inout ExpositionPage) {
        let paths = Dictionary(grouping: sessions.filter { !$0.isPublisher }, by: \.path.text).sorted {
            $0.key < $1.key
        }
        page.head(
            "turnout_stream_viewer_loss_ratio_max", "Share of packets that the worst-off viewer missed lately.", "gauge"
        )
        for (path, viewers) in paths {
            let worst = viewers.compactMap(\.loss).max() ?? 0
            page.sample("turnout_stream_viewer_loss_ratio_max", [("path", path)], "\(worst)")
        }
        page.head("turnout_stream_viewer_round_trip_seconds_max", "Longest round trip to a viewer.", "gauge")
        for (path, viewers) in paths {
            guard let longest = viewers.compactMap(\.roundTrip).max() else { continue }
            page.sample("turnout_stream_viewer_round_trip_seconds_max", [("path", path)], "\(longest)")
        }
    }

    private static let trackCounters: [Metric<TrackState>] = [
        Metric(name: "packets", help: "Packets from the publisher.") { $0.packets },
        Metric(name: "bytes", help: "Bytes from the publisher.") { $0.bytes },
        Metric(name: "lost_packets", help: "Packets from the publisher that never arrived.") { $0.lost },
    ]
}

/// A counter: the name it has between `turnout_` and `_total`, and where its value comes from.
struct Metric<Source>: Sendable {
    let name: String
    let help: String
    let value: @Sendable (Source) -> UInt64
}
