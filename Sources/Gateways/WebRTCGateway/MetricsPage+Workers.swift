import MediaPlane

/// What each worker does, and how hard it works.
extension MetricsPage {
    static func renderWorkers(_ workers: [WorkerState], _ page: inout ExpositionPage) {
        for metric in counters {
            let name = "turnout_\(metric.name)_total"
            page.head(name, metric.help, "counter")
            for worker in workers { page.sample(name, worker.labels, "\(metric.value(worker))") }
        }
        renderProcessor(workers, &page)
        renderDrops(workers, &page)
        renderSizes(workers, &page)
        renderTransit(workers, &page)
    }

    private static func renderProcessor(_ workers: [WorkerState], _ page: inout ExpositionPage) {
        page.head("turnout_worker_cpu_seconds_total", "CPU time of a worker's thread.", "counter")
        for worker in workers {
            page.sample("turnout_worker_cpu_seconds_total", worker.labels, "\(Double(worker.cpuNanoseconds) / 1e9)")
        }
        page.head(
            "turnout_worker_cpu_share_ratio", "Share of a processor that a worker's thread took in the last seconds.",
            "gauge")
        for worker in workers { page.sample("turnout_worker_cpu_share_ratio", worker.labels, "\(worker.cpuShare)") }
        page.head("turnout_send_backlog_bytes", "Bytes of packets that wait until the kernel takes them.", "gauge")
        for worker in workers { page.sample("turnout_send_backlog_bytes", worker.labels, "\(worker.backlogBytes)") }
    }

    private static func renderDrops(_ workers: [WorkerState], _ page: inout ExpositionPage) {
        page.head("turnout_dropped_datagrams_total", "Received datagrams that were dropped, by reason.", "counter")
        for worker in workers {
            for reason in receivingDrops {
                page.sample(
                    "turnout_dropped_datagrams_total", worker.labels + [("reason", reason.name)],
                    "\(reason.value(worker.counters))")
            }
        }
        page.head(
            "turnout_dropped_packets_total", "Packets for subscribers that were not sent to them, by reason.", "counter"
        )
        for worker in workers {
            for reason in sendingDrops {
                page.sample(
                    "turnout_dropped_packets_total", worker.labels + [("reason", reason.name)],
                    "\(reason.value(worker))")
            }
        }
    }

    private static func renderSizes(_ workers: [WorkerState], _ page: inout ExpositionPage) {
        page.head("turnout_send_batch_packets", "Packets sent in one go.", "histogram")
        for worker in workers {
            page.sizes("turnout_send_batch_packets", worker.labels, worker.sending.batchSizes, worker.sending.packets)
        }
        page.head(
            "turnout_send_run_packets",
            "Packets in one message to the kernel: equal-sized ones to one subscriber travel together.", "histogram")
        for worker in workers {
            page.sizes("turnout_send_run_packets", worker.labels, worker.sending.runLengths, worker.sending.packets)
        }
    }

    private static func renderTransit(_ workers: [WorkerState], _ page: inout ExpositionPage) {
        page.head(
            "turnout_transit_seconds",
            "Time of a packet from its being received by the kernel to its being sent to a subscriber.", "histogram")
        for worker in workers {
            let total = worker.transit.total
            page.histogram(
                "turnout_transit_seconds", worker.labels,
                buckets: transitLimits.map { ("\(Double($0) / 1e6)", total.count(below: $0)) },
                count: total.count, sum: "\(Double(total.sum) / 1e9)")
        }
        let quantiles = [("p50", 0.5), ("p99", 0.99), ("p99_9", 0.999)]
        for (name, share) in quantiles {
            let name = "turnout_transit_\(name)_seconds"
            page.head(
                name, "The time of turnout_transit_seconds that \(share * 100) % of the last 10 to 20 s stayed below.",
                "gauge")
            for worker in workers {
                guard let time = worker.transit.recent.percentile(share) else { continue }
                page.sample(name, worker.labels, "\(Double(time) / 1e9)")
            }
        }
    }

    /// Microseconds, powers of two.
    private static let transitLimits = (3...23).map { 1 << $0 }

    private static let counters: [Metric<WorkerState>] = [
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
        Metric(name: "sent_control_datagrams", help: "Datagrams sent that are no media, one system call each.") {
            $0.counters.sentControl
        },
        Metric(name: "send_failures", help: "Datagrams that the kernel refused for good.") {
            $0.sending.failed + $0.counters.sendFailures
        },
        Metric(name: "refused_trains", help: "Trains of packets that had to be sent packet by packet.") {
            $0.sending.refusedTrains
        },
    ]

    private static let receivingDrops: [(name: String, value: @Sendable (LoopCounters) -> UInt64)] = [
        ("unknown_source", { $0.droppedUnknownSource }), ("oversized", { $0.droppedOversized }),
        ("stun", { $0.droppedSTUN }), ("not_connected", { $0.droppedNotConnected }),
        ("malformed", { $0.droppedMalformed }), ("forged", { $0.droppedForged }), ("replayed", { $0.droppedReplayed }),
        ("duplicate", { $0.droppedDuplicate }), ("unknown_track", { $0.droppedUnknownTrack }),
        ("handshake_queue_full", { $0.droppedHandshake }),
    ]

    private static let sendingDrops: [(name: String, value: @Sendable (WorkerState) -> UInt64)] = [
        ("backlog_full", { $0.sending.droppedBacklogFull }), ("incomplete_frame", { $0.sending.droppedIncomplete }),
        ("unreachable", { $0.sending.failed }), ("overload", { $0.counters.droppedOverload }),
        ("mailbox_full", { $0.counters.droppedMailboxFull }), ("no_codec", { $0.counters.droppedNoCodec }),
    ]
}

extension WorkerState {
    fileprivate var labels: [(String, String)] { [("worker", "\(index)")] }
}

extension ExpositionPage {
    fileprivate mutating func sizes(_ name: String, _ labels: [(String, String)], _ counts: SizeCounts, _ sum: UInt64) {
        histogram(
            name, labels, buckets: counts.cumulative.map { ("\($0.limit)", $0.count) }, count: counts.total,
            sum: "\(sum)")
    }
}
