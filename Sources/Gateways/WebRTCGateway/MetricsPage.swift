import MediaPlane
import SFU

/// The media plane's figures in the Prometheus text exposition format, version 0.0.4. Labels name workers, paths and
/// reasons, never sessions: their number has no bound.
enum MetricsPage {
    static func render(_ workers: [WorkerState]) -> String {
        var page = Page()
        for metric in workerCounters {
            page.head("turnout_\(metric.name)_total", metric.help, "counter")
            for worker in workers {
                page.sample("turnout_\(metric.name)_total", [("worker", "\(worker.index)")], "\(metric.value(worker))")
            }
        }
        page.head("turnout_worker_cpu_seconds_total", "CPU time of a worker's thread.", "counter")
        for worker in workers {
            page.sample(
                "turnout_worker_cpu_seconds_total", [("worker", "\(worker.index)")],
                "\(Double(worker.cpuNanoseconds) / 1e9)")
        }
        page.head("turnout_dropped_datagrams_total", "Datagrams that were dropped, by reason.", "counter")
        for worker in workers {
            for reason in dropReasons {
                page.sample(
                    "turnout_dropped_datagrams_total", [("worker", "\(worker.index)"), ("reason", reason.name)],
                    "\(reason.value(worker.counters))")
            }
        }
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
        renderStreams(workers.flatMap(\.streams), &page)
        renderViewers(workers.flatMap(\.sessions), &page)
        return page.text
    }

    private static func renderStreams(_ streams: [StreamState], _ page: inout Page) {
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
    private static func renderViewers(_ sessions: [SessionState], _ page: inout Page) {
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

    private struct Metric<Source>: Sendable {
        let name: String
        let help: String
        let value: @Sendable (Source) -> UInt64
    }

    private static let workerCounters: [Metric<WorkerState>] = [
        Metric(name: "received_datagrams", help: "Datagrams received.") { $0.counters.receivedDatagrams },
        Metric(name: "received_bytes", help: "Bytes received in datagrams.") { $0.counters.receivedBytes },
        Metric(name: "receive_calls", help: "System calls that receive.") { $0.counters.receiveCalls },
        Metric(name: "batches", help: "Batches of datagrams received.") { $0.counters.batches },
        Metric(name: "forwarded_packets", help: "Packets forwarded to subscribers.") { $0.counters.forwardedPackets },
        Metric(name: "retransmitted_packets", help: "Packets sent again to subscribers.") {
            $0.counters.retransmittedPackets
        },
        Metric(name: "keyframe_requests", help: "Keyframe requests sent to publishers.") {
            $0.counters.keyframeRequests
        },
        Metric(name: "joins", help: "Subscribers that connected.") { $0.counters.joins },
        Metric(name: "sent_packets", help: "Media packets that the kernel took.") { $0.sending.packets },
        Metric(name: "sent_bytes", help: "Bytes of media packets that the kernel took.") { $0.sending.bytes },
        Metric(name: "sent_messages", help: "Trains of packets and single packets sent.") { $0.sending.messages },
        Metric(name: "send_calls", help: "System calls that send media.") { $0.sending.calls },
        Metric(name: "send_failures", help: "Packets that the kernel refused.") {
            $0.sending.failed + $0.counters.sendFailures
        },
    ]

    private static let dropReasons: [(name: String, value: @Sendable (LoopCounters) -> UInt64)] = [
        ("unknown_source", { $0.droppedUnknownSource }), ("oversized", { $0.droppedOversized }),
        ("stun", { $0.droppedSTUN }), ("not_connected", { $0.droppedNotConnected }),
        ("malformed", { $0.droppedMalformed }), ("forged", { $0.droppedForged }), ("replayed", { $0.droppedReplayed }),
        ("duplicate", { $0.droppedDuplicate }), ("unknown_track", { $0.droppedUnknownTrack }),
    ]

    private static let trackCounters: [Metric<TrackState>] = [
        Metric(name: "packets", help: "Packets from the publisher.") { $0.packets },
        Metric(name: "bytes", help: "Bytes from the publisher.") { $0.bytes },
        Metric(name: "lost_packets", help: "Packets from the publisher that never arrived.") { $0.lost },
    ]

    /// Builds the page line by line.
    private struct Page {
        var text = ""

        mutating func head(_ name: String, _ help: String, _ type: String) {
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
        }

        /// Paths are safe in labels by ``StreamPath``'s own rules.
        mutating func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
            text += "\(name){\(labels.map { "\($0)=\"\($1)\"" }.joined(separator: ","))} \(value)\n"
        }
    }
}
