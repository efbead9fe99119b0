import Codecs
import FramePlane
import GatewaySupport
import MediaPlane
import Net
import Synchronization

/// What comes of a publisher, a client of ours or a server that we pull from: its packets become a stream, and it is told how
/// they arrive. May be called on any thread.
final class RTSPPublisher: Sendable {
    private let sink: any PacketSink
    private let formats: [PacketFormat]
    private let counters: RTSPCounters
    private let state: Mutex<State>

    private struct State {
        var receivers: [RTPReceiver]
        var clock = PublisherClock()
        /// When anything last came.
        var heard: Instant
        /// Tracks whose source said goodbye, and sent nothing since.
        var goodbyes: Set<Int> = []
        var isOver = false
    }

    /// - Parameters:
    ///   - sources: the SSRC of each track, where its Transport header named one.
    ///   - cname: ours, in reports.
    init(
        _ formats: [PacketFormat], sources: [UInt32?], to sink: any PacketSink, counters: RTSPCounters, cname: String,
        now: Instant, random: inout some RandomNumberGenerator
    ) {
        self.sink = sink
        self.formats = formats
        self.counters = counters
        var receivers: [RTPReceiver] = []
        for (index, format) in formats.enumerated() {
            receivers.append(
                RTPReceiver(
                    format: format, negotiated: sources.indices.contains(index) ? sources[index] : nil,
                    ssrc: .random(in: 1...UInt32.max, using: &random), cname: cname, now: now))
        }
        state = Mutex(State(receivers: receivers, heard: now))
        sink.describe(formats)
    }

    /// Says which timestamp of a track the playing began with (RTP-Info).
    func align(track: Int, rtpTime: UInt32) {
        state.withLock { state in
            guard state.receivers.indices.contains(track) else { return }
            state.receivers[track].align(rtpTime: rtpTime)
        }
    }

    /// Takes an RTP or RTCP packet; ``flush(at:)`` follows behind the last that came at once.
    /// - Parameter time: when it came in.
    func receive(_ packet: Span<UInt8>, track: Int, isControl: Bool, at time: LoopTime) {
        state.withLock { state in
            guard !state.isOver, state.receivers.indices.contains(track) else { return }
            state.heard = time.now
            if isControl {
                let isGoodbye = state.receivers[track].receiveControl(
                    packet, now: time.now, wallClock: time.wallClock, clock: &state.clock)
                if isGoodbye { state.goodbyes.insert(track) }
                return
            }
            guard
                let received = state.receivers[track].receive(
                    packet, now: time.now, wallClock: time.wallClock, clock: &state.clock)
            else { return }
            counters.packetsReceived.count()
            state.goodbyes.remove(track)
            guard !received.payload.isEmpty else { return }
            sink.receive(
                packet.extracting(received.payload), sequence: received.sequence, timestamp: received.timestamp,
                marker: received.marker, captureTime: received.captureTime, track: track, now: time.now)
        }
    }

    func flush(at time: LoopTime) {
        state.withLock { state in
            guard !state.isOver else { return }
            sink.flush(now: time.now)
        }
    }

    /// Gives up what was waited for long enough.
    /// - Returns: the reports that are due, with the track that each belongs to.
    func advance(at time: LoopTime) -> [(track: Int, report: [UInt8])] {
        state.withLock { state in
            guard !state.isOver else { return [] }
            if sink.deadline <= time.now { sink.advance(now: time.now) }
            var reports: [(track: Int, report: [UInt8])] = []
            for index in state.receivers.indices {
                if let report = state.receivers[index].takeReport(now: time.now) { reports.append((index, report)) }
            }
            return reports
        }
    }

    /// When anything last came.
    var heard: Instant { state.withLock { $0.heard } }

    /// Whether the source of a track said goodbye (BYE) and sent nothing since.
    var hasGoodbyes: Bool { state.withLock { !$0.goodbyes.isEmpty } }

    /// Packets of all tracks so far, and their payloads' bytes.
    var totals: (packets: Int, bytes: Int) {
        state.withLock { state in
            state.receivers.reduce(into: (0, 0)) { totals, receiver in
                totals.0 += receiver.statistics.packets
                totals.1 += receiver.statistics.bytes
            }
        }
    }

    /// What the API shows of its tracks.
    var summaries: [RTSPTrackSummary] {
        let statistics = state.withLock { $0.receivers.map(\.statistics) }
        return zip(formats, statistics).map { format, statistics in
            RTSPTrackSummary(
                encoding: format.encodingName, packets: UInt64(clamping: statistics.packets),
                bytes: UInt64(clamping: statistics.bytes), lost: UInt64(clamping: max(statistics.lost, 0)),
                jitter: statistics.packets > 0 ? statistics.jitter : nil, dropped: 0)
        }
    }

    /// The publisher left, or was sent away. Nothing is taken any more.
    func end() {
        let isFirst = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        if isFirst { sink.end() }
    }
}
