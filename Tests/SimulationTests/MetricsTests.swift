import Cryptography
import MediaPlane
import Net
import TestSupport
import Testing
import WebRTCGateway

/// The page for Prometheus, of an engine that has worked.
@Suite struct MetricsTests {
    /// Every line is one that Prometheus takes, each metric is announced once before its samples, no sample comes twice.
    @Test func thePageIsWellFormed() throws {
        let page = try Exposition(parsing: MetricsPage.render(Self.states(), cipher: .openSSL))
        for (name, metric) in page.metrics {
            #expect(name.hasPrefix("turnout_"))
            #expect(metric.help.hasSuffix("."), "\(name): \(metric.help)")
            #expect(name.hasSuffix("_total") == (metric.type == "counter"), "\(name) is a \(metric.type)")
            #expect(!metric.samples.isEmpty, "\(name) has no samples")
            for sample in metric.samples where metric.type != "gauge" { #expect(sample.value >= 0) }
        }
        #expect(page.metrics.count > 30)
        #expect(page.value("turnout_cipher_engine_info", ["engine": "openssl"]) == 1)
    }

    @Test func histogramsAddUp() throws {
        let page = try Exposition(parsing: MetricsPage.render(Self.states(), cipher: .preferred))
        for name in ["turnout_send_batch_packets", "turnout_send_run_packets", "turnout_transit_seconds"] {
            let metric = try #require(page.metrics[name])
            #expect(metric.type == "histogram")
            for worker in ["0", "1"] {
                let buckets = metric.samples.filter { $0.name == "\(name)_bucket" && $0.labels["worker"] == worker }
                let limits = buckets.compactMap { Double($0.labels["le"] ?? "") }
                #expect(limits.count == buckets.count && limits == limits.sorted() && limits.last == .infinity)
                #expect(buckets.map(\.value) == buckets.map(\.value).sorted())
                let count = page.value("\(name)_count", ["worker": worker])
                #expect(count == buckets.last?.value && count ?? 0 > 0)
                #expect(page.value("\(name)_sum", ["worker": worker]) ?? -1 >= 0)
            }
        }
    }

    /// What the page says is what happened.
    @Test func figuresAreThoseOfTheWorker() throws {
        let states = try Self.states()
        let page = try Exposition(parsing: MetricsPage.render(states, cipher: .preferred))
        let worker = ["worker": "1"]
        func value(_ name: String) -> Double? { page.value("turnout_\(name)", worker) }
        let sent = try #require(value("sent_packets_total"))
        #expect(sent == Double(states[1].sending.packets))
        // Reports leave with the media and are no packets of any publisher.
        let forwarded = try #require(value("forwarded_packets_total"))
        #expect(forwarded > 250 && forwarded <= sent && sent < forwarded + 10)
        #expect(value("send_run_packets_count") == value("sent_messages_total"))
        #expect(value("send_run_packets_sum") == sent && value("send_batch_packets_sum") == sent)
        #expect(value("transit_seconds_count") == forwarded)
        #expect(value("send_backlog_bytes") == 4_711)
        #expect(value("worker_cpu_share_ratio") == 0.25)
        // The simulation's network hands packets over at the moment they are sent on, so all are in the first bucket.
        #expect(page.value("turnout_transit_seconds_bucket", ["worker": "1", "le": "8e-06"]) == forwarded)
        for name in ["transit_p50_seconds", "transit_p99_seconds", "transit_p99_9_seconds"] {
            let time = try #require(value(name))
            #expect((0..<0.000_01).contains(time))
        }
        let reasons = ["backlog_full", "incomplete_frame", "unreachable", "overload", "mailbox_full", "no_codec"]
        for (number, reason) in reasons.enumerated() {
            #expect(
                page.value("turnout_dropped_packets_total", ["worker": "1", "reason": reason]) == Double(number + 1))
            #expect(page.value("turnout_dropped_packets_total", ["worker": "0", "reason": reason]) == 0)
        }
    }

    /// Two workers: one as it is after a second's work, and the same with figures of trouble that it did not have.
    private static func states() throws -> [WorkerState] {
        let simulation = try Simulation(seed: 22)
        _ = try simulation.connect(viewers: 2)
        simulation.run(for: .seconds(1))
        let state = simulation.command { $0.state(index: 0, port: 8_189) }
        var troubled = state
        troubled.index = 1
        troubled.backlogBytes = 4_711
        troubled.cpuShare = 0.25
        troubled.sending.droppedBacklogFull = 1
        troubled.sending.droppedIncomplete = 2
        troubled.sending.failed = 3
        troubled.counters.droppedOverload = 4
        troubled.counters.droppedMailboxFull = 5
        troubled.counters.droppedNoCodec = 6
        // Paths and sessions live on one worker.
        troubled.streams = []
        troubled.sessions = []
        return [state, troubled]
    }
}
